package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoJson;
import dev.podium.object.GroupKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A patch that a client sent, decoded, to be tried on an object as often as writes collide.
///
/// Upstream: apiserver/pkg/endpoints/handlers/patch.go, whose `patchMechanism` has the same three
/// implementations; server-side apply is [FieldManager]'s.
public sealed interface Patch permits JsonPatch, MergePatch, StrategicMergePatch {
  /// The object after the patch, in the version that the patch was written for.
  ///
  /// @throws ApiException where the patch does not fit the object
  JsonObject applyTo(JsonObject current);

  /// What strict decoding finds wrong with the patch itself, such as fields given twice: warnings,
  /// or with `fieldValidation=Strict` part of a [#refusal].
  List<String> strictErrors();

  /// The 422 for a result that does not decode into the kind, or that strict decoding refuses.
  ///
  /// @param patched what [#applyTo] gave
  ApiException refusal(JsonObject patched, String why);

  /// The patch as JSON; the complaint about what is no JSON at all begins with `prefix`.
  static Json.Parsed parse(byte[] utf8, String prefix) {
    GoJson.syntaxError(utf8)
        .ifPresent(why -> {
          throw ApiException.badRequest(prefix + why);
        });
    return Json.read(utf8);
  }

  static ApiException invalid(String value, String why) {
    return ApiException.invalid(
        new GroupKind("", ""), "", List.of(FieldError.invalid(FieldPath.of("patch"), value, why)));
  }

  /// As [#invalid], for a result that Go holds as a map of raw texts: its fields stand sorted.
  static ApiException invalid(JsonObject patched, String why) {
    return invalid(JsonObject.of(new TreeMap<>(fields(patched))).toString(), why);
  }

  private static Map<String, Object> fields(JsonObject object) {
    Map<String, Object> fields = HashMap.newHashMap(object.size());
    object.forEach(fields::put);
    return fields;
  }

  /// What upstream makes of an error that is about the patch and the object together: the cause is
  /// not told.
  static ApiException unprocessable() {
    return ApiException.of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        JsonObject.EMPTY);
  }
}
