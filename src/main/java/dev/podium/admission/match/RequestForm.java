package dev.podium.admission.match;

import dev.podium.admission.AdmissionRequest;
import dev.podium.auth.UserInfo;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.Optional;

/// A request as admission.k8s.io/v1 describes it, without its objects.
///
/// Upstream: CreateAdmissionRequest in apiserver's admission/plugin/cel/condition.go and
/// admission/plugin/webhook/request/admissionreview.go.
public final class RequestForm {
  private RequestForm() {}

  /// @param matched the kind in which the object is shown
  public static JsonObject of(AdmissionRequest request, Kinds.Kind matched) {
    JsonObject kind = kind(matched.kind());
    JsonObject resource = resource(matched.resource(), matched.version());
    return JsonObject.EMPTY.edit(draft -> {
      draft.set("kind", kind);
      draft.set("resource", resource);
      setIfAny(draft, "subResource", request.subresource());
      draft.set("requestKind", kind(request.kind()));
      draft.set("requestResource", resource(request.resource(), request.version()));
      setIfAny(draft, "requestSubResource", request.subresource());
      setIfAny(draft, "name", request.name());
      setIfAny(draft, "namespace", request.namespace());
      draft.set("operation", request.operation().name());
      draft.set("userInfo", user(request.user()));
      draft.set("dryRun", request.dryRun());
      options(request).ifPresent(options -> draft.set("options", options));
    });
  }

  private static void setIfAny(ObjectDraft draft, String field, String value) {
    if (!value.isEmpty()) {
      draft.set(field, value);
    }
  }

  private static JsonObject kind(GroupVersionKind kind) {
    return JsonObject.of("group", kind.group(), "version", kind.version(), "kind", kind.kind());
  }

  private static JsonObject resource(GroupResource resource, String version) {
    return JsonObject.of(
        "group", resource.group(), "version", version, "resource", resource.resource());
  }

  private static JsonObject user(UserInfo user) {
    return JsonObject.EMPTY.edit(draft -> {
      setIfAny(draft, "username", user.name());
      setIfAny(draft, "uid", user.uid());
      if (!user.groups().isEmpty()) {
        draft.set("groups", user.groups());
      }
      if (!user.extra().isEmpty()) {
        draft.set("extra", user.extra());
      }
    });
  }

  /// Upstream's patch handler too has its write admitted as a creation or an update.
  private static Optional<JsonObject> options(AdmissionRequest request) {
    String operation =
        switch (request.operation()) {
          case CREATE -> "Create";
          case UPDATE -> "Update";
          case DELETE -> "Delete";
          case CONNECT -> "";
        };
    return operation.isEmpty()
        ? Optional.empty()
        : Optional.of(
            request
                .options()
                .with("kind", operation + "Options")
                .with("apiVersion", "meta.k8s.io/v1"));
  }
}
