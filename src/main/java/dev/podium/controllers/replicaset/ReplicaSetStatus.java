package dev.podium.controllers.replicaset;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a set says of its pods (upstream: calculateStatus in
/// pkg/controller/replicaset/replica_set_utils.go).
final class ReplicaSetStatus {
  /// Why pods could not be made or removed.
  record Failure(String reason, ApiException cause) {}

  private ReplicaSetStatus() {}

  static ApiObject apply(
      ApiObject set,
      List<PodView> active,
      Optional<Long> terminating,
      Optional<Failure> failure,
      Instant now) {
    LabelSelector template =
        LabelSelector.ofLabels(set.spec().stringMap("template", "metadata", "labels"));
    long minReadySeconds = set.spec().integer("minReadySeconds");
    return set.editStatus(status -> {
      status.set("replicas", active.size());
      count(
          status,
          "fullyLabeledReplicas",
          active.stream().filter(p -> template.matches(p.object())).count());
      long ready = active.stream().filter(PodView::isReady).count();
      count(status, "readyReplicas", ready);
      count(
          status,
          "availableReplicas",
          minReadySeconds == 0
              ? ready
              : active.stream().filter(p -> p.isAvailable(minReadySeconds, now)).count());
      terminating.ifPresent(number -> status.set("terminatingReplicas", number));
      set.generation().ifPresent(generation -> status.set("observedGeneration", generation));
      conditions(status, set, failure, now);
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

  private static void conditions(
      ObjectDraft status, ApiObject set, Optional<Failure> failure, Instant now) {
    List<JsonObject> before = set.status().objects("conditions");
    Optional<JsonObject> known =
        before.stream().filter(c -> c.string("type").equals("ReplicaFailure")).findFirst();
    if (failure.isPresent() == known.isPresent()) {
      return;
    }
    List<JsonObject> after = new ArrayList<>(before);
    known.ifPresent(after::remove);
    failure.ifPresent(f ->
        after.add(
            JsonObject.of(
                "type",
                "ReplicaFailure",
                "status",
                "True",
                "lastTransitionTime",
                Timestamps.format(now),
                "reason",
                f.reason(),
                "message",
                f.cause().message())));
    if (after.isEmpty()) {
      status.remove("conditions");
    } else {
      status.set("conditions", after);
    }
  }
}
