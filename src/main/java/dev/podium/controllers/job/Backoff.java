package dev.podium.controllers.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How many pods of a Job have failed since the last one succeeded, by which the next is delayed.
///
/// Upstream: pkg/controller/job/backoff_utils.go.
///
/// @param lastFailure empty where there is none to wait for
record Backoff(int failures, Optional<Instant> lastFailure) {
  static final Backoff NONE = new Backoff(0, Optional.empty());

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private record End(Instant time, boolean failed) {}

  /// What is known once these pods have ended.
  Backoff after(List<JobPod> succeeded, List<JobPod> failed) {
    List<End> ends = new ArrayList<>();
    succeeded.forEach(pod -> ends.add(new End(pod.finishedAt(), false)));
    failed.forEach(pod -> ends.add(new End(pod.finishedAt(), true)));
    ends.sort(Comparator.comparing(End::time));
    Backoff result = this;
    for (End end : ends) {
      result = end.failed ? new Backoff(result.failures + 1, Optional.of(end.time)) : NONE;
    }
    return result;
  }

  /// How long until the next pod may be made; zero where at once.
  Duration remaining(Instant now) {
    return lastFailure.map(last -> remaining(failures, last, now)).orElse(Duration.ZERO);
  }

  static Duration remaining(int failures, Instant last, Instant now) {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration whole = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration delay = whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
    Duration left = Duration.between(now, last.plus(delay));
    return left.isPositive() ? left : Duration.ZERO;
  }
}
