package dev.podium.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.podium.cel.ValueType.Known;
import dev.podium.cel.ValueType.ListOf;
import dev.podium.cel.ValueType.MapOf;
import dev.podium.cel.ValueType.OptionalOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Between JSON and the values that expressions compute with. Objects and lists are looked through,
/// not copied.
final class Values {
  /// How long `2024-05-01` is.
  private static final int DATE = 10;

  private Values() {}

  /// A JSON value as an expression sees it. What does not fit its type is handed on as it is: the
  /// schema's own validation speaks of that.
  static Object of(Object json, ValueType type) {
    return switch (type) {
      case Simple simple -> scalar(json, simple);
      case ListOf list ->
          json instanceof JsonArray array ? new JsonListView(array, list) : dyn(json);
      case MapOf(var values) ->
          json instanceof JsonObject object ? JsonMapView.of(object, values) : dyn(json);
      case Structure structure ->
          json instanceof JsonObject object ? JsonMapView.of(object, structure) : dyn(json);
      case Known _ -> dyn(json);
      case OptionalOf(var value) ->
          json instanceof JsonNull ? Optional.empty() : Optional.of(of(json, value));
    };
  }

  private static Object dyn(Object json) {
    return switch (json) {
      case JsonNull _ -> NullValue.NULL_VALUE;
      case JsonObject object -> JsonMapView.of(object, Simple.DYN);
      case JsonArray array -> new JsonListView(array, ListOf.of(Simple.DYN));
      case BigInteger big -> big.doubleValue();
      default -> json;
    };
  }

  private static Object scalar(Object json, Simple type) {
    return switch (type) {
      case DOUBLE -> json instanceof Number number ? (Object) number.doubleValue() : dyn(json);
      case BYTES -> json instanceof String text ? bytes(text) : dyn(json);
      case TIMESTAMP -> json instanceof String text ? timestamp(text) : dyn(json);
      case DURATION -> json instanceof String text ? duration(text) : dyn(json);
      case DYN, BOOL, INT, STRING, NULL, AUTHORIZER, RESOURCE_CHECK, OBJECT, JSON_PATCH ->
          dyn(json);
    };
  }

  private static Object bytes(String text) {
    try {
      return CelByteString.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static Object timestamp(String text) {
    return GoTimes.timestamp(text.length() == DATE ? text + "T00:00:00Z" : text)
        .<Object>map(found -> found)
        .orElse(text);
  }

  private static Object duration(String text) {
    return GoTimes.duration(text).<Object>map(found -> found).orElse(text);
  }

  /// What an expression yielded, as JSON.
  static Object toJson(Object value) {
    return switch (value) {
      case JsonView view -> view.json();
      case Map<?, ?> map -> object(map);
      case List<?> list -> JsonArray.of(list.stream().map(Values::toJson).toList());
      case NullValue _ -> JsonNull.NULL;
      case Instant time -> Timestamps.format(time);
      case Duration duration -> GoTimes.text(duration);
      case CelByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      case Optional<?> optional -> optional.<Object>map(Values::toJson).orElse(JsonNull.NULL);
      case String s -> s;
      case Boolean b -> b;
      case Long n -> n;
      case Double d -> d;
      case Number n -> n.longValue();
      default -> value.toString();
    };
  }

  static JsonObject object(Map<?, ?> map) {
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, item) -> fields.put(String.valueOf(key), toJson(item)));
    return JsonObject.of(fields);
  }
}
