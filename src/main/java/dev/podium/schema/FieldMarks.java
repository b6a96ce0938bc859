package dev.podium.schema;

import dev.podium.object.Json;
import dev.podium.schema.Field.Empty;
import dev.podium.schema.Field.Granularity;
import dev.podium.schema.Field.ListKind;
import dev.podium.schema.Field.Merge;
import dev.podium.schema.Field.PatchStrategy;
import dev.podium.schema.Field.ProtobufTag;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The marks of a field as the generated file holds them, by name.
record FieldMarks(Map<String, String> marks) {
  Field field(
      String name,
      SchemaType type,
      String description,
      boolean required,
      List<Integer> path,
      boolean wrapped) {
    return new Field(
        name,
        type,
        description,
        required,
        find("default").map(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8))),
        find("enum").map(values -> List.of(values.split("\\|", -1))).orElse(List.of()),
        merge(),
        find("go").orElseGet(() -> Field.goType(type)),
        empty(type, required),
        path.isEmpty()
            ? Optional.empty()
            : Optional.of(new ProtobufTag(List.copyOf(path), wrapped)));
  }

  private Optional<String> find(String mark) {
    return Optional.ofNullable(marks.get(mark));
  }

  private Merge merge() {
    Optional<ListKind> list = find("listType").map(t -> ListKind.valueOf(constant(t)));
    List<String> keys = find("listMapKeys").map(k -> List.of(k.split(","))).orElse(List.of());
    Optional<Granularity> map = find("mapType").map(t -> Granularity.valueOf(constant(t)));
    Optional<String> mergeKey = find("patchMergeKey");
    Set<PatchStrategy> strategies = EnumSet.noneOf(PatchStrategy.class);
    for (String strategy : find("patchStrategy").map(s -> s.split(",")).orElse(new String[0])) {
      strategies.add(
          strategy.equals("retainKeys")
              ? PatchStrategy.RETAIN_KEYS
              : PatchStrategy.valueOf(constant(strategy)));
    }
    if (marks.isEmpty() || (list.isEmpty() && map.isEmpty() && strategies.isEmpty())) {
      return Merge.NONE;
    }
    return new Merge(list, keys, map, Set.copyOf(strategies), mergeKey);
  }

  /// Without a mark of its own, a field that is not required carries `omitempty` in Go.
  private Empty empty(SchemaType type, boolean required) {
    return find("empty")
        .map(text -> Empty.valueOf(constant(text)))
        .orElseGet(() -> required ? bare(type) : Empty.OMITTED);
  }

  private static Empty bare(SchemaType type) {
    return switch (type) {
      case ObjectType _ -> Empty.STRUCT;
      case MapType _, ListType _, FreeForm _ -> Empty.NULL;
      case Scalar scalar ->
          switch (scalar) {
            case TIME, MICRO_TIME, BYTES -> Empty.NULL;
            default -> Empty.ZERO;
          };
    };
  }

  private static String constant(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
