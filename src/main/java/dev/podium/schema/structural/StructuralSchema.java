package dev.podium.schema.structural;

import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A schema that says of every field what it is: a node of one, with the nodes below it.
///
/// Immutable; made of the `openAPIV3Schema` of a definition that was found structural. Upstream:
/// pkg/apiserver/schema/structural.go.
///
/// @param source the node as its author wrote it
/// @param additional the schema of values under names that are data
/// @param defaultValue what an absent value becomes, already without fields of no schema
public record StructuralSchema(
    JsonObject source,
    String type,
    Map<String, StructuralSchema> properties,
    Optional<StructuralSchema> items,
    Optional<StructuralSchema> additional,
    Optional<Object> defaultValue) {
  /// What is said of an object whose author said nothing.
  public static final StructuralSchema EMPTY = of(JsonObject.EMPTY);

  static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  static final String EMBEDDED = "x-kubernetes-embedded-resource";
  static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  static final String LIST_TYPE = "x-kubernetes-list-type";
  static final String LIST_KEYS = "x-kubernetes-list-map-keys";
  static final String MAP_TYPE = "x-kubernetes-map-type";

  /// @param source a `JSONSchemaProps`
  public static StructuralSchema of(JsonObject source) {
    Map<String, StructuralSchema> properties = new TreeMap<>();
    source
        .object("properties")
        .forEach((name, value) -> {
          if (value instanceof JsonObject property) {
            properties.put(name, of(property));
          }
        });
    StructuralSchema schema =
        new StructuralSchema(
            source,
            source.string("type"),
            new LinkedHashMap<>(properties),
            source.findObject("items").map(StructuralSchema::of),
            source.findObject("additionalProperties").map(StructuralSchema::of),
            Optional.empty());
    Object given = source.get("default");
    return given == null ? schema : schema.withDefault(Pruning.below(schema, given));
  }

  private StructuralSchema withDefault(Object value) {
    return new StructuralSchema(source, type, properties, items, additional, Optional.of(value));
  }

  /// Whether names are data, whatever their values are.
  boolean allowsAnyName() {
    return additional.isPresent() || source.bool("additionalProperties");
  }

  public boolean nullable() {
    return source.bool("nullable");
  }

  /// Whether fields of no schema are kept.
  public boolean preservesUnknownFields() {
    return source.bool(PRESERVE);
  }

  /// Whether a value is a whole object of some API, with kind, version and metadata.
  public boolean embedsResource() {
    return source.bool(EMBEDDED);
  }

  public boolean intOrString() {
    return source.bool(INT_OR_STRING);
  }

  /// `set`, `map` or `atomic`; empty where nothing is said.
  public String listType() {
    return source.string(LIST_TYPE);
  }

  public List<String> listMapKeys() {
    return source.strings(LIST_KEYS);
  }

  /// The schema of the value under a name, where there is one.
  public Optional<StructuralSchema> below(String name) {
    StructuralSchema property = properties.get(name);
    return property == null ? additional : Optional.of(property);
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
