package dev.podium.schema;

import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One field of an object, with all that anything in the API needs to know of it.
///
/// @param name as in JSON
/// @param required whether the OpenAPI document lists it as required
/// @param goType Go's name of the type, which its decoder's errors cite
/// @param empty what Go writes where nothing was given
/// @param merge how lists, maps and structs merge
/// @param enumeration the values that a string, or the strings in a list, may have; empty where any
///   may
/// @param defaultValue the schema's own default (`+default=`), a JSON value; most defaults are
///   code, not schema
/// @param protobuf where the field stands in the protobuf form of its object
public record Field(
    String name,
    SchemaType type,
    String description,
    boolean required,
    Optional<Object> defaultValue,
    List<String> enumeration,
    Merge merge,
    String goType,
    Empty empty,
    Optional<ProtobufTag> protobuf) {

  /// A plain optional field.
  public static Field of(String name, SchemaType type) {
    return new Field(
        name,
        type,
        "",
        false,
        Optional.empty(),
        List.of(),
        Merge.NONE,
        goType(type),
        Empty.OMITTED,
        Optional.empty());
  }

  public Field withDefault(Object json) {
    return with(Optional.of(json), merge, protobuf);
  }

  public Field withMerge(Merge merge) {
    return with(defaultValue, merge, protobuf);
  }

  public Field withProtobuf(ProtobufTag tag) {
    return with(defaultValue, merge, Optional.of(tag));
  }

  private Field with(Optional<Object> defaultValue, Merge merge, Optional<ProtobufTag> protobuf) {
    return new Field(
        name,
        type,
        description,
        required,
        defaultValue,
        enumeration,
        merge,
        goType,
        empty,
        protobuf);
  }

  /// Go's name of a type that has no name of its own there: `[]string`, `v1.PodSpec`.
  public static String goType(SchemaType type) {
    return switch (type) {
      case Scalar scalar -> scalar.goType();
      case ListType(var items, _) -> "[]" + goType(items);
      case MapType(var values) -> "map[string]" + goType(values);
      case ObjectType object -> shortName(object.name());
      case FreeForm form -> form.definition().map(Field::shortName).orElse("interface {}");
    };
  }

  private static String shortName(String definition) {
    int type = definition.lastIndexOf('.');
    return definition.substring(definition.lastIndexOf('.', type - 1) + 1);
  }

  /// `+listType=`, what server-side apply goes by; absent means atomic.
  public Optional<ListKind> listType() {
    return merge.list();
  }

  /// The fields that identify an item of a [ListKind#MAP].
  public List<String> listMapKeys() {
    return merge.listMapKeys();
  }

  /// `+mapType=` and `+structType=` at the field, which go before what the type itself says.
  public Optional<Granularity> mapType() {
    return merge.map();
  }

  /// `+patchStrategy=`, what strategic merge patches go by.
  public Set<PatchStrategy> patchStrategies() {
    return merge.strategies();
  }

  /// The field that identifies an item of a list which strategic merge patches merge.
  public Optional<String> patchMergeKey() {
    return merge.patchMergeKey();
  }

  /// What Go writes for the field where nothing was given; nothing where it leaves it out.
  public Optional<Object> zeroValue() {
    return switch (empty) {
      case OMITTED, UNSET -> Optional.empty();
      case NULL -> Optional.of(JsonNull.NULL);
      case STRUCT -> Optional.of(type instanceof ObjectType o ? o.zeroValue() : JsonObject.EMPTY);
      case ZERO ->
          Optional.of(
              switch (type) {
                case Scalar.BOOLEAN -> false;
                case Scalar.INT32, Scalar.INT64, Scalar.DOUBLE, Scalar.INT_OR_STRING -> 0L;
                case Scalar.QUANTITY -> "0";
                default -> "";
              });
    };
  }

  /// How server-side apply treats a list.
  public enum ListKind {
    ATOMIC,
    SET,
    MAP
  }

  /// How server-side apply treats a map or a struct.
  public enum Granularity {
    ATOMIC,
    GRANULAR
  }

  /// What a strategic merge patch does at a field.
  public enum PatchStrategy {
    MERGE,
    REPLACE,
    RETAIN_KEYS
  }

  /// What Go's encoder writes for a field that was not given.
  public enum Empty {
    /// Nothing: a list, map or scalar marked `omitempty`, of which a given zero is left out too, or
    /// a pointer to a struct.
    OMITTED,
    /// Nothing, but a given zero is kept: a pointer to a scalar marked `omitempty`, or a list whose
    /// emptiness says something.
    UNSET,
    /// `{}`: a struct held by value.
    STRUCT,
    /// `null`: a list, map or pointer without `omitempty`, or a time held by value.
    NULL,
    /// `""`, `0` or `false`: a scalar without `omitempty`.
    ZERO
  }

  /// The merge markers of a field.
  public record Merge(
      Optional<ListKind> list,
      List<String> listMapKeys,
      Optional<Granularity> map,
      Set<PatchStrategy> strategies,
      Optional<String> patchMergeKey) {
    public static final Merge NONE =
        new Merge(Optional.empty(), List.of(), Optional.empty(), Set.of(), Optional.empty());
  }

  /// The field numbers from the object's own message down to the value: more than one where Go
  /// embeds a struct that protobuf holds as a message of its own (a Volume's source).
  ///
  /// @param wrapped whether a list is held as a message with one repeated field 1 (`ExtraValue`)
  public record ProtobufTag(List<Integer> path, boolean wrapped) {}
}
