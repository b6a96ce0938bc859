package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.Optional;

/// Whether default values are of the types that their schemas ask for.
///
/// Upstream: pkg/apiserver/schema/defaulting/validation.go, of which this is the part about types.
final class DefaultChecks {
  private DefaultChecks() {}

  static void check(Part schema) {
    Object value = schema.value().get("default");
    if (value != null) {
      mistyped(schema.value(), value, "")
          .ifPresent(mistake ->
              schema.add(
                  FieldError.typeInvalid(
                      schema.child("default"), mistake.type(), mistake.words())));
    }
    SchemaPaths.properties(schema).forEach(DefaultChecks::check);
    schema.find("items").ifPresent(DefaultChecks::check);
    schema.find("additionalProperties").ifPresent(DefaultChecks::check);
  }

  /// @param type the type that the value has
  private record Mistake(String type, String words) {}

  private static Optional<Mistake> mistyped(JsonObject schema, Object value, String path) {
    String wanted = schema.string("type");
    String found = type(value);
    boolean nullable = value == JsonNull.NULL && schema.bool("nullable");
    boolean number = wanted.equals("number") && found.equals("integer");
    boolean either =
        schema.bool("x-kubernetes-int-or-string")
            && (found.equals("integer") || found.equals("string"));
    if (!wanted.isEmpty() && !wanted.equals(found) && !nullable && !number && !either) {
      return Optional.of(
          new Mistake(
              found, path + " in body must be of type " + wanted + ": " + GoText.quote(found)));
    }
    if (value instanceof JsonObject fields) {
      return fields.stream()
          .flatMap(field ->
              schema
                  .findObject("properties", field.getKey())
                  .flatMap(
                      property -> mistyped(property, field.getValue(), join(path, field.getKey())))
                  .stream())
          .findFirst();
    }
    return Optional.empty();
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String type(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Double _ -> "number";
      case Number _ -> "integer";
      case JsonArray _ -> "array";
      case JsonObject _ -> "object";
      default -> "null";
    };
  }
}
