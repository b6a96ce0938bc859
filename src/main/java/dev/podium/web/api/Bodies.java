package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoJson;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.patch.Patch;
import dev.podium.web.media.Encoding;
import java.util.List;
import java.util.Optional;

/// Reads the objects that requests carry.
final class Bodies {
  /// The form that a body says it has.
  ///
  /// @throws ApiException 415
  static Encoding encoding(Exchange exchange) {
    String type = exchange.header("Content-Type");
    if (type.isEmpty()) {
      return Encoding.JSON;
    }
    String bare = type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    for (Encoding encoding : Encoding.values()) {
      if (encoding.mediaType().equals(bare)) {
        return encoding;
      }
    }
    throw ApiException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + Encoding.OBJECT_TYPES);
  }

  ApiObject read(
      GroupVersionKind expected,
      Encoding encoding,
      byte[] body,
      FieldValidation validation,
      Exchange exchange) {
    Optional<String> error = GoJson.syntaxError(body);
    if (error.isPresent()) {
      throw ApiException.badRequest(error.get());
    }
    JsonObject root = Json.parseObject(body);
    JsonObject typed = JsonObject.of("kind", expected.kind(), "apiVersion", expected.apiVersion());
    for (String key : root.keys()) {
      if (!key.equals("kind") && !key.equals("apiVersion")) {
        typed = typed.with(key, java.util.Objects.requireNonNull(root.get(key)));
      }
    }
    return ApiObject.of(typed);
  }

  /// The object that a patch gave, as if it had been sent whole; what does not decode is the
  /// patch's fault.
  ApiObject patched(
      GroupVersionKind expected,
      Patch patch,
      JsonObject result,
      FieldValidation validation,
      Exchange exchange) {
    List<String> strictErrors = patch.strictErrors();
    if (validation == FieldValidation.STRICT && !strictErrors.isEmpty()) {
      throw patch.refusal(result, "strict decoding error: " + String.join(", ", strictErrors));
    }
    if (validation == FieldValidation.WARN) {
      strictErrors.forEach(exchange.warnings());
    }
    return ApiObject.of(result);
  }

  /// The object that an apply gave, as if it had been sent whole.
  ApiObject applied(GroupVersionKind expected, ApiObject merged, Exchange exchange) {
    return merged;
  }
}
