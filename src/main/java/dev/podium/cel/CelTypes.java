package dev.podium.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.podium.cel.ValueType.Known;
import dev.podium.cel.ValueType.ListOf;
import dev.podium.cel.ValueType.MapOf;
import dev.podium.cel.ValueType.OptionalOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The structures of one environment, as the checker looks them up by name.
///
/// Besides those declared there is `Object` with all its parts (`Object.spec`), of which mutations
/// construct what they want to apply. It has every field; as the checker wants to be told names, it
/// has those that stand in any expression.
///
/// The library wants providers immutable; this one only ever learns more, safely for several
/// threads.
@SuppressWarnings("Immutable")
final class CelTypes implements CelTypeProvider {
  private static final String ANYTHING = "Object";
  private static final Structure JSON_PATCH =
      Structure.of(
          "JSONPatch",
          Map.of(
              "op", Simple.STRING,
              "path", Simple.STRING,
              "from", Simple.STRING,
              "value", Simple.DYN));

  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Map<String, StructType> structures = new ConcurrentHashMap<>();
  private final Set<String> spelled = ConcurrentHashMap.newKeySet();

  CelTypes() {
    declare(JSON_PATCH);
  }

  /// Learns the names in an expression that is about to be checked.
  void read(String expression) {
    if (expression.contains(ANYTHING)) {
      IDENTIFIER.matcher(expression).results().forEach(name -> spelled.add(name.group()));
    }
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of();
  }

  @Override
  public Optional<CelType> findType(String name) {
    if (name.equals(ANYTHING) || name.startsWith(ANYTHING + ".")) {
      return Optional.of(
          StructType.create(name, ImmutableSet.copyOf(spelled), _ -> Optional.of(SimpleType.DYN)));
    }
    CelType declared = structures.get(name);
    return declared == null ? KubernetesTypes.named(name) : Optional.of(declared);
  }

  CelType of(ValueType type) {
    return switch (type) {
      case Simple simple -> simple(simple);
      case ListOf list -> ListType.create(of(list.items()));
      case MapOf map -> MapType.create(SimpleType.STRING, of(map.values()));
      case OptionalOf optional -> OptionalType.create(of(optional.value()));
      case Structure structure -> declare(structure);
      case Known(CelType known) -> known;
    };
  }

  private CelType declare(Structure structure) {
    structures.computeIfAbsent(
        structure.name(),
        name ->
            StructType.create(
                name,
                fieldNames(structure),
                field -> structure.member(field).map(member -> of(member.type()))));
    return StructTypeReference.create(structure.name());
  }

  private static ImmutableSet<String> fieldNames(Structure structure) {
    return ImmutableSet.<String>builder()
        .addAll(structure.members().keySet())
        .addAll(FieldNames.reserved().filter(word -> structure.member(word).isPresent()).toList())
        .build();
  }

  void extend(String name, String field, ValueType type) {
    structures.computeIfPresent(
        name,
        (_, known) ->
            StructType.create(
                name,
                ImmutableSet.<String>builder().addAll(known.fieldNames()).add(field).build(),
                asked ->
                    asked.equals(field)
                        ? Optional.of(of(type))
                        : known.findField(asked).map(StructType.Field::type)));
  }

  /// As messages call a type.
  String name(ValueType type) {
    if (of(type).equals(SimpleType.NULL_TYPE)) {
      return "null_type";
    }
    return dev.cel.common.types.CelTypes.format(of(type));
  }

  private static CelType simple(Simple type) {
    return switch (type) {
      case DYN -> SimpleType.DYN;
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
      case BYTES -> SimpleType.BYTES;
      case TIMESTAMP -> SimpleType.TIMESTAMP;
      case DURATION -> SimpleType.DURATION;
      case NULL -> SimpleType.NULL_TYPE;
      case AUTHORIZER -> KubernetesTypes.AUTHORIZER;
      case RESOURCE_CHECK -> KubernetesTypes.RESOURCE_CHECK;
      case OBJECT -> StructTypeReference.create(ANYTHING);
      case JSON_PATCH -> StructTypeReference.create("JSONPatch");
    };
  }
}
