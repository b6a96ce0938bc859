package dev.podium.controllers.podautoscaler;

import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What was recommended and done for one autoscaler, by which what the metrics ask for is held
/// back: neither up nor down too fast, nor back and forth.
///
/// Upstream: normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors in
/// pkg/controller/podautoscaler/horizontal.go. In the hands of one worker at a time.
final class ScaleHistory {
  /// Upstream's `--horizontal-pod-autoscaler-downscale-stabilization`.
  private static final Duration DOWNSCALE_WINDOW = Duration.ofMinutes(5);

  private record Entry(Instant time, long replicas) {}

  private final List<Entry> recommendations = new ArrayList<>();
  private final List<Entry> ups = new ArrayList<>();
  private final List<Entry> downs = new ArrayList<>();

  /// The number of pods that is decided on, and what the conditions say of it.
  ///
  /// @param able reason and message of AbleToScale
  /// @param limited reason and message of ScalingLimited
  record Decision(long replicas, Said able, boolean isLimited, Said limited) {}

  /// A reason and its message.
  record Said(String reason, String message) {}

  private static final Said WITHIN_RANGE =
      new Said("DesiredWithinRange", "the desired count is within the acceptable range");
  private static final Said TOO_MANY =
      new Said(
          "TooManyReplicas", "the desired replica count is more than the maximum replica count");
  private static final Said TOO_FEW =
      new Said(
          "TooFewReplicas", "the desired replica count is less than the minimum replica count");
  private static final Said TOO_FAST_UP =
      new Said(
          "ScaleUpLimit",
          "the desired replica count is increasing faster than the maximum scale rate");
  private static final Said TOO_FAST_DOWN =
      new Said(
          "ScaleDownLimit",
          "the desired replica count is decreasing faster than the maximum scale rate");
  private static final Said READY =
      new Said("ReadyForNewScale", "recommended size matches current size");
  private static final Said DOWN_STABILIZED =
      new Said(
          "ScaleDownStabilized",
          "recent recommendations were higher than current one, applying the highest recent"
              + " recommendation");
  private static final Said UP_STABILIZED =
      new Said(
          "ScaleUpStabilized",
          "recent recommendations were lower than current one, applying the lowest recent"
              + " recommendation");

  /// The number that was found counts as the first recommendation.
  void begin(long replicas, Instant now) {
    if (recommendations.isEmpty()) {
      recommendations.add(new Entry(now, replicas));
    }
  }

  /// @param spec of the autoscaler
  /// @param wanted by the metrics
  Decision decide(JsonObject spec, long current, long wanted, Instant now) {
    long least = spec.findLong("minReplicas").orElse(1);
    long most = spec.integer("maxReplicas");
    return spec.has("behavior")
        ? withBehavior(spec.object("behavior"), new Bounds(least, most), current, wanted, now)
        : withoutBehavior(new Bounds(least, most), current, wanted, now);
  }

  private record Bounds(long least, long most) {}

  private Decision withoutBehavior(Bounds bounds, long current, long wanted, Instant now) {
    Instant cutoff = now.minus(DOWNSCALE_WINDOW);
    recommendations.removeIf(entry -> entry.time().isBefore(cutoff));
    long stable = recommendations.stream().mapToLong(Entry::replicas).reduce(wanted, Math::max);
    recommendations.add(new Entry(now, wanted));
    Said able = stable == wanted ? READY : DOWN_STABILIZED;
    long fastest = Math.max(2 * current, 4);
    if (stable < bounds.least()) {
      return new Decision(bounds.least(), able, true, TOO_FEW);
    }
    long most = Math.min(bounds.most(), fastest);
    return stable > most
        ? new Decision(most, able, true, bounds.most() > fastest ? TOO_FAST_UP : TOO_MANY)
        : new Decision(stable, able, false, WITHIN_RANGE);
  }

  private Decision withBehavior(
      JsonObject behavior, Bounds bounds, long current, long wanted, Instant now) {
    ScalingRules up = ScalingRules.of(behavior.object("scaleUp"), Duration.ZERO);
    ScalingRules down = ScalingRules.of(behavior.object("scaleDown"), DOWNSCALE_WINDOW);
    long stable = stabilized(up.window(), down.window(), current, wanted, now);
    Said able = stable == wanted ? READY : wanted >= current ? UP_STABILIZED : DOWN_STABILIZED;
    ScalingRules.ScaleEvents added = period -> sum(ups, now.minus(period));
    ScalingRules.ScaleEvents removed = period -> sum(downs, now.minus(period));
    if (stable > current) {
      long limit = Math.max(up.upperLimit(current, added, removed), current);
      long most = Math.min(bounds.most(), limit);
      if (stable > most) {
        return new Decision(most, able, true, bounds.most() > limit ? TOO_FAST_UP : TOO_MANY);
      }
    } else if (stable < current) {
      long limit = Math.min(down.lowerLimit(current, added, removed), current);
      long least = Math.max(bounds.least(), limit);
      if (stable < least) {
        return new Decision(least, able, true, bounds.least() < limit ? TOO_FAST_DOWN : TOO_FEW);
      }
    }
    return new Decision(stable, able, false, WITHIN_RANGE);
  }

  /// The present number, moved no further than all recommendations of the windows agree
  /// (stabilizeRecommendationWithBehaviors).
  private long stabilized(
      Duration upWindow, Duration downWindow, long current, long wanted, Instant now) {
    long lowest = wanted;
    long highest = wanted;
    for (Entry entry : recommendations) {
      if (entry.time().isAfter(now.minus(upWindow))) {
        lowest = Math.min(lowest, entry.replicas());
      }
      if (entry.time().isAfter(now.minus(downWindow))) {
        highest = Math.max(highest, entry.replicas());
      }
    }
    Instant cutoff = now.minus(upWindow.compareTo(downWindow) > 0 ? upWindow : downWindow);
    recommendations.removeIf(entry -> entry.time().isBefore(cutoff));
    recommendations.add(new Entry(now, wanted));
    return Math.min(Math.max(current, lowest), highest);
  }

  private static long sum(List<Entry> events, Instant cutoff) {
    return events.stream()
        .filter(event -> event.time().isAfter(cutoff))
        .mapToLong(Entry::replicas)
        .sum();
  }

  /// Remembers that the number was changed.
  void scaled(JsonObject spec, long from, long to, Instant now) {
    if (!spec.has("behavior")) {
      return;
    }
    boolean more = to > from;
    ScalingRules rules =
        ScalingRules.of(spec.object("behavior", more ? "scaleUp" : "scaleDown"), DOWNSCALE_WINDOW);
    List<Entry> events = more ? ups : downs;
    events.removeIf(event -> event.time().isBefore(now.minus(rules.longestPeriod())));
    events.add(new Entry(now, Math.abs(to - from)));
  }
}
