package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;

/// Nodes take no pods before they have been found ready.
///
/// Upstream: plugin/pkg/admission/nodetaint.
final class NewNodeTaint implements AdmissionStep {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";

  @Override
  public String name() {
    return "TaintNodesByCondition";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject node) {
    boolean tainted =
        node.spec().objects("taints").stream()
            .anyMatch(taint ->
                taint.string("key").equals(NOT_READY)
                    && taint.string("effect").equals("NoSchedule"));
    if (!request.isFor("nodes") || request.operation() != Operation.CREATE || tainted) {
      return node;
    }
    JsonObject taint = JsonObject.of("key", NOT_READY, "effect", "NoSchedule");
    return node.editSpec(spec -> spec.set("taints", node.spec().array("taints").plus(taint)));
  }
}
