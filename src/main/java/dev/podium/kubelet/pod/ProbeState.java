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
/// @param attempt the question that is not answered yet
record ProbeState(
    JsonObject handler,
    Instant next,
    long streak,
    Optional<Boolean> latest,
    boolean healthy,
    Optional<Attempt> attempt) {
  /// Asked as soon as the container runs and its delay is over.
  ///
  /// @param healthy what is assumed before the first answer
  static ProbeState begin(JsonObject handler, Instant started, boolean healthy) {
    long delay = handler.integer("initialDelaySeconds");
    return new ProbeState(
        handler, started.plusSeconds(delay), 0, Optional.empty(), healthy, Optional.empty());
  }

  /// Asked at the end of a period: upstream's worker ticks since before the container began, and
  /// only one for readiness is woken at once (prober_manager.go, UpdatePodStatus).
  static ProbeState beginLiveness(JsonObject handler, Instant started) {
    ProbeState state = begin(handler, started, true);
    return handler.integer("initialDelaySeconds") > 0
        ? state
        : state.asking(state.following(started));
  }

  /// @param again when it is asked again
  ProbeState asking(Attempt question, Instant again) {
    return new ProbeState(handler, again, streak, latest, healthy, Optional.of(question));
  }

  /// When it is asked again if it is asked now.
  Instant following(Instant now) {
    return now.plusSeconds(period());
  }

  /// Whether an answer changes nothing that anybody sees.
  boolean isConfirmedBy(Answer answer) {
    return healthy && latest.orElse(false) && answer.success();
  }

  /// The answer says nothing.
  ProbeState ignored() {
    return new ProbeState(handler, next, streak, latest, healthy, Optional.empty());
  }

  ProbeState after(boolean success) {
    long row = latest.filter(before -> before == success).isPresent() ? streak + 1 : 1;
    long needed =
        success
            ? handler.findLong("successThreshold").orElse(1)
            : handler.findLong("failureThreshold").orElse(3);
    return new ProbeState(
        handler,
        next,
        row,
        Optional.of(success),
        row >= needed ? success : healthy,
        Optional.empty());
  }

  private ProbeState asking(Instant at) {
    return new ProbeState(handler, at, streak, latest, healthy, attempt);
  }

  private long period() {
    return handler.findLong("periodSeconds").orElse(10);
  }
}
