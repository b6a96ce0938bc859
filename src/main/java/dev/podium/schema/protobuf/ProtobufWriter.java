package dev.podium.schema.protobuf;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Writes JSON as the protobuf messages that stand for it: fields by number, maps by key.
///
/// What the JSON does not have is left out, zeros of fields that Go holds by value too: whoever
/// reads the message gets the same object. The inverse of [ProtobufReader].
public final class ProtobufWriter {
  private ProtobufWriter() {}

  /// @param json of a type that has a protobuf form
  public static byte[] write(ObjectType type, JsonObject json) {
    return object(type, json).toByteArray();
  }

  private static ProtobufOutput object(ObjectType type, JsonObject json) {
    ProtobufOutput out = new ProtobufOutput();
    write(MessageLayout.of(type), json, out);
    return out;
  }

  private static void write(MessageLayout layout, JsonObject json, ProtobufOutput out) {
    layout
        .parts()
        .forEach((number, part) -> {
          switch (part) {
            case MessageLayout embedded -> {
              ProtobufOutput inner = new ProtobufOutput();
              write(embedded, json, inner);
              if (!inner.isEmpty()) {
                out.message(number, inner);
              }
            }
            case Field field -> {
              Object value = json.get(field.name());
              if (value != null && value != JsonNull.NULL) {
                write(number, field, value, out);
              }
            }
            default -> throw new IllegalStateException("no part of a message: " + part);
          }
        });
  }

  private static void write(int number, Field field, Object value, ProtobufOutput out) {
    boolean wrapped = field.protobuf().orElseThrow().wrapped();
    switch (field.type()) {
      case ListType(SchemaType items, _) when wrapped ->
          out.message(number, wrappedList(items, (JsonArray) value));
      case ListType(SchemaType items, _) -> {
        for (Object item : (JsonArray) value) {
          value(number, items, item, out);
        }
      }
      case MapType(SchemaType values) -> map(number, values, (JsonObject) value, out);
      default -> value(number, field.type(), value, out);
    }
  }

  private static ProtobufOutput wrappedList(SchemaType items, JsonArray list) {
    ProtobufOutput out = new ProtobufOutput();
    for (Object item : list) {
      value(1, items, item, out);
    }
    return out;
  }

  private static void map(int number, SchemaType values, JsonObject map, ProtobufOutput out) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach(sorted::put);
    sorted.forEach((key, value) -> {
      ProtobufOutput entry = new ProtobufOutput();
      entry.string(1, key);
      if (values instanceof ListType(SchemaType items, _)) {
        entry.message(2, wrappedList(items, value instanceof JsonArray a ? a : JsonArray.EMPTY));
      } else {
        value(2, values, value, entry);
      }
      out.message(number, entry);
    });
  }

  private static void value(int number, SchemaType type, Object value, ProtobufOutput out) {
    switch (type) {
      case ObjectType object ->
          out.message(number, object(object, value instanceof JsonObject o ? o : JsonObject.EMPTY));
      case Scalar scalar when value != JsonNull.NULL -> scalar(number, scalar, value, out);
      case Scalar _ -> out.bytes(number, new byte[0]);
      case FreeForm form -> out.message(number, freeForm(form, value));
      case ListType _, MapType _ -> throw new IllegalStateException("list within a list");
    }
  }

  private static void scalar(int number, Scalar scalar, Object value, ProtobufOutput out) {
    switch (scalar) {
      case STRING -> out.string(number, value.toString());
      case BYTES -> out.bytes(number, Base64.getDecoder().decode(value.toString()));
      case BOOLEAN -> out.integer(number, Boolean.TRUE.equals(value) ? 1 : 0);
      case INT32, INT64 -> out.integer(number, ((Number) value).longValue());
      case DOUBLE -> out.number(number, ((Number) value).doubleValue());
      case QUANTITY, DURATION -> {
        ProtobufOutput message = new ProtobufOutput();
        message.string(1, value.toString());
        out.message(number, message);
      }
      case TIME -> out.message(number, time(Timestamps.parse(value.toString())));
      case MICRO_TIME -> out.message(number, time(Timestamps.parseMicro(value.toString())));
      case INT_OR_STRING -> out.message(number, intOrString(value));
    }
  }

  private static ProtobufOutput time(Instant time) {
    ProtobufOutput out = new ProtobufOutput();
    out.integer(1, time.getEpochSecond());
    out.integer(2, time.getNano());
    return out;
  }

  private static ProtobufOutput intOrString(Object value) {
    ProtobufOutput out = new ProtobufOutput();
    boolean number = value instanceof Number;
    out.integer(1, number ? 0 : 1);
    out.integer(2, value instanceof Number n ? n.longValue() : 0);
    out.string(3, number ? "" : value.toString());
    return out;
  }

  private static ProtobufOutput freeForm(FreeForm form, Object value) {
    ProtobufOutput out = new ProtobufOutput();
    switch (form) {
      case ANY, RAW_EXTENSION, FIELDS_V1, PATCH, JSON -> out.bytes(1, Json.bytes(value));
      case SCHEMA_OR_ARRAY -> {
        if (value instanceof JsonArray list) {
          list.forEach(schema -> out.message(2, schema(schema)));
        } else {
          out.message(1, schema(value));
        }
      }
      case SCHEMA_OR_BOOL -> {
        out.integer(1, Boolean.FALSE.equals(value) ? 0 : 1);
        if (value instanceof JsonObject) {
          out.message(2, schema(value));
        }
      }
      case SCHEMA_OR_STRINGS -> {
        if (value instanceof JsonArray list) {
          list.forEach(property -> out.string(2, Objects.toString(property)));
        } else {
          out.message(1, schema(value));
        }
      }
    }
    return out;
  }

  private static ProtobufOutput schema(Object value) {
    return object(SchemaUnions.schema(), value instanceof JsonObject o ? o : JsonObject.EMPTY);
  }
}
