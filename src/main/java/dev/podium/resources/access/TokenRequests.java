package dev.podium.resources.access;

import dev.podium.auth.TokenAuthenticator;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens.Bound;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// POST to a ServiceAccount's `token`: makes a token.
///
/// Upstream: pkg/registry/core/serviceaccount/storage/token.go and
/// pkg/apis/authentication/validation.
public final class TokenRequests implements Subresource.Operation {
  private static final GroupKind KIND = new GroupKind("authentication.k8s.io", "TokenRequest");
  private static final FieldPath EXPIRATION = FieldPath.of("spec", "expirationSeconds");
  private static final long USUAL_SECONDS = 3600;
  private static final long LEAST_SECONDS = 600;
  private static final long MOST_SECONDS = 1L << 32;

  private final ServiceAccountTokens tokens;

  public TokenRequests(ServiceAccountTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public ApiObject perform(
      ResourceService service,
      String namespace,
      String name,
      ApiObject request,
      WriteContext context) {
    requireSameName(request, name);
    ApiObject account = get(service, "ServiceAccount", namespace, name);
    long seconds = request.spec().findLong("expirationSeconds").orElse(USUAL_SECONDS);
    requireLifetime(seconds);
    List<String> asked = request.spec().strings("audiences");
    List<String> audiences = asked.isEmpty() ? TokenAuthenticator.API_AUDIENCES : asked;
    JsonObject reference = request.spec().object("boundObjectRef");
    List<Bound> bound =
        reference.isEmpty() ? List.of() : bound(service, namespace, name, reference);
    String token = tokens.issue(account, audiences, Duration.ofSeconds(seconds), bound);
    Instant end = context.now().plusSeconds(seconds);
    return request
        .editMetadata(metadata ->
            metadata
                .set("name", name)
                .set("namespace", namespace)
                .set("uid", account.uid())
                .set("creationTimestamp", Timestamps.format(context.now())))
        .with(
            "spec",
            JsonObject.of(
                "audiences",
                audiences,
                "expirationSeconds",
                seconds,
                "boundObjectRef",
                reference.isEmpty() ? JsonNull.NULL : reference))
        .with(
            "status", JsonObject.of("token", token, "expirationTimestamp", Timestamps.format(end)));
  }

  private static void requireSameName(ApiObject request, String name) {
    if (!request.name().isEmpty() && !request.name().equals(name)) {
      FieldError error =
          FieldError.invalid(
              FieldPath.of("metadata", "name"),
              request.name(),
              "must match the service account name if specified");
      throw ApiException.invalid(KIND, name, List.of(error));
    }
  }

  private static void requireLifetime(long seconds) {
    String problem =
        seconds < LEAST_SECONDS
            ? "may not specify a duration less than 10 minutes"
            : "may not specify a duration larger than 2^32 seconds";
    if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
      throw ApiException.invalid(
          KIND, "", List.of(FieldError.invalid(EXPIRATION, seconds, problem)));
    }
  }

  /// What the token dies with, a pod's node besides.
  private static List<Bound> bound(
      ResourceService service, String namespace, String account, JsonObject reference) {
    GroupVersionKind kind =
        GroupVersionKind.of(reference.string("apiVersion"), reference.string("kind"));
    List<Bound> bound = new ArrayList<>();
    if (!kind.group().isEmpty() || !List.of("Pod", "Secret", "Node").contains(kind.kind())) {
      throw ApiException.badRequest(
          "cannot bind token to object of type %s/%s, Kind=%s"
              .formatted(kind.group(), kind.version(), kind.kind()));
    }
    ApiObject object = get(service, kind.kind(), namespace, reference.string("name"));
    bound.add(
        new Bound(kind.kind().toLowerCase(java.util.Locale.ROOT), object.name(), object.uid()));
    if (kind.kind().equals("Pod")) {
      requireSameAccount(object, account);
      String node = object.spec().string("nodeName");
      if (!node.isEmpty()) {
        bound.add(
            new Bound("node", node, find(service, "Node", node).map(ApiObject::uid).orElse("")));
      }
    }
    requireSameUid(reference, object);
    return bound;
  }

  private static void requireSameAccount(ApiObject pod, String account) {
    if (!pod.spec().string("serviceAccountName").equals(account)) {
      throw ApiException.badRequest(
          "cannot bind token for serviceaccount "
              + GoText.quote(account)
              + " to pod running with different serviceaccount name.");
    }
  }

  private static void requireSameUid(JsonObject reference, ApiObject object) {
    String uid = reference.string("uid");
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw ApiException.conflict(
          new GroupResource("", reference.string("kind")),
          object.name(),
          "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
              .formatted(uid));
    }
  }

  private static ApiObject get(
      ResourceService service, String kind, String namespace, String name) {
    return service.get(
        service.catalog().require(new GroupVersionKind("", "v1", kind)), namespace, name);
  }

  private static java.util.Optional<ApiObject> find(
      ResourceService service, String kind, String name) {
    return service.find(service.catalog().require(new GroupVersionKind("", "v1", kind)), "", name);
  }
}
