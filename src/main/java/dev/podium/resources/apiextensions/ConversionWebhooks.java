package dev.podium.resources.apiextensions;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Has objects converted by the webhook that their definition names.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/conversion/webhook_converter.go.
///
/// @param uids gives every request its own
public record ConversionWebhooks(Caller caller, Supplier<String> uids) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
  private static final String GROUP = "apiextensions.k8s.io/";

  /// Calls a webhook.
  @FunctionalInterface
  public interface Caller {
    /// @param client where it is, a `clientConfig`
    /// @return the body of its answer
    /// @throws IOException in the words of Go's HTTP client
    byte[] post(JsonObject client, byte[] body, Duration timeout) throws IOException;
  }

  /// The way between the versions of a definition.
  CustomVersions.Conversion of(ApiObject definition) {
    JsonObject conversion = definition.spec().object("conversion");
    return conversion.string("strategy").equals("Webhook")
        ? (object, apiVersion) -> convert(conversion.object("webhook"), object, apiVersion)
        : CustomVersions.Conversion.NONE;
  }

  private ApiObject convert(JsonObject webhook, ApiObject object, String apiVersion) {
    String failed = "conversion webhook for " + object.groupVersionKind() + " failed: ";
    String uid = uids.get();
    String reviewVersion = reviewVersion(webhook);
    JsonObject answer;
    try {
      byte[] body =
          caller.post(
              webhook.object("clientConfig"),
              Json.bytes(review(reviewVersion, uid, object, apiVersion)),
              PATIENCE);
      answer = Json.parseObject(body);
    } catch (IOException | RuntimeException e) {
      throw refusal(failed + e.getMessage());
    }
    fault(answer, reviewVersion, uid)
        .ifPresent(why -> {
          throw refusal(failed + why);
        });
    return converted(object, answer.objects("response", "convertedObjects"), apiVersion);
  }

  private static String reviewVersion(JsonObject webhook) {
    return webhook.strings("conversionReviewVersions").stream()
        .filter(REVIEW_VERSIONS::contains)
        .findFirst()
        .orElse(REVIEW_VERSIONS.getFirst());
  }

  private static JsonObject review(
      String reviewVersion, String uid, ApiObject object, String apiVersion) {
    return JsonObject.of(
        "kind",
        "ConversionReview",
        "apiVersion",
        GROUP + reviewVersion,
        "request",
        JsonObject.of(
            "uid", uid, "desiredAPIVersion", apiVersion, "objects", List.of(object.root())));
  }

  /// Why an answer is none.
  private static Optional<String> fault(JsonObject answer, String reviewVersion, String uid) {
    String wanted = GROUP + reviewVersion;
    boolean asked =
        answer.string("kind").equals("ConversionReview")
            && answer.string("apiVersion").equals(wanted);
    if (reviewVersion.equals("v1") && !asked) {
      return Optional.of(
          "expected webhook response of %s, Kind=ConversionReview, got %s, Kind=%s"
              .formatted(wanted, answer.string("apiVersion"), answer.string("kind")));
    }
    Optional<JsonObject> response = answer.findObject("response");
    if (response.isEmpty()) {
      return Optional.of("no response provided");
    }
    if (reviewVersion.equals("v1") && !response.get().string("uid").equals(uid)) {
      return Optional.of(
          "expected response.uid=%s, got %s"
              .formatted(GoText.quote(uid), GoText.quote(response.get().string("uid"))));
    }
    String status = response.get().string("result", "status");
    if (status.equals("Success")) {
      return Optional.empty();
    }
    String message = response.get().string("result", "message");
    return Optional.of(
        message.isEmpty() ? "response.result.status was '" + status + "', not 'Success'" : message);
  }

  private static ApiObject converted(
      ApiObject object, List<JsonObject> answered, String apiVersion) {
    String webhook = "conversion webhook for " + object.groupVersionKind() + " returned ";
    if (answered.size() != 1) {
      throw refusal(webhook + answered.size() + " objects, expected 1");
    }
    ApiObject converted = ApiObject.of(answered.getFirst());
    expect(webhook, "groupVersion", apiVersion, converted.apiVersion());
    expect(webhook, "kind", object.kind(), converted.kind());
    same(webhook, "name", object.name(), converted.name());
    same(webhook, "namespace", object.namespace(), converted.namespace());
    same(webhook, "UID", object.uid(), converted.uid());
    return converted.with(
        "metadata",
        ConvertedMetadata.of(
            object, converted, fault -> refusal(webhook + "invalid metadata: " + fault)));
  }

  private static void expect(String webhook, String what, String wanted, String found) {
    if (!wanted.equals(found)) {
      throw refusal(
          "%sinvalid object at index 0: invalid %s (expected %s, received %s)"
              .formatted(webhook, what, wanted, found));
    }
  }

  private static void same(String webhook, String what, String before, String after) {
    if (!before.equals(after)) {
      throw refusal(
          "%sinvalid object: must have the same %s: %s != %s"
              .formatted(webhook, what, before, after));
    }
  }

  private static ApiException refusal(String message) {
    return ApiException.of(500, "", message);
  }
}
