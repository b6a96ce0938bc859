package dev.podium.controllers.daemonset;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.NodeSelection;
import dev.podium.resources.pods.Tolerations;
import java.util.List;

/// Whether a set wants a pod on a node, and whether one that is there may stay.
///
/// Upstream: NodeShouldRunDaemonPod in pkg/controller/daemon/daemon_controller.go.
record Placement(boolean shouldRun, boolean mayStay) {
  private static final Placement NO = new Placement(false, false);

  static Placement of(DaemonSetView set, ApiObject node) {
    ApiObject pod = DaemonPod.make(set, node.name(), "");
    String fixed = pod.spec().string("nodeName");
    if (!fixed.isEmpty() && !fixed.equals(node.name()) || !isSelected(set, pod, node)) {
      return NO;
    }
    List<JsonObject> taints = node.spec().objects("taints");
    boolean tolerated = Tolerations.bearsAll(pod, taints);
    boolean stays =
        taints.stream()
            .filter(taint -> taint.string("effect").equals("NoExecute"))
            .allMatch(taint -> Tolerations.bears(pod, taint));
    return new Placement(tolerated, tolerated || stays);
  }

  /// By the template's own words: the pod that is made names the node in their place.
  private static boolean isSelected(DaemonSetView set, ApiObject pod, ApiObject node) {
    return NodeSelection.admits(pod.with("spec", set.spec().object("template", "spec")), node);
  }
}
