package dev.podium.controllers.deployment;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/// A Deployment as its controller looks at it (upstream:
/// pkg/controller/deployment/util/deployment_util.go).
record DeploymentView(ApiObject object) {
  /// What the API means by "no deadline".
  private static final long NO_DEADLINE = Integer.MAX_VALUE;

  String name() {
    return object.name();
  }

  long replicas() {
    return object.spec().findLong("replicas").orElse(1);
  }

  boolean isPaused() {
    return object.spec().bool("paused");
  }

  boolean isRecreate() {
    return object.spec().string("strategy", "type").equals("Recreate");
  }

  JsonObject template() {
    return object.spec().object("template");
  }

  long revisionHistoryLimit() {
    return object.spec().findLong("revisionHistoryLimit").orElse(10);
  }

  boolean hasProgressDeadline() {
    OptionalLong seconds = object.spec().findLong("progressDeadlineSeconds");
    return seconds.isPresent() && seconds.getAsLong() != NO_DEADLINE;
  }

  long progressDeadlineSeconds() {
    return object.spec().integer("progressDeadlineSeconds");
  }

  /// How many pods there may be beyond the number asked for.
  long maxSurge() {
    return isRecreate() ? 0 : fencepost("maxSurge", true);
  }

  /// How many of the pods asked for may be missing (ResolveFenceposts).
  long maxUnavailable() {
    if (isRecreate() || replicas() == 0) {
      return 0;
    }
    long unavailable = fencepost("maxUnavailable", false);
    // Rounding must not make a rollout impossible.
    long effective = unavailable == 0 && maxSurge() == 0 ? 1 : unavailable;
    return Math.min(effective, replicas());
  }

  private long fencepost(String field, boolean up) {
    Optional<Object> value = object.spec().find("strategy", "rollingUpdate", field);
    return switch (value.orElse(0L)) {
      case Long number -> number;
      case String percent -> {
        long hundredths = Long.parseLong(percent.replace("%", "")) * replicas();
        yield up ? Math.ceilDiv(hundredths, 100L) : hundredths / 100;
      }
      default -> 0;
    };
  }
}
