package dev.podium.resources.apiextensions;

import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists whose items are found by their keys.
///
/// Upstream: the part about them of ValidateCustomResourceDefinitionOpenAPISchema, and
/// validateMapListKeysMapSet.
final class ListMapChecks {
  private static final String KEYS = "x-kubernetes-list-map-keys";

  private ListMapChecks() {}

  static void check(Part schema) {
    if (schema.array(KEYS).isEmpty()) {
      schema.required(KEYS, "must not be empty if x-kubernetes-list-type is map");
    }
    Optional<Part> items = schema.find("items");
    if (items.isEmpty()) {
      schema.required("items", "must have a schema if x-kubernetes-list-type is map");
    } else if (!items.get().string("type").equals("object")) {
      items
          .get()
          .invalid(
              "type",
              items.get().string("type"),
              "must be object if parent array's x-kubernetes-list-type is map");
    } else {
      keys(schema, items.get());
    }
  }

  private static void keys(Part schema, Part items) {
    Set<String> seen = new HashSet<>();
    for (String key : schema.strings(KEYS)) {
      Optional<Part> property = SchemaPaths.property(items, key);
      if (property.isEmpty()) {
        schema.invalid(KEYS, "entries must all be names of item properties");
      } else if (List.of("array", "object").contains(property.get().string("type"))) {
        property
            .get()
            .invalid(
                "type",
                items.string("type"),
                "must be a scalar type if parent array's x-kubernetes-list-type is map");
      }
      if (!seen.add(key)) {
        schema.invalid(KEYS, "must not contain duplicate entries");
      }
    }
  }

  static void notNullable(Part schema, String listType) {
    Optional<Part> items = schema.find("items");
    if (items.isEmpty()) {
      return;
    }
    if (items.get().bool("nullable")) {
      items
          .get()
          .forbidden("nullable", "cannot be nullable when x-kubernetes-list-type is " + listType);
    }
    if (!listType.equals("map")) {
      return;
    }
    List<String> required = items.get().strings("required");
    for (String key : schema.strings(KEYS)) {
      SchemaPaths.property(items.get(), key)
          .ifPresent(property -> {
            if (!required.contains(key) && !property.value().has("default")) {
              property.required(
                  "default",
                  "this property is in x-kubernetes-list-map-keys, so it must have a default or be"
                      + " a required property");
            }
            if (property.bool("nullable")) {
              property.forbidden(
                  "nullable",
                  "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
          });
    }
  }
}
