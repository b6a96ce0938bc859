package dev.podium.schema.protobuf;

import dev.podium.object.Json;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads protobuf messages into the JSON that they stand for, zeros included: which of those Go
/// would leave out, the decoder of JSON trees knows.
///
/// Upstream: the generated.pb.go of every API package; for the special types
/// apimachinery/pkg/apis/meta/v1/time_proto.go, pkg/util/intstr and pkg/api/resource.
public final class ProtobufReader {
  private ProtobufReader() {}

  /// @throws ProtobufException where the bytes are no such message
  public static JsonObject read(ObjectType type, byte[] message) {
    return object(type, ProtobufInput.of(message));
  }

  private static JsonObject object(ObjectType type, ProtobufInput in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    read(MessageLayout.of(type), in, fields);
    return JsonObject.of(fields);
  }

  private static void read(MessageLayout layout, ProtobufInput in, Map<String, Object> fields) {
    while (in.hasMore()) {
      int number = in.field();
      MessageLayout inner = layout.embedded().get(number);
      Field field = layout.fields().get(number);
      if (inner != null) {
        read(inner, in.message(), fields);
      } else if (field != null) {
        read(field, in, fields);
      } else {
        in.skip();
      }
    }
  }

  private static void read(Field field, ProtobufInput in, Map<String, Object> fields) {
    boolean wrapped = field.protobuf().orElseThrow().wrapped();
    Object before = fields.get(field.name());
    switch (field.type()) {
      case ListType(SchemaType items, _) when wrapped ->
          fields.put(field.name(), wrappedList(items, in.message()));
      case ListType(SchemaType items, _) -> addTo(list(before), items, in, field, fields);
      case MapType(SchemaType values) -> {
        Map<String, Object> map = before instanceof Map<?, ?> m ? cast(m) : new LinkedHashMap<>();
        entry(values, in.message(), map);
        fields.put(field.name(), map);
      }
      default -> {
        Object value = value(field.type(), in);
        fields.put(field.name(), value == null ? JsonNull.NULL : value);
      }
    }
  }

  private static void addTo(
      List<Object> list,
      SchemaType items,
      ProtobufInput in,
      Field field,
      Map<String, Object> fields) {
    boolean integers = items == Scalar.INT32 || items == Scalar.INT64;
    if (integers && in.isPacked()) {
      ProtobufInput packed = in.message();
      while (packed.hasMore()) {
        list.add(packed.varint());
      }
    } else {
      Object value = value(items, in);
      list.add(value == null ? JsonNull.NULL : value);
    }
    fields.put(field.name(), list);
  }

  private static List<Object> wrappedList(SchemaType items, ProtobufInput in) {
    List<Object> list = new ArrayList<>();
    while (in.hasMore()) {
      if (in.field() == 1) {
        Object value = value(items, in);
        list.add(value == null ? JsonNull.NULL : value);
      } else {
        in.skip();
      }
    }
    return list;
  }

  private static void entry(SchemaType values, ProtobufInput in, Map<String, Object> map) {
    String key = "";
    Object value = null;
    while (in.hasMore()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 ->
            value =
                values instanceof ListType(SchemaType items, _)
                    ? wrappedList(items, in.message())
                    : value(values, in);
        default -> in.skip();
      }
    }
    map.put(key, value == null ? empty(values) : value);
  }

  private static Object empty(SchemaType type) {
    return type == Scalar.STRING || type == Scalar.BYTES ? "" : JsonNull.NULL;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(@Nullable Object before) {
    return before instanceof List<?> list ? (List<Object>) list : new ArrayList<>();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private static @Nullable Object value(SchemaType type, ProtobufInput in) {
    return switch (type) {
      case ObjectType object -> object(object, in.message());
      case Scalar scalar -> scalar(scalar, in);
      case FreeForm form -> freeForm(form, in.message());
      case ListType _, MapType _ -> throw new ProtobufException("proto: list within a list");
    };
  }

  private static @Nullable Object scalar(Scalar scalar, ProtobufInput in) {
    return switch (scalar) {
      case STRING -> in.string();
      case BYTES -> Base64.getEncoder().encodeToString(in.bytes());
      case BOOLEAN -> in.integer() != 0;
      case INT32 -> (long) (int) in.integer();
      case INT64 -> in.integer();
      case DOUBLE -> in.number();
      case QUANTITY -> quantity(in.message());
      case TIME -> time(in.message(), false);
      case MICRO_TIME -> time(in.message(), true);
      case DURATION -> duration(in.message());
      case INT_OR_STRING -> intOrString(in.message());
    };
  }

  private static String quantity(ProtobufInput in) {
    String text = "0";
    while (in.hasMore()) {
      if (in.field() == 1) {
        text = in.string();
      } else {
        in.skip();
      }
    }
    return text;
  }

  /// No bytes at all are the zero time, which JSON has as null.
  private static @Nullable String time(ProtobufInput in, boolean micro) {
    if (!in.hasMore()) {
      return null;
    }
    long seconds = 0;
    long nanos = 0;
    while (in.hasMore()) {
      switch (in.field()) {
        case 1 -> seconds = in.integer();
        case 2 -> nanos = in.integer();
        default -> in.skip();
      }
    }
    try {
      Instant time = Instant.ofEpochSecond(seconds, nanos);
      return micro ? Timestamps.formatMicro(time) : Timestamps.format(time);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProtobufException("proto: time out of range");
    }
  }

  private static String duration(ProtobufInput in) {
    long nanos = 0;
    while (in.hasMore()) {
      if (in.field() == 1) {
        nanos = in.integer();
      } else {
        in.skip();
      }
    }
    Duration duration = Duration.ofNanos(nanos);
    return duration.toSeconds() + "s";
  }

  private static Object intOrString(ProtobufInput in) {
    long kind = 0;
    long number = 0;
    String text = "";
    while (in.hasMore()) {
      switch (in.field()) {
        case 1 -> kind = in.integer();
        case 2 -> number = (int) in.integer();
        case 3 -> text = in.string();
        default -> in.skip();
      }
    }
    return kind == 0 ? (Object) number : text;
  }

  private static @Nullable Object freeForm(FreeForm form, ProtobufInput in) {
    return switch (form) {
      case ANY, RAW_EXTENSION, FIELDS_V1, PATCH, JSON -> jsonText(form, in);
      case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS -> union(form, in);
    };
  }

  /// A schema, or what else may stand in its place: several, a boolean, names of properties.
  private static Object union(FreeForm form, ProtobufInput in) {
    List<Object> several = new ArrayList<>();
    Object one = JsonNull.NULL;
    while (in.hasMore()) {
      int number = in.field();
      if (form == FreeForm.SCHEMA_OR_BOOL && number == 1) {
        boolean allows = in.integer() != 0;
        one = one == JsonNull.NULL ? (Object) allows : one;
      } else if (form == FreeForm.SCHEMA_OR_STRINGS && number == 2) {
        several.add(in.string());
      } else if (form == FreeForm.SCHEMA_OR_ARRAY && number == 2) {
        several.add(object(SchemaUnions.schema(), in.message()));
      } else {
        one = object(SchemaUnions.schema(), in.message());
      }
    }
    return several.isEmpty() ? one : several;
  }

  /// JSON text in field 1.
  private static @Nullable Object jsonText(FreeForm form, ProtobufInput in) {
    byte[] raw = new byte[0];
    while (in.hasMore()) {
      if (in.field() == 1) {
        raw = in.bytes();
      } else {
        in.skip();
      }
    }
    if (raw.length == 0) {
      return null;
    }
    try {
      return in.bounded(Json.parse(raw));
    } catch (JacksonException e) {
      throw new ProtobufException("proto: " + form + " holds no JSON");
    }
  }
}
