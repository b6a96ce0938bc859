package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON merge patch (RFC 7386).
///
/// Upstream: evanphx/json-patch v4, merge.go. It differs from the RFC in one thing: nulls inside
/// the lists of what is added are dropped too.
public final class MergePatch implements Patch {
  private final JsonObject patch;
  private final List<String> strictErrors;

  private MergePatch(JsonObject patch, List<String> strictErrors) {
    this.patch = patch;
    this.strictErrors = strictErrors;
  }

  /// @param strict whether unknown and repeated fields are looked for (`fieldValidation` other than
  ///   Ignore), which decides the words of a 400 too
  public static MergePatch decode(byte[] utf8, boolean strict) {
    Json.Parsed parsed =
        strict ? Patch.parse(utf8, "error decoding patch: ") : parseLeniently(utf8);
    return switch (parsed.value()) {
      case JsonObject object ->
          new MergePatch(
              object,
              parsed.duplicates().stream()
                  .map(path -> "duplicate field \"" + path + "\"")
                  .toList());
      case JsonArray list when !strict ->
          throw Patch.invalid(
              list.toString(), "couldn't get version/kind; json parse error: " + Go.TYPE_META);
      case Object other when strict && other != JsonNull.NULL ->
          throw ApiException.badRequest(
              "error decoding patch: " + GoJson.mismatch(other, "map[string]interface {}"));
      case Object _ -> throw ApiException.badRequest(Go.BAD_PATCH);
    };
  }

  private static Json.Parsed parseLeniently(byte[] utf8) {
    if (GoJson.syntaxError(utf8).isPresent()) {
      throw ApiException.badRequest(Go.BAD_PATCH);
    }
    return new Json.Parsed(Json.parse(utf8), List.of());
  }

  @Override
  public JsonObject applyTo(JsonObject current) {
    return merge(current, patch);
  }

  @Override
  public List<String> strictErrors() {
    return strictErrors;
  }

  @Override
  public ApiException refusal(JsonObject patched, String why) {
    return Patch.invalid(patched, why);
  }

  private static JsonObject merge(JsonObject current, JsonObject patch) {
    Map<String, Object> merged = LinkedHashMap.newLinkedHashMap(current.size() + patch.size());
    current.forEach(merged::put);
    patch.forEach((key, value) -> {
      if (value == JsonNull.NULL) {
        merged.remove(key);
      } else {
        merged.put(key, merge(merged.getOrDefault(key, JsonNull.NULL), value));
      }
    });
    return JsonObject.of(merged);
  }

  private static Object merge(Object current, Object patch) {
    return switch (current) {
      case JsonObject object when patch instanceof JsonObject fields -> merge(object, fields);
      case JsonObject _ -> patch;
      default -> withoutNulls(patch);
    };
  }

  private static Object withoutNulls(Object value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, Object> kept = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((key, field) -> {
          if (field != JsonNull.NULL) {
            kept.put(key, withoutNulls(field));
          }
        });
        yield JsonObject.of(kept);
      }
      case JsonArray array -> {
        List<Object> kept = new ArrayList<>(array.size());
        for (Object item : array) {
          if (item != JsonNull.NULL) {
            kept.add(withoutNulls(item));
          }
        }
        yield JsonArray.of(kept);
      }
      default -> value;
    };
  }

  /// Texts of upstream's that appear in more than one place.
  private static final class Go {
    static final String BAD_PATCH = "Invalid JSON Patch";
    static final String TYPE_META =
        "json: cannot unmarshal array into Go value of type struct { APIVersion string "
            + "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";
  }
}
