package dev.podium.controllers.statefulset;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectDraft;
import dev.podium.runtime.ControllerRevisions.Revision;
import java.time.Instant;
import java.util.List;

/// What a set says of its pods (upstream: updateStatus and completeRollingUpdate in
/// pkg/controller/statefulset).
record SetStatus(long replicas, long ready, long available, long current, long updated) {
  static SetStatus count(
      SetView set, List<SetPod> pods, Revision current, Revision update, Instant now) {
    List<SetPod> there = pods.stream().filter(SetPod::exists).toList();
    List<SetPod> staying = there.stream().filter(pod -> !pod.view().isTerminating()).toList();
    return new SetStatus(
        there.size(),
        there.stream().filter(SetPod::isRunningAndReady).count(),
        there.stream().filter(p -> p.isRunningAndAvailable(set.minReadySeconds(), now)).count(),
        staying.stream().filter(pod -> pod.revision().equals(current.name())).count(),
        staying.stream().filter(pod -> pod.revision().equals(update.name())).count());
  }

  SetStatus withFewerCurrent(int deleted) {
    return new SetStatus(replicas, ready, available, Math.max(0, current - deleted), updated);
  }

  ApiObject apply(SetView set, Revision current, Revision update) {
    boolean complete =
        set.updatesByItself()
            && updated == set.replicas()
            && ready == set.replicas()
            && replicas == set.replicas();
    return set.object()
        .editStatus(status -> {
          set.object().generation().ifPresent(g -> status.set("observedGeneration", g));
          status.set("replicas", replicas);
          count(status, "readyReplicas", ready);
          count(status, "currentReplicas", complete ? updated : this.current);
          count(status, "updatedReplicas", updated);
          status.set("currentRevision", complete ? update.name() : current.name());
          status.set("updateRevision", update.name());
          status.setDefault("collisionCount", 0);
          status.set("availableReplicas", available);
        });
  }

  /// Go leaves a zero out.
  private static void count(ObjectDraft status, String field, long number) {
    if (number == 0) {
      status.remove(field);
    } else {
      status.set(field, number);
    }
  }
}
