package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.List;
import java.util.Optional;

/// How OpenAPI names types, and the zero values that v3 tells as defaults.
final class OpenApiTypes {
  private OpenApiTypes() {}

  /// The type of a scalar that has no definition of its own.
  static JsonObject inline(Scalar scalar) {
    return switch (scalar) {
      case STRING, DURATION -> type("string");
      case BYTES -> typed("string", "byte");
      case BOOLEAN -> type("boolean");
      case INT32 -> typed("integer", "int32");
      case INT64 -> typed("integer", "int64");
      case DOUBLE -> typed("number", "double");
      case QUANTITY, TIME, MICRO_TIME, INT_OR_STRING -> JsonObject.EMPTY;
    };
  }

  /// The body of a scalar's own definition.
  static JsonObject definition(Scalar scalar, Dialect dialect) {
    return switch (scalar) {
      case TIME, MICRO_TIME -> typed("string", "date-time");
      case QUANTITY ->
          dialect == Dialect.V2
              ? type("string")
              : JsonObject.of("oneOf", List.of(type("string"), type("number")));
      case INT_OR_STRING ->
          dialect == Dialect.V2
              ? typed("string", "int-or-string")
              : JsonObject.of(
                  "format", "int-or-string", "oneOf", List.of(type("integer"), type("string")));
      default -> inline(scalar);
    };
  }

  /// The body of a free form's own definition.
  static JsonObject definition(FreeForm form) {
    return switch (form) {
      case RAW_EXTENSION, FIELDS_V1, PATCH -> type("object");
      case ANY, JSON, SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS -> JsonObject.EMPTY;
    };
  }

  /// What the schema tells as a field's default because Go's encoder writes it anyway.
  static Optional<Object> zero(Field field) {
    return switch (field.empty()) {
      case STRUCT, ZERO -> zero(field.type());
      case OMITTED, UNSET, NULL -> Optional.empty();
    };
  }

  /// The zero value of an item; types that marshal themselves have none.
  static Optional<Object> zero(SchemaType type) {
    return switch (type) {
      case ObjectType _ -> Optional.of(JsonObject.EMPTY);
      case MapType _, ListType _, FreeForm _ -> Optional.empty();
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> Optional.of("");
            case BOOLEAN -> Optional.of(false);
            case INT32, INT64, DOUBLE -> Optional.of(0L);
            case BYTES, DURATION, QUANTITY, TIME, MICRO_TIME, INT_OR_STRING -> Optional.empty();
          };
    };
  }

  private static JsonObject type(String name) {
    return JsonObject.of("type", name);
  }

  private static JsonObject typed(String type, String format) {
    return JsonObject.of("type", type, "format", format);
  }
}
