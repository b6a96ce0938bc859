package dev.podium.resources.apiextensions;

import com.google.re2j.PatternSyntaxException;
import dev.podium.object.GoRegex;
import dev.podium.object.JsonArray;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a schema keeps to what OpenAPI and Kubernetes' extensions of it allow.
///
/// Upstream: ValidateCustomResourceDefinitionOpenAPISchema.
final class SchemaChecks {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final Set<String> RESOURCE_FIELDS = Set.of("metadata", "kind", "apiVersion");

  /// @param defaults why there may be no default here; empty where there may be one
  /// @param inMetadata whether this is part of a resource's own fields
  private record Place(Optional<String> defaults, boolean inMetadata) {
    static final Place ANYWHERE = new Place(Optional.empty(), false);

    Place withoutDefaults(String why) {
      return new Place(Optional.of(why), inMetadata);
    }

    Place insideMetadata() {
      return new Place(defaults, true);
    }
  }

  private SchemaChecks() {}

  static void root(Part schema) {
    check(schema, Place.ANYWHERE, true);
  }

  private static void check(Part schema, Place place, boolean root) {
    standard(schema, place);
    if (schema.bool("uniqueItems")) {
      schema.forbidden(
          "uniqueItems",
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
    additionalProperties(schema, place);
    properties(schema, place, root);
    schema.find("not").ifPresent(not -> check(not, place, false));
    for (String junctor : new String[] {"allOf", "oneOf", "anyOf"}) {
      schema.items(junctor).forEach(alternative -> check(alternative, place, false));
    }
    schema.find("items").ifPresent(items -> check(items, place, false));
    extensions(schema);
  }

  /// What OpenAPI v3 has not, and Kubernetes does not support of it.
  private static void standard(Part schema, Place place) {
    String type = schema.string("type");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      schema.notSupported("type", TYPES);
    }
    pattern(schema);
    if (schema.value().has("default") && place.defaults().isPresent()) {
      schema.forbidden("default", "must not be set " + place.defaults().get());
    }
    for (String field :
        new String[] {
          "id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"
        }) {
      if (schema.has(field)) {
        schema.forbidden(field, field + " is not supported");
      }
    }
    if (type.equals("null")) {
      schema.forbidden("type", "type cannot be set to null, use nullable as an alternative");
    }
    if (schema.value().get("items") instanceof JsonArray) {
      schema.forbidden("items", "items must be a schema object and not an array");
    }
    if (place.inMetadata() && schema.bool("x-kubernetes-embedded-resource")) {
      schema.forbidden(
          "x-kubernetes-embedded-resource", "must not be used inside of resource meta");
    }
  }

  private static void pattern(Part schema) {
    try {
      GoRegex.compile(schema.string("pattern"));
    } catch (PatternSyntaxException e) {
      schema.invalid("pattern", "must be a valid regular expression, but isn't: " + e.getMessage());
    }
  }

  private static void additionalProperties(Part schema, Place place) {
    Object additional = schema.value().get("additionalProperties");
    if (additional == null) {
      return;
    }
    boolean anything = additional instanceof Boolean allowed && allowed;
    if (!anything && !schema.value().object("properties").isEmpty()) {
      schema.forbidden(
          "additionalProperties", "additionalProperties and properties are mutual exclusive");
    }
    Place inside =
        place.inMetadata()
            ? place.withoutDefaults("inside additionalProperties applying to object metadata")
            : place;
    schema.find("additionalProperties").ifPresent(items -> check(items, inside, false));
  }

  private static void properties(Part schema, Place place, boolean root) {
    boolean resource = root || schema.bool("x-kubernetes-embedded-resource");
    for (String name : schema.value().object("properties").keys()) {
      Place inside = place;
      if (resource && RESOURCE_FIELDS.contains(name)) {
        inside = inside.insideMetadata();
        inside = root ? inside.withoutDefaults("in top-level " + name) : inside;
      }
      check(SchemaPaths.property(schema, name).orElseThrow(), inside, false);
    }
  }

  private static void extensions(Part schema) {
    String type = schema.string("type");
    if (schema.value().findBoolean("x-kubernetes-preserve-unknown-fields").orElse(true) == false) {
      schema.invalid("x-kubernetes-preserve-unknown-fields", "must be true or undefined");
    }
    if (schema.has(MAP_TYPE) && !type.equals("object")) {
      typeFor(schema, "must be object if x-kubernetes-map-type is specified");
    }
    schema.oneOfIfPresent(MAP_TYPE, List.of("atomic", "granular"));
    String listType = schema.string(LIST_TYPE);
    if (schema.has(LIST_TYPE) && !type.equals("array")) {
      typeFor(schema, "must be array if x-kubernetes-list-type is specified");
    } else if (listType.equals("set")) {
      schema.find("items").ifPresent(SchemaChecks::atomic);
    }
    schema.oneOfIfPresent(LIST_TYPE, List.of("atomic", "set", "map"));
    if (!schema.array(LIST_KEYS).isEmpty() && !listType.equals("map")) {
      String words = "must be map if x-kubernetes-list-map-keys is non-empty";
      if (listType.isEmpty()) {
        schema.required(LIST_TYPE, words);
      } else {
        schema.invalid(LIST_TYPE, words);
      }
    }
    if (listType.equals("map")) {
      ListMapChecks.check(schema);
    }
    if (listType.equals("map") || listType.equals("set")) {
      ListMapChecks.notNullable(schema, listType);
    }
  }

  private static void typeFor(Part schema, String words) {
    if (schema.string("type").isEmpty()) {
      schema.required("type", words);
    } else {
      schema.invalid("type", words);
    }
  }

  /// Items of a set are compared as a whole.
  private static void atomic(Part items) {
    String words = "must be atomic as item of a list with x-kubernetes-list-type=set";
    switch (items.string("type")) {
      case "array" -> {
        if (items.has(LIST_TYPE) && !items.string(LIST_TYPE).equals("atomic")) {
          items.invalid(LIST_TYPE, words);
        }
      }
      case "object" -> {
        if (!items.string(MAP_TYPE).equals("atomic")) {
          items.invalid(MAP_TYPE, items.shown(LIST_TYPE), words);
        }
      }
      default -> {}
    }
  }
}
