package dev.podium.web.kubelet;

import dev.podium.resources.metrics.Measurements.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The CPU time that was used since something began, which never falls: what is used at each look
/// counts for the time since the look before. Safe for use by any thread.
final class CpuTime {
  private final Map<String, Map<Subject, Sum>> nodes = new ConcurrentHashMap<>();

  /// What uses it: a container of a pod, or the node itself.
  ///
  /// @param since when it began; another run is another subject
  record Subject(String uid, String container, Instant since) {}

  private record Sum(Instant until, long nanos) {}

  /// In core-nanoseconds.
  long used(String node, Subject subject, Usage usage, Instant at) {
    return nodes
        .computeIfAbsent(node, _ -> new ConcurrentHashMap<>())
        .merge(
            subject,
            plus(new Sum(subject.since(), 0), usage, at),
            (before, _) -> plus(before, usage, at))
        .nanos();
  }

  private static Sum plus(Sum before, Usage usage, Instant at) {
    if (!at.isAfter(before.until())) {
      return before;
    }
    double seconds = Duration.between(before.until(), at).toMillis() / 1000.0;
    return new Sum(at, before.nanos() + (long) (usage.cpu() * seconds));
  }

  /// Forgets whatever of a node is no longer there.
  void keep(String node, Set<Subject> present) {
    nodes.computeIfAbsent(node, _ -> new ConcurrentHashMap<>()).keySet().retainAll(present);
  }
}
