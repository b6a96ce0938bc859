package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.List;
import java.util.Set;

/// Nothing is created in a namespace that is not there or is going, and some namespaces never go.
///
/// Upstream: apiserver's admission/plugin/namespace/lifecycle.
final class NamespaceLifecycle implements AdmissionStep {
  private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

  private final Store store;

  NamespaceLifecycle(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "NamespaceLifecycle";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (request.namespace().isEmpty()
        || request.resource().equals(NAMESPACES)
        || request.resource().resource().equals("localsubjectaccessreviews")) {
      return object;
    }
    ApiObject namespace =
        store
            .get(new ObjectKey(NAMESPACES, "", request.namespace()))
            .orElseThrow(() -> ApiException.notFound(NAMESPACES, request.namespace()));
    boolean going = namespace.status().string("phase").equals("Terminating");
    if (going && request.operation() == Operation.CREATE) {
      throw terminating(request);
    }
    return object;
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.operation() == Operation.DELETE
        && request.resource().equals(NAMESPACES)
        && request.subresource().isEmpty()
        && IMMORTAL.contains(request.name())) {
      throw ApiException.forbidden(NAMESPACES, request.name(), "this namespace may not be deleted");
    }
  }

  private static ApiException terminating(AdmissionRequest request) {
    String namespace = request.namespace();
    JsonObject cause =
        JsonObject.of(
            "reason",
            "NamespaceTerminating",
            "message",
            "namespace " + namespace + " is being terminated",
            "field",
            "metadata.namespace");
    return Refusal.of(
            request,
            "unable to create new content in namespace "
                + namespace
                + " because it is being terminated")
        .withDetail("causes", List.of(cause));
  }
}
