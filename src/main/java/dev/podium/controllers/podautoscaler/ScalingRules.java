package dev.podium.controllers.podautoscaler;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.function.LongBinaryOperator;

/// How fast an autoscaler may go in one direction (`spec.behavior.scaleUp`, `scaleDown`).
///
/// @param window for how long the cautious recommendation counts
/// @param select `Max`, `Min` or `Disabled`: which policy decides
record ScalingRules(Duration window, String select, List<Policy> policies) {
  /// How far usage may stray from the target before anything is done, where nobody says.
  static final double TOLERANCE = 0.1;

  /// So many pods, or so many percent, in each period.
  record Policy(boolean percent, long value, Duration period) {}

  /// @param rules with defaults filled in
  static ScalingRules of(JsonObject rules, Duration defaultWindow) {
    var seconds = rules.findLong("stabilizationWindowSeconds");
    return new ScalingRules(
        seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : defaultWindow,
        rules.findString("selectPolicy").orElse("Max"),
        rules.objects("policies").stream()
            .map((JsonObject policy) ->
                new Policy(
                    policy.string("type").equals("Percent"),
                    policy.integer("value"),
                    Duration.ofSeconds(policy.integer("periodSeconds"))))
            .toList());
  }

  /// @param direction `scaleUp` or `scaleDown`
  static double tolerance(JsonObject spec, String direction) {
    return spec.findString("behavior", direction, "tolerance")
        .map(text -> Quantity.parse(text).doubleValue())
        .orElse(TOLERANCE);
  }

  Duration longestPeriod() {
    return policies.stream().map(Policy::period).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /// The most pods there may be now (calculateScaleUpLimitWithScalingRules).
  long upperLimit(long current, ScaleEvents up, ScaleEvents down) {
    if (select.equals("Disabled")) {
      return current;
    }
    LongBinaryOperator choose = select.equals("Min") ? Math::min : Math::max;
    return policies.stream()
        .mapToLong(policy -> {
          long start = current - up.within(policy.period()) + down.within(policy.period());
          return policy.percent()
              ? (long) Math.ceil(start * (1 + policy.value() / 100.0))
              : start + policy.value();
        })
        .reduce(choose)
        .orElse(current);
  }

  /// The fewest pods there may be now (calculateScaleDownLimitWithBehaviors).
  long lowerLimit(long current, ScaleEvents up, ScaleEvents down) {
    if (select.equals("Disabled")) {
      return current;
    }
    LongBinaryOperator choose = select.equals("Min") ? Math::max : Math::min;
    return policies.stream()
        .mapToLong(policy -> {
          long start = current - up.within(policy.period()) + down.within(policy.period());
          return policy.percent()
              ? (long) (start * (1 - policy.value() / 100.0))
              : start - policy.value();
        })
        .reduce(choose)
        .orElse(current);
  }

  /// How many pods came or went in the latest past.
  @FunctionalInterface
  interface ScaleEvents {
    long within(Duration period);
  }
}
