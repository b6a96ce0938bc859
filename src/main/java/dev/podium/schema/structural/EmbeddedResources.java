package dev.podium.schema.structural;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// That whole objects inside a custom object say what they are.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/schema/objectmeta/validation.go.
public final class EmbeddedResources {
  private EmbeddedResources() {}

  public static List<FieldError> check(StructuralSchema schema, JsonObject object) {
    List<FieldError> errors = new ArrayList<>();
    fields(schema, object, FieldPath.ROOT, errors);
    return errors;
  }

  /// The same of a value at a place of its own, which may be a whole object.
  public static List<FieldError> below(StructuralSchema schema, Object value, FieldPath path) {
    List<FieldError> errors = new ArrayList<>();
    value(Optional.of(schema), value, path, errors);
    return errors;
  }

  private static void value(
      Optional<StructuralSchema> schema, Object value, FieldPath path, List<FieldError> errors) {
    if (schema.isEmpty()) {
      return;
    }
    switch (value) {
      case JsonObject object -> {
        if (schema.get().embedsResource()) {
          resource(object, path, errors);
        }
        fields(schema.get(), object, path, errors);
      }
      case JsonArray list -> {
        for (int i = 0; i < list.size(); i++) {
          value(schema.get().items(), list.get(i), path.index(i), errors);
        }
      }
      default -> {}
    }
  }

  private static void fields(
      StructuralSchema schema, JsonObject object, FieldPath path, List<FieldError> errors) {
    object.forEach((name, field) -> {
      boolean property = schema.properties().containsKey(name);
      value(schema.below(name), field, property ? path.child(name) : path.key(name), errors);
    });
  }

  private static void resource(JsonObject object, FieldPath path, List<FieldError> errors) {
    Optional<String> apiVersion = text(object, "apiVersion", path, errors);
    apiVersion
        .filter(text -> text.indexOf('/') != text.lastIndexOf('/'))
        .ifPresent(text ->
            errors.add(
                FieldError.invalid(
                    path.child("apiVersion"), text, "unexpected GroupVersion string: " + text)));
    Optional<String> kind = text(object, "kind", path, errors);
    kind.map(text -> NameFormats.dns1035Label(text.toLowerCase(Locale.ROOT)))
        .filter(faults -> !faults.isEmpty())
        .ifPresent(faults ->
            errors.add(
                FieldError.invalid(
                    path.child("kind"),
                    kind.get(),
                    "may have mixed case, but should otherwise match: "
                        + String.join(",", faults))));
    object
        .findObject("metadata")
        .ifPresent(metadata -> metadata(metadata, path.child("metadata"), errors));
  }

  /// A field that must be a text, and not an empty one.
  private static Optional<String> text(
      JsonObject object, String name, FieldPath path, List<FieldError> errors) {
    Object value = object.get(name);
    if (value == null) {
      errors.add(FieldError.required(path.child(name), ""));
      return Optional.empty();
    }
    if (value.equals("")) {
      errors.add(FieldError.invalid(path.child(name), "", "must not be empty"));
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      errors.add(FieldError.invalid(path.child(name), value, "must be a string"));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static void metadata(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    boolean unnamed =
        metadata.string("name").isEmpty() && metadata.string("generateName").isEmpty();
    JsonObject named = unnamed ? metadata.with("name", "fakename") : metadata;
    boolean namespaced = !metadata.string("namespace").isEmpty();
    errors.addAll(
        new ObjectMetaValidation(namespaced, NameRule.PATH_SEGMENT, false).onCreate(named, path));
  }
}
