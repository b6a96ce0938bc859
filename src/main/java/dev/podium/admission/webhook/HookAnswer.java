package dev.podium.admission.webhook;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;

/// What a webhook answered.
///
/// Upstream: VerifyAdmissionResponse in apiserver's
/// admission/plugin/webhook/request/admissionreview.go, and ToStatusErr in webhook/errors.
///
/// @param patch the operations of a JSON patch; empty where there is none
record HookAnswer(boolean allowed, JsonObject status, List<String> warnings, JsonArray patch) {
  private static final int BAD_REQUEST = 400;

  /// @param mutating whether a patch is looked at
  /// @throws HookFailure in upstream's words
  static HookAnswer read(byte[] body, String version, String uid, boolean mutating)
      throws HookFailure {
    JsonObject review = parse(body);
    String wanted = "admission.k8s.io/" + version;
    if (!review.string("apiVersion").equals(wanted)
        || !review.string("kind").equals("AdmissionReview")) {
      throw invalid(
          "expected webhook response of %s, Kind=AdmissionReview, got %s, Kind=%s"
              .formatted(wanted, review.string("apiVersion"), review.string("kind")));
    }
    JsonObject response =
        review.findObject("response").orElseThrow(() -> invalid("webhook response was absent"));
    if (version.equals("v1") && !response.string("uid").equals(uid)) {
      throw invalid(
          "expected response.uid=%s, got %s"
              .formatted(GoText.quote(uid), GoText.quote(response.string("uid"))));
    }
    return new HookAnswer(
        response.bool("allowed"),
        response.object("status"),
        response.strings("warnings"),
        mutating ? patch(response, version) : JsonArray.EMPTY);
  }

  private static HookFailure invalid(String why) {
    return new HookFailure("received invalid webhook response: " + why);
  }

  private static JsonObject parse(byte[] body) throws HookFailure {
    try {
      if (Json.parse(body) instanceof JsonObject review) {
        return review;
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new HookFailure(
        "failed to call webhook: couldn't get version/kind; json parse error: invalid JSON");
  }

  private static JsonArray patch(JsonObject response, String version) throws HookFailure {
    String type = response.string("patchType");
    String text = response.string("patch");
    if (text.isEmpty()) {
      if (!type.isEmpty() && version.equals("v1")) {
        throw invalid("webhook returned response.patchType but not response.patch");
      }
      return JsonArray.EMPTY;
    }
    if (type.isEmpty() && version.equals("v1")) {
      throw invalid("webhook returned response.patch but not response.patchType");
    }
    if (!type.isEmpty() && !type.equals("JSONPatch")) {
      throw invalid("invalid webhook response.patchType of %s".formatted(GoText.quote(type)));
    }
    try {
      Object operations = Json.parse(Base64.getDecoder().decode(text));
      if (operations instanceof JsonArray list) {
        return list;
      }
      if (operations instanceof JsonNull) {
        return JsonArray.EMPTY;
      }
    } catch (JacksonException | IllegalArgumentException _) {
      // Said below.
    }
    throw new HookFailure("received undecodable patch in webhook response: invalid JSON patch");
  }

  /// The refusal of a webhook that does not allow a request.
  ApiException refusal(String webhook) {
    String by = "admission webhook " + GoText.quote(webhook) + " denied the request";
    String message = status.string("message");
    String reason = status.string("reason");
    int code = (int) Math.max(status.integer("code"), BAD_REQUEST);
    String text =
        !message.isEmpty()
            ? by + ": " + message
            : !reason.isEmpty() ? by + ": " + reason : by + " without explanation";
    return status
        .findObject("details")
        .map(details -> ApiException.of(code, reason, text, details))
        .orElseGet(() -> ApiException.of(code, reason, text));
  }
}
