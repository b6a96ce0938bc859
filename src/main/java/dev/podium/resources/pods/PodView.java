package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A pod as control loops look at it (upstream: pkg/api/v1/pod/util.go,
/// pkg/controller/controller_utils.go).
public record PodView(ApiObject object) {
  public static PodView of(ApiObject pod) {
    return new PodView(pod);
  }

  public String name() {
    return object.name();
  }

  /// The node that it is bound to; empty before.
  public String nodeName() {
    return object.spec().string("nodeName");
  }

  public String phase() {
    return object.status().string("phase");
  }

  public boolean isFinished() {
    String phase = phase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  public boolean isTerminating() {
    return object.isBeingDeleted();
  }

  /// Neither finished nor on its way out (IsPodActive).
  public boolean isActive() {
    return !isFinished() && !isTerminating();
  }

  public boolean isReady() {
    return PodConditions.holds(object, "Ready");
  }

  /// Since when it has been ready; empty where it is not.
  public Optional<Instant> readySince() {
    return PodConditions.find(object, "Ready")
        .filter(condition -> condition.string("status").equals("True"))
        .flatMap(condition -> condition.findString("lastTransitionTime"))
        .map(Timestamps::parse);
  }

  /// Ready for at least so long (IsPodAvailable).
  public boolean isAvailable(long minReadySeconds, Instant now) {
    return isReady()
        && (minReadySeconds == 0
            || readySince()
                .filter(since -> !since.plusSeconds(minReadySeconds).isAfter(now))
                .isPresent());
  }

  /// How long until it is available, where only time is missing.
  public Optional<Duration> availableIn(long minReadySeconds, Instant now) {
    return readySince()
        .map(since -> Duration.between(now, since.plusSeconds(minReadySeconds)))
        .filter(Duration::isPositive);
  }

  /// The most restarts of any of its containers.
  public long restarts() {
    return object.status().objects("containerStatuses").stream()
        .mapToLong((JsonObject status) -> status.integer("restartCount"))
        .max()
        .orElse(0);
  }

  public Instant created() {
    return Timestamps.parse(object.creationTimestamp());
  }
}
