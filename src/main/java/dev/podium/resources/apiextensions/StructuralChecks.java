package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a schema is structural: the type of every field stands in one place, and what is alleged
/// elsewhere only restricts it.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/schema/validation.go.
final class StructuralChecks {
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final String EMBEDDED = "x-kubernetes-embedded-resource";
  private static final List<String> METADATA_FIELDS = List.of("name", "generateName");

  private enum Level {
    ROOT("must not be empty at the root"),
    ITEM("must not be empty for specified array items"),
    FIELD("must not be empty for specified object fields");

    private final String missingType;

    Level(String missingType) {
      this.missingType = missingType;
    }
  }

  private StructuralChecks() {}

  static void root(Part schema) {
    check(schema, Level.ROOT);
  }

  private static void check(Part schema, Level level) {
    String type = schema.string("type");
    if (type.equals("array") && schema.find("items").isEmpty()) {
      schema.required("items", "must be specified");
    }
    schema.find("items").ifPresent(items -> check(items, Level.ITEM));
    SchemaPaths.properties(schema).forEach(property -> check(property, Level.FIELD));
    additionalProperties(schema, level);
    extensions(schema);
    nested(schema);
    type(schema, type, level);
    if (level == Level.ROOT || schema.bool(EMBEDDED)) {
      resourceFields(schema, level);
    }
    if (schema.bool(EMBEDDED)
        && !schema.bool(PRESERVE)
        && schema.value().object("properties").isEmpty()) {
      schema.required(
          "properties",
          "must not be empty if x-kubernetes-embedded-resource is true without"
              + " x-kubernetes-preserve-unknown-fields");
    }
  }

  private static void additionalProperties(Part schema, Level level) {
    if (level == Level.ROOT && schema.has("additionalProperties")) {
      schema.forbidden("additionalProperties", "must not be used at the root");
    }
    if (schema.bool(EMBEDDED) && schema.has("additionalProperties")) {
      schema.forbidden(
          "additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
    }
    schema.find("additionalProperties").ifPresent(items -> check(items, Level.FIELD));
  }

  private static void extensions(Part schema) {
    for (String extension : new String[] {PRESERVE, EMBEDDED}) {
      if (schema.bool(INT_OR_STRING) && schema.bool(extension)) {
        schema.invalid(extension, "must be false if x-kubernetes-int-or-string is true");
      }
    }
  }

  private static void type(Part schema, String type, Level level) {
    if (schema.bool(EMBEDDED) && !type.equals("object")) {
      String words = "must be object if x-kubernetes-embedded-resource is true";
      if (type.isEmpty()) {
        schema.required("type", words);
      } else {
        schema.invalid("type", words);
      }
    } else if (type.isEmpty() && !schema.bool(INT_OR_STRING) && !schema.bool(PRESERVE)) {
      schema.required("type", level.missingType);
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      schema.invalid("type", "must be object at the root");
    }
  }

  private static void resourceFields(Part schema, Level level) {
    for (String field : new String[] {"kind", "apiVersion"}) {
      SchemaPaths.property(schema, field)
          .filter(property -> !property.string("type").equals("string"))
          .ifPresent(
              property -> property.invalid("type", property.string("type"), "must be string"));
    }
    Optional<Part> metadata = SchemaPaths.property(schema, "metadata");
    metadata
        .filter(found -> !found.string("type").equals("object"))
        .ifPresent(found -> found.invalid("type", found.string("type"), "must be object"));
    if (level == Level.ROOT && metadata.isPresent() && saysMore(metadata.get().value())) {
      metadata
          .get()
          .add(
              FieldError.forbidden(
                  metadata.get().path(),
                  "must not specify anything other than name and generateName, but metadata is"
                      + " implicitly specified"));
    }
  }

  private static boolean saysMore(JsonObject metadata) {
    boolean onlyNames = METADATA_FIELDS.containsAll(metadata.object("properties").keys());
    return !onlyNames
        || metadata.keys().stream()
            .anyMatch(key -> !Set.of("type", "properties", "description", "default").contains(key));
  }

  /// What `allOf` and its like may not say, since it is no restriction.
  private static void nested(Part schema) {
    boolean either = schema.bool(INT_OR_STRING);
    for (String junctor : new String[] {"allOf", "anyOf", "oneOf"}) {
      for (Part alternative : schema.items(junctor)) {
        boolean types = either && isEitherType(alternative, junctor);
        restriction(alternative, schema, types);
      }
    }
    schema.find("not").ifPresent(not -> restriction(not, schema, false));
  }

  /// The two patterns by which an int-or-string says its types are let through.
  private static boolean isEitherType(Part alternative, String junctor) {
    return junctor.equals("anyOf") && alternative.value().keys().equals(List.of("type"));
  }

  private static void restriction(Part nested, Part structure, boolean mayHaveType) {
    if (!nested.string("type").isEmpty() && !mayHaveType) {
      nested.forbidden("type", "must be empty to be structural");
    }
    for (String field : new String[] {"additionalProperties", "default"}) {
      forbidIf(nested.has(field), nested, field, "must be undefined to be structural");
    }
    for (String field : new String[] {"title", "description"}) {
      forbidIf(!nested.string(field).isEmpty(), nested, field, "must be empty to be structural");
    }
    for (String field : new String[] {"nullable", PRESERVE, EMBEDDED, INT_OR_STRING}) {
      forbidIf(nested.bool(field), nested, field, "must be false to be structural");
    }
    for (String field : new String[] {"x-kubernetes-list-map-keys", "x-kubernetes-validations"}) {
      forbidIf(!nested.array(field).isEmpty(), nested, field, "must be empty to be structural");
    }
    for (String field : new String[] {"x-kubernetes-list-type", "x-kubernetes-map-type"}) {
      forbidIf(nested.has(field), nested, field, "must be undefined to be structural");
    }
    properties(nested, structure);
    for (String junctor : new String[] {"allOf", "anyOf", "oneOf"}) {
      boolean pattern = structure.bool(INT_OR_STRING) && junctor.equals("anyOf");
      for (Part alternative : nested.items(junctor)) {
        restriction(alternative, structure, pattern && isEitherType(alternative, junctor));
      }
    }
    nested.find("not").ifPresent(not -> restriction(not, structure, false));
  }

  private static void forbidIf(boolean said, Part nested, String field, String words) {
    if (said) {
      nested.forbidden(field, words);
    }
  }

  private static void properties(Part nested, Part structure) {
    if (SchemaPaths.property(nested, "metadata").isPresent()) {
      nested.add(
          FieldError.forbidden(
              nested.child("properties").key("metadata"),
              "must not be specified in a nested context"));
    }
    for (String name : nested.value().object("properties").keys()) {
      Part inner = SchemaPaths.property(nested, name).orElseThrow();
      Optional<Part> place = SchemaPaths.property(structure, name);
      if (place.isEmpty()) {
        FieldPath missing = structure.child("properties").key(name);
        nested.add(FieldError.required(missing, "because it is defined in " + inner.path()));
      }
      restriction(inner, place.orElse(inner), false);
    }
    nested
        .find("items")
        .ifPresent(items -> restriction(items, structure.find("items").orElse(items), false));
  }
}
