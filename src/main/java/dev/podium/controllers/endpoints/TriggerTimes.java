package dev.podium.controllers.endpoints;

import dev.podium.object.ApiObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When the change began that makes endpoints be written (upstream: TriggerTimeTracker).
///
/// One key is worked on by one thread at a time, so that a state needs no lock of its own.
final class TriggerTimes {
  private final Map<Key, Map<String, Instant>> known = new ConcurrentHashMap<>();

  /// The earliest of the times that are new since the last call for this Service.
  Optional<String> next(ServicePods behind) {
    ApiObject service = behind.service();
    Map<String, Instant> before = known.getOrDefault(Key.of(service), Map.of());
    Map<String, Instant> now = new HashMap<>();
    now.put(service.uid(), Timestamps.parse(service.creationTimestamp()));
    behind.pods().forEach(pod -> pod.readySince().ifPresent(at -> now.put(pod.object().uid(), at)));
    known.put(Key.of(service), now);
    return now.entrySet().stream()
        .filter(
            e -> !before.containsKey(e.getKey()) || e.getValue().isAfter(before.get(e.getKey())))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo)
        .map(Timestamps::format);
  }

  void forget(Key service) {
    known.remove(service);
  }
}
