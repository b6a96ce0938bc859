package dev.podium.kubelet.pod;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long is waited before something that failed is tried again: ten seconds, twice as long each
/// time, five minutes at most, and ten seconds again after ten quiet minutes.
///
/// Upstream: client-go/util/flowcontrol/backoff.go, with pkg/kubelet's figures.
///
/// @param delay the present one; zero before the first failure
/// @param updated when it was last made longer
public record BackOff(Duration delay, Instant updated) {
  public static final BackOff NONE = new BackOff(Duration.ZERO, Instant.EPOCH);
  static final Duration INITIAL = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(5);

  /// When the next attempt may be made; empty where that is now.
  ///
  /// @param since when the latest failure was
  public Optional<Instant> until(Instant since, Instant now) {
    if (delay.isZero() || isForgotten(since)) {
      return Optional.empty();
    }
    Instant end = since.plus(delay);
    return end.isAfter(now) ? Optional.of(end) : Optional.empty();
  }

  /// After an attempt that begins, or a failure.
  public BackOff next(Instant since, Instant now) {
    if (delay.isZero() || isForgotten(since)) {
      return new BackOff(INITIAL, now);
    }
    Duration doubled = delay.multipliedBy(2);
    return new BackOff(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled, now);
  }

  private boolean isForgotten(Instant event) {
    return Duration.between(updated, event).compareTo(LONGEST.multipliedBy(2)) > 0;
  }

  /// As Go prints it: `10s`, `1m20s`, `5m0s`.
  String text() {
    long seconds = delay.toSeconds();
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
