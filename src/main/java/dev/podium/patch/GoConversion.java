package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.Base64;
import java.util.Optional;

/// Whether a JSON tree converts into a kind's Go type, in the words of that conversion.
///
/// Upstream: `fromUnstructured` in apimachinery/pkg/runtime/converter.go, which takes the result of
/// a strategic merge patch to the typed object. It knows other words than the JSON decoder, and is
/// laxer: a whole floating-point number is an integer. Types that unmarshal themselves (quantities,
/// times) are left to the decoder.
final class GoConversion {
  private GoConversion() {}

  /// The first thing that does not fit, in the order of the type's fields.
  static Optional<String> error(JsonObject object, ObjectType type) {
    return fields(object, type);
  }

  /// @param goType Go's name of the type, such as `v1.PullPolicy` or `[]string`
  private static Optional<String> error(Object value, SchemaType type, String goType) {
    if (value == JsonNull.NULL) {
      return Optional.empty();
    }
    return switch (type) {
      case ObjectType object ->
          value instanceof JsonObject fields
              ? fields(fields, object)
              : Optional.of("cannot restore struct from: " + kind(value));
      case MapType(SchemaType values) ->
          value instanceof JsonObject entries
              ? first(entries.stream().map(entry -> error(entry.getValue(), values, inner(goType))))
              : Optional.of("cannot restore map from " + kind(value));
      case ListType(SchemaType items, _) ->
          value instanceof JsonArray list
              ? first(list.stream().map(item -> error(item, items, inner(goType))))
              : Optional.of("cannot restore slice from " + kind(value));
      case Scalar scalar -> scalar(value, scalar, goType);
      case FreeForm _ -> Optional.empty();
    };
  }

  private static Optional<String> fields(JsonObject object, ObjectType type) {
    for (Field field : type.fields()) {
      Object value = object.get(field.name());
      Optional<String> error =
          value == null ? Optional.empty() : error(value, field.type(), field.goType());
      if (error.isPresent()) {
        return error;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(java.util.stream.Stream<Optional<String>> errors) {
    return errors.flatMap(Optional::stream).findFirst();
  }

  /// What a list or map of Go's holds.
  private static String inner(String goType) {
    return goType.substring(goType.indexOf(']') + 1);
  }

  private static Optional<String> scalar(Object value, Scalar type, String goType) {
    return switch (type) {
      case STRING ->
          value instanceof String
              ? Optional.empty()
              : Optional.of(
                  value instanceof Long
                      ? "cannot convert int64 to " + goType
                      : "unrecognized type: string");
      case BOOLEAN ->
          value instanceof Boolean ? Optional.empty() : Optional.of("unrecognized type: bool");
      case INT32, INT64 -> integer(value, type);
      case DOUBLE ->
          value instanceof Number
              ? Optional.empty()
              : Optional.of("unrecognized type: " + type.goType());
      case BYTES -> bytes(value);
      case QUANTITY, TIME, MICRO_TIME, DURATION, INT_OR_STRING -> Optional.empty();
    };
  }

  private static Optional<String> integer(Object value, Scalar type) {
    if (value instanceof Long || value instanceof Double d && d == Math.rint(d)) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof Number
            ? "cannot convert float64 to " + type.goType()
            : "unrecognized type: " + type.goType());
  }

  private static Optional<String> bytes(Object value) {
    if (!(value instanceof String text)) {
      return Optional.of("cannot restore slice from " + kind(value));
    }
    try {
      Base64.getDecoder().decode(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "error decoding from json: illegal base64 data at input byte " + firstBad(text));
    }
  }

  /// Where Go's decoder stops: at the first character outside the alphabet, or at the end.
  private static int firstBad(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean good = c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
      if (!good) {
        return i;
      }
    }
    return text.length() / 4 * 4;
  }

  /// The Go type of a decoded JSON value.
  static String goType(Object value) {
    return switch (value) {
      case JsonObject _ -> "map[string]interface {}";
      case JsonArray _ -> "[]interface {}";
      case JsonNull _ -> "%!s(<nil>)";
      default -> kind(value);
    };
  }

  private static String kind(Object value) {
    return switch (value) {
      case JsonObject _ -> "map";
      case JsonArray _ -> "slice";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Long _ -> "int64";
      default -> "float64";
    };
  }
}
