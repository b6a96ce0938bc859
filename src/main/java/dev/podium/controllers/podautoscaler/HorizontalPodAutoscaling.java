package dev.podium.controllers.podautoscaler;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.controllers.podautoscaler.MetricReader.Reading;
import dev.podium.controllers.podautoscaler.MetricReader.Subject;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Scales the targets of HorizontalPodAutoscalers, looking at each every fifteen seconds.
///
/// Upstream: reconcileAutoscaler in pkg/controller/podautoscaler/horizontal.go.
public final class HorizontalPodAutoscaling implements Reconciler {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final ApiClient client;
  private final Clock clock;
  private final Informer autoscalers;
  private final Informer pods;
  private final MetricReader metrics;
  private final EventRecorder events;
  private final Map<Key, ScaleHistory> histories = new ConcurrentHashMap<>();
  private final Map<Key, LabelSelector> selectors = new ConcurrentHashMap<>();

  private HorizontalPodAutoscaling(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("horizontal-pod-autoscaler");
    this.clock = clock;
    this.autoscalers = loops.informer(Kinds.HORIZONTAL_POD_AUTOSCALER);
    this.pods = loops.informer(Kinds.POD);
    this.metrics = new MetricReader(this.client, pods);
    this.events = new EventRecorder(this.client, clock, "horizontal-pod-autoscaler", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    HorizontalPodAutoscaling scaling = new HorizontalPodAutoscaling(loops, client, clock);
    Controller controller =
        loops
            .controller("horizontalpodautoscaling", scaling)
            .reads(scaling.autoscalers)
            .reads(scaling.pods);
    scaling.autoscalers.listen(delta -> {
      if (isNews(delta)) {
        controller.enqueueAfter(Key.of(delta.latest()), clock.pause(PERIOD));
      }
    });
  }

  /// Not what this loop wrote itself.
  private static boolean isNews(Delta delta) {
    return delta.states().map(ApiObject::spec).distinct().count() > 1
        || delta.states().count() == 1;
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = autoscalers.find(key);
    if (found.isEmpty()) {
      histories.remove(key);
      selectors.remove(key);
      return Outcome.DONE;
    }
    ApiObject autoscaler = found.get();
    AutoscalerStatus status = AutoscalerStatus.of(autoscaler, clock.now());
    reconcile(key, autoscaler, status);
    JsonObject wanted = status.freeze();
    if (!wanted.equals(autoscaler.status())) {
      client.updateStatus(
          Kinds.HORIZONTAL_POD_AUTOSCALER,
          key.namespace(),
          key.name(),
          current -> current.with("status", wanted));
    }
    return Outcome.after(PERIOD);
  }

  private void reconcile(Key key, ApiObject autoscaler, AutoscalerStatus status) {
    JsonObject reference = autoscaler.spec().object("scaleTargetRef");
    ScaleTarget target;
    try {
      target = ScaleTarget.find(client, key.namespace(), reference);
    } catch (MetricFailure e) {
      events.warning(autoscaler, "FailedGetScale", e.text());
      status.condition(
          "AbleToScale",
          false,
          "FailedGetScale",
          "the HPA controller was unable to get the target's current scale: " + e.text());
      return;
    }
    status.condition(
        "AbleToScale",
        true,
        "SucceededGetScale",
        "the HPA controller was able to get the target's current scale");
    Instant now = clock.now();
    ScaleHistory history = histories.computeIfAbsent(key, _ -> new ScaleHistory());
    history.begin(target.replicas(), now);
    new Round(key, autoscaler, target, status, history, now).run();
  }

  /// One look at one autoscaler whose target was found.
  private final class Round {
    private final Key key;
    private final ApiObject autoscaler;
    private final ScaleTarget target;
    private final AutoscalerStatus status;
    private final ScaleHistory history;
    private final Instant now;
    private final long current;
    private List<JsonObject> found = List.of();

    Round(
        Key key,
        ApiObject autoscaler,
        ScaleTarget target,
        AutoscalerStatus status,
        ScaleHistory history,
        Instant now) {
      this.key = key;
      this.autoscaler = autoscaler;
      this.target = target;
      this.status = status;
      this.history = history;
      this.now = now;
      this.current = target.replicas();
    }

    void run() {
      JsonObject spec = autoscaler.spec();
      long least = spec.findLong("minReplicas").orElse(1);
      long most = spec.integer("maxReplicas");
      if (current == 0 && least != 0) {
        status.condition(
            "ScalingActive",
            false,
            "ScalingDisabled",
            "scaling is disabled since the replica count of the target is zero");
        status.numbers(current, 0, List.of());
      } else if (current > most) {
        rescale(most, "Current number of replicas above Spec.MaxReplicas");
      } else if (current < least) {
        rescale(least, "Current number of replicas below Spec.MinReplicas");
      } else {
        byMetrics();
      }
    }

    private void byMetrics() {
      Optional<Reading> highest;
      try {
        highest = Optional.of(highest());
      } catch (MetricFailure e) {
        status.numbers(current, status.desired(), found);
        events.warning(autoscaler, "FailedComputeMetricsReplicas", e.text());
        return;
      }
      long wanted = highest.get().replicas();
      String reason =
          wanted > current
              ? highest.get().name() + " above target"
              : wanted < current ? "All metrics below target" : "";
      ScaleHistory.Decision decision = history.decide(autoscaler.spec(), current, wanted, now);
      status.condition("AbleToScale", true, decision.able());
      status.condition("ScalingLimited", decision.isLimited(), decision.limited());
      if (decision.replicas() == current) {
        status.numbers(current, current, found);
      } else {
        rescale(decision.replicas(), reason);
      }
    }

    /// The metric that asks for most (computeReplicasForMetrics).
    private Reading highest() {
      checkSelector();
      List<JsonObject> all = autoscaler.spec().objects("metrics");
      List<JsonObject> failed = new ArrayList<>();
      List<MetricFailure> failures = new ArrayList<>();
      List<JsonObject> statuses = new ArrayList<>();
      Optional<Reading> highest = Optional.empty();
      for (JsonObject metric : all) {
        try {
          Reading reading = metrics.read(metric, new Subject(autoscaler.spec(), target, now));
          statuses.add(reading.status());
          highest =
              highest
                  .filter(h -> h.replicas() >= reading.replicas())
                  .or(() -> Optional.of(reading));
        } catch (MetricFailure e) {
          statuses.add(JsonObject.of("type", ""));
          events.warning(autoscaler, MetricReader.failure(metric), e.text());
          failed.add(metric);
          failures.add(e);
        }
      }
      found = statuses;
      // What one metric would take away, one that cannot be read might need.
      if (highest.isEmpty() || !failed.isEmpty() && highest.get().replicas() < current) {
        throw inactive(failed.getFirst(), failures);
      }
      status.condition(
          "ScalingActive",
          true,
          "ValidMetricFound",
          "the HPA was able to successfully calculate a replica count from "
              + highest.get().name());
      return highest.get();
    }

    private MetricFailure inactive(JsonObject metric, List<MetricFailure> failures) {
      MetricFailure first = failures.getFirst();
      status.condition(
          "ScalingActive",
          false,
          MetricReader.failure(metric),
          "the HPA was unable to compute the replica count: " + first.text());
      return first.during(
          "invalid metrics (%d invalid out of %d), first error is: %s"
              .formatted(
                  failures.size(),
                  autoscaler.spec().objects("metrics").size(),
                  MetricReader.attempt(metric)));
    }

    private void checkSelector() {
      if (target.selectorText().isEmpty()) {
        events.warning(autoscaler, "SelectorRequired", "selector is required");
        status.condition(
            "ScalingActive",
            false,
            "InvalidSelector",
            "the HPA target's scale is missing a selector");
        throw new MetricFailure("selector is required");
      }
      LabelSelector selector = target.selector();
      selectors.put(key, selector);
      List<ApiObject> selected = pods.select(key.namespace(), selector);
      List<Key> rivals =
          selectors.entrySet().stream()
              .filter(other -> other.getKey().namespace().equals(key.namespace()))
              .filter(other -> selected.stream().anyMatch(other.getValue()::matches))
              .map(Map.Entry::getKey)
              .filter(other -> other.equals(key) || autoscalers.find(other).isPresent())
              .sorted((a, b) -> a.name().compareTo(b.name()))
              .toList();
      if (rivals.size() > 1) {
        String message =
            "pods by selector %s are controlled by multiple HPAs: [%s]"
                .formatted(
                    selector,
                    rivals.stream()
                        .map(rival -> "{%s %s}".formatted(rival.name(), rival.namespace()))
                        .collect(Collectors.joining(" ")));
        events.warning(autoscaler, "AmbiguousSelector", message);
        status.condition("ScalingActive", false, "AmbiguousSelector", message);
        throw new MetricFailure(message);
      }
    }

    private void rescale(long wanted, String reason) {
      try {
        target.scaleTo(client, wanted);
      } catch (ApiException e) {
        events.warning(
            autoscaler,
            "FailedRescale",
            "New size: %d; reason: %s; error: %s".formatted(wanted, reason, e.getMessage()));
        status.condition(
            "AbleToScale",
            false,
            "FailedUpdateScale",
            "the HPA controller was unable to update the target scale: " + e.getMessage());
        status.numbers(current, status.desired(), found);
        return;
      }
      status.condition(
          "AbleToScale",
          true,
          "SucceededRescale",
          "the HPA controller was able to update the target scale to " + wanted);
      events.normal(
          autoscaler, "SuccessfulRescale", "New size: %d; reason: %s".formatted(wanted, reason));
      history.scaled(autoscaler.spec(), current, wanted, now);
      status.numbers(current, wanted, found);
      status.scaled();
    }
  }
}
