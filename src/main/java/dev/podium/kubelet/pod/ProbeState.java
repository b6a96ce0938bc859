package dev.podium.kubelet.pod;

import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// One probe of a running container.
///
/// Upstream: pkg/kubelet/prober/worker.go (doProbe).
///
/// @param handler the probe as the container gives it
/// @param next when it is asked again
/// @param streak how often the latest answer came in a row
/// @param latest the latest answer
/// @param healthy what the answers so far amount to
record ProbeState(
    JsonObject handler, Instant next, long streak, Optional<Boolean> latest, boolean healthy) {
  /// @param healthy what is assumed before the first answer
  static ProbeState begin(JsonObject handler, Instant started, boolean healthy) {
    return new ProbeState(
        handler,
        started.plusSeconds(handler.integer("initialDelaySeconds")),
        0,
        Optional.empty(),
        healthy);
  }

  ProbeState after(boolean success, Instant now) {
    long row = latest.filter(before -> before == success).isPresent() ? streak + 1 : 1;
    long needed =
        success
            ? handler.findLong("successThreshold").orElse(1)
            : handler.findLong("failureThreshold").orElse(3);
    return new ProbeState(
        handler,
        now.plusSeconds(period()),
        row,
        Optional.of(success),
        row >= needed ? success : healthy);
  }

  private long period() {
    return handler.findLong("periodSeconds").orElse(10);
  }

  /// When the latest answer was given; only where there is one.
  Instant asked() {
    return next.minusSeconds(period());
  }
}
