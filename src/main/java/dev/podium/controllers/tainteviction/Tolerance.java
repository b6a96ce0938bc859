package dev.podium.controllers.tainteviction;

import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// For how long a pod puts up with the taints of its node.
///
/// Upstream: pkg/controller/tainteviction/taint_eviction.go (processPodOnNode,
/// getMinTolerationTime), api/core/v1/toleration.go (ToleratesTaint).
sealed interface Tolerance {
  record Forever() implements Tolerance {}

  record Until(Instant end) implements Tolerance {}

  /// @param taints those with the effect `NoExecute`
  static Tolerance of(List<JsonObject> taints, List<JsonObject> tolerations, Instant now) {
    Optional<Instant> end = Optional.empty();
    for (JsonObject taint : taints) {
      List<JsonObject> tolerating =
          tolerations.stream().filter(toleration -> tolerates(toleration, taint)).toList();
      if (tolerating.isEmpty()) {
        return new Until(now);
      }
      Instant since = Timestamps.find(taint.string("timeAdded")).orElse(now);
      for (JsonObject toleration : tolerating) {
        if (toleration.has("tolerationSeconds")) {
          Instant until = since.plusSeconds(Math.max(0, toleration.integer("tolerationSeconds")));
          end = end.filter(earlier -> !earlier.isAfter(until)).or(() -> Optional.of(until));
        }
      }
    }
    return end.<Tolerance>map(Until::new).orElse(new Forever());
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
