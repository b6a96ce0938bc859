package dev.podium.kubelet.pod;

import dev.podium.network.Standing;
import dev.podium.object.JsonObject;
import java.time.Duration;
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
/// @param standing how long the latest answer stays true, where that is known
record ProbeState(
    JsonObject handler,
    Instant next,
    long streak,
    Optional<Boolean> latest,
    boolean healthy,
    Optional<Attempt> attempt,
    Optional<Standing> standing) {
  /// Asked as soon as the container runs and its delay is over.
  ///
  /// @param healthy what is assumed before the first answer
  static ProbeState begin(JsonObject handler, Instant started, boolean healthy) {
    long delay = handler.integer("initialDelaySeconds");
    return new ProbeState(
        handler,
        started.plusSeconds(delay),
        0,
        Optional.empty(),
        healthy,
        Optional.empty(),
        Optional.empty());
  }

  /// Asked at the end of a period: upstream's worker ticks since before the container began, and
  /// only one for readiness is woken at once (prober_manager.go, UpdatePodStatus).
  static ProbeState beginLiveness(JsonObject handler, Instant started) {
    ProbeState state = begin(handler, started, true);
    return handler.integer("initialDelaySeconds") > 0 ? state : state.at(state.following(started));
  }

  /// @param again when it is asked again
  /// @param until how long the answer stays true
  ProbeState asking(Attempt question, Instant again, Optional<Standing> until) {
    return new ProbeState(handler, again, streak, latest, healthy, Optional.of(question), until);
  }

  /// What spares it all further questions: an answer that is good and stays true.
  Optional<Standing> settled() {
    return standing.filter(
        until -> attempt.isEmpty() && healthy && latest.orElse(false) && until.holds());
  }

  /// Whether what was true is not so for ever.
  boolean isUnsettled() {
    return standing.filter(until -> attempt.isEmpty() && !until.holds()).isPresent();
  }

  /// Asked again when it would be if it had been asked all the time.
  ProbeState anew(Instant now) {
    long missed = Math.ceilDiv(Duration.between(next, now).toMillis(), period() * 1000);
    return new ProbeState(
        handler,
        next.plusSeconds(Math.max(0, missed) * period()),
        streak,
        latest,
        healthy,
        attempt,
        Optional.empty());
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
    return new ProbeState(handler, next, streak, latest, healthy, Optional.empty(), standing);
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
        Optional.empty(),
        standing);
  }

  private ProbeState at(Instant first) {
    return new ProbeState(handler, first, streak, latest, healthy, attempt, standing);
  }

  private long period() {
    return handler.findLong("periodSeconds").orElse(10);
  }
}
