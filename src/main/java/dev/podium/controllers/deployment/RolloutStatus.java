package dev.podium.controllers.deployment;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a Deployment says of its rollout (upstream: calculateStatus in sync.go, syncRolloutStatus
/// in progress.go).
final class RolloutStatus {
  static final String PROGRESSING = "Progressing";
  private static final String AVAILABLE_REASON = "NewReplicaSetAvailable";
  private static final String TIMED_OUT_REASON = "ProgressDeadlineExceeded";

  private final DeploymentView deployment;
  private final List<ReplicaSetView> all;
  private final Optional<ReplicaSetView> newest;
  private final Instant now;
  private final Conditions conditions;

  /// @param all every set of the Deployment, the newest included
  RolloutStatus(
      DeploymentView deployment,
      List<ReplicaSetView> all,
      Optional<ReplicaSetView> newest,
      Conditions conditions,
      Instant now) {
    this.deployment = deployment;
    this.all = all;
    this.newest = newest;
    this.now = now;
    this.conditions = conditions;
  }

  /// The Deployment with its numbers and whether it is available; as much as a paused one is told.
  ApiObject numbers() {
    if (available() >= deployment.replicas() - deployment.maxUnavailable()) {
      conditions.set(
          "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
    } else {
      conditions.set(
          "Available",
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
    return write();
  }

  /// The Deployment with its numbers and its progress.
  ApiObject progress() {
    numbers();
    if (!deployment.hasProgressDeadline()) {
      conditions.remove(PROGRESSING);
    } else if (!settled()) {
      judgeProgress();
    }
    Optional<JsonObject> failure = replicaFailure();
    if (failure.isPresent()) {
      conditions.set(
          "ReplicaFailure",
          failure.get().string("status"),
          failure.get().string("reason"),
          failure.get().string("message"));
    } else {
      conditions.remove("ReplicaFailure");
    }
    return write();
  }

  /// Whether the rollout was complete before, so that its pods coming and going is no progress.
  private boolean settled() {
    return total() == updated()
        && conditions.reason(PROGRESSING).filter(AVAILABLE_REASON::equals).isPresent();
  }

  private void judgeProgress() {
    if (isComplete()) {
      conditions.set(
          PROGRESSING, "True", AVAILABLE_REASON, subject() + " has successfully progressed.");
    } else if (hasProgressed()) {
      conditions.renew(PROGRESSING, "True", "ReplicaSetUpdated", subject() + " is progressing.");
    } else if (isTimedOut()) {
      conditions.set(
          PROGRESSING, "False", TIMED_OUT_REASON, subject() + " has timed out progressing.");
    }
  }

  private String subject() {
    return newest
        .map(set -> "ReplicaSet \"" + set.name() + "\"")
        .orElse("Deployment \"" + deployment.name() + "\"");
  }

  boolean isComplete() {
    return updated() == deployment.replicas()
        && total() == deployment.replicas()
        && available() == deployment.replicas();
  }

  private boolean hasProgressed() {
    JsonObject before = deployment.object().status();
    long updatedBefore = before.integer("updatedReplicas");
    return updated() > updatedBefore
        || total() - updated() < before.integer("replicas") - updatedBefore
        || ready() > before.integer("readyReplicas")
        || available() > before.integer("availableReplicas");
  }

  private boolean isTimedOut() {
    Optional<JsonObject> progressing = conditions.find(PROGRESSING);
    return switch (progressing.map(c -> c.string("reason")).orElse(AVAILABLE_REASON)) {
      case AVAILABLE_REASON -> false;
      case TIMED_OUT_REASON -> true;
      default -> deadline(progressing.orElseThrow()).isBefore(now);
    };
  }

  private Instant deadline(JsonObject progressing) {
    return Timestamps.parse(progressing.string("lastUpdateTime"))
        .plusSeconds(deployment.progressDeadlineSeconds());
  }

  /// When a rollout that stands still is to be looked at again (requeueStuckDeployment).
  Optional<Duration> untilDeadline() {
    if (!deployment.hasProgressDeadline() || deployment.isPaused() || isComplete()) {
      return Optional.empty();
    }
    return conditions
        .find(PROGRESSING)
        .filter(c -> !c.string("reason").equals(TIMED_OUT_REASON))
        .filter(c -> !c.string("reason").equals(AVAILABLE_REASON))
        .map(c -> Duration.between(now, deadline(c)).plusSeconds(1))
        .map(left -> left.isNegative() ? Duration.ofSeconds(1) : left);
  }

  /// A failure of the newest set, or else of any (getReplicaFailures).
  private Optional<JsonObject> replicaFailure() {
    return Stream.concat(newest.stream(), all.stream())
        .flatMap(set -> set.object().status().objects("conditions").stream())
        .filter(condition -> condition.string("type").equals("ReplicaFailure"))
        .findFirst();
  }

  private ApiObject write() {
    return deployment
        .object()
        .editStatus(status -> {
          deployment
              .object()
              .generation()
              .ifPresent(generation -> status.set("observedGeneration", generation));
          count(status, "replicas", total());
          count(status, "updatedReplicas", updated());
          count(status, "readyReplicas", ready());
          count(status, "availableReplicas", available());
          count(status, "unavailableReplicas", Math.max(0, total() - available()));
          status.set("terminatingReplicas", sum(ReplicaSetView::terminating));
          status.set("conditions", conditions.all());
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

  private long total() {
    return sum(ReplicaSetView::actual);
  }

  private long ready() {
    return sum(ReplicaSetView::ready);
  }

  private long available() {
    return sum(ReplicaSetView::available);
  }

  private long updated() {
    return newest.map(ReplicaSetView::actual).orElse(0L);
  }

  private long sum(java.util.function.ToLongFunction<ReplicaSetView> number) {
    return all.stream().mapToLong(number).sum();
  }
}
