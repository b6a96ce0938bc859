package dev.podium.controllers.tainteviction;

import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// For how long a pod puts up with the taints of its node.
///
/// Upstream: pkg/controller/tainteviction/taint_eviction.go (processPodOnNode,
/// getMinTolerationTime), api/core/v1/toleration.go (ToleratesTaint).
sealed interface Tolerance {
  record Forever() implements Tolerance {}

  /// Counted from when somebody first sees the pod on the tainted node.
  record For(Duration length) implements Tolerance {}

  /// @param taints those with the effect `NoExecute`
  static Tolerance of(List<JsonObject> taints, List<JsonObject> tolerations) {
    Optional<Duration> least = Optional.empty();
    for (JsonObject taint : taints) {
      List<JsonObject> tolerating =
          tolerations.stream().filter(toleration -> tolerates(toleration, taint)).toList();
      if (tolerating.isEmpty()) {
        return new For(Duration.ZERO);
      }
      for (JsonObject toleration : tolerating) {
        if (toleration.has("tolerationSeconds")) {
          Duration length =
              Duration.ofSeconds(Math.max(0, toleration.integer("tolerationSeconds")));
          least = least.filter(l -> l.compareTo(length) <= 0).or(() -> Optional.of(length));
        }
      }
    }
    return least.<Tolerance>map(For::new).orElse(new Forever());
  }

  private static boolean tolerates(JsonObject toleration, JsonObject taint) {
    String effect = toleration.string("effect");
    String key = toleration.string("key");
    return (effect.isEmpty() || effect.equals(taint.string("effect")))
        && (key.isEmpty() || key.equals(taint.string("key")))
        && (toleration.string("operator").equals("Exists")
            || toleration.string("value").equals(taint.string("value")));
  }
}
