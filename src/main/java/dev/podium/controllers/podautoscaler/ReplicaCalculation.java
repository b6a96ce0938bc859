package dev.podium.controllers.podautoscaler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.usage.SimulatedLoad;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// How many replicas bring what pods use to its target.
///
/// Upstream: pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go.
///
/// @param pods that the target selects
/// @param measured by the pods' names
/// @param current number of replicas
/// @param tolerances how far usage may stray below and above the target, as a share of it
record ReplicaCalculation(
    List<ApiObject> pods,
    Map<String, Measurement> measured,
    String resource,
    long current,
    Tolerances tolerances,
    Instant now) {

  /// What a metric asks for.
  ///
  /// @param percent of what is requested; 0 where the target is an amount
  /// @param average of a pod, in thousandths
  record Proposal(long replicas, long percent, long average) {}

  record Tolerances(double down, double up) {
    boolean allow(double ratio) {
      return 1 - down <= ratio && ratio <= 1 + up;
    }
  }

  /// Usage against the target, as it was found.
  private record Ratio(double ratio, long percent, long average) {}

  /// How usage is compared, and what is assumed of a pod that nobody measured when others use too
  /// little.
  private interface Comparison {
    Ratio compare(Map<String, Measurement> usage);

    long fallback(String pod);
  }

  /// By a percentage of what the pods request (GetResourceReplicas).
  ///
  /// @param container whose usage counts; empty for all
  /// @throws MetricFailure where it cannot be said
  Proposal byUtilization(long target, String container) {
    return propose(() -> {
      Map<String, Long> requests = requests(container);
      return new Comparison() {
        @Override
        public Ratio compare(Map<String, Measurement> usage) {
          return utilization(usage, requests, target);
        }

        @Override
        public long fallback(String pod) {
          return requests.getOrDefault(pod, 0L) * Math.max(100, target) / 100;
        }
      };
    });
  }

  /// By an average amount (calcPlainMetricReplicas).
  ///
  /// @param target in thousandths
  /// @throws MetricFailure where it cannot be said
  Proposal byAverage(long target) {
    return propose(() ->
        new Comparison() {
          @Override
          public Ratio compare(Map<String, Measurement> usage) {
            long average = total(usage) / usage.size();
            return new Ratio((double) average / target, 0, average);
          }

          @Override
          public long fallback(String pod) {
            return target;
          }
        });
  }

  private Proposal propose(Supplier<Comparison> comparisons) {
    if (pods.isEmpty()) {
      throw new MetricFailure("no pods returned by selector while calculating replica count");
    }
    PodGroups groups = PodGroups.of(pods, measured, resource, now);
    Map<String, Measurement> usage = new HashMap<>(measured);
    usage.keySet().removeAll(groups.ignored());
    usage.keySet().removeAll(groups.unready());
    if (usage.isEmpty()) {
      throw new MetricFailure("did not receive metrics for targeted pods (pods might be unready)");
    }
    Comparison comparison = comparisons.get();
    Ratio found = comparison.compare(usage);
    boolean upWithUnready = !groups.unready().isEmpty() && found.ratio() > 1;
    if (!upWithUnready && groups.missing().isEmpty()) {
      long wanted =
          tolerances.allow(found.ratio())
              ? current
              : (long) Math.ceil(found.ratio() * groups.ready());
      return new Proposal(wanted, found.percent(), found.average());
    }
    assume(usage, groups, found.ratio(), comparison);
    double ratio = comparison.compare(usage).ratio();
    return new Proposal(
        cautious(found.ratio(), ratio, (long) Math.ceil(ratio * usage.size())),
        found.percent(),
        found.average());
  }

  /// Pods that nobody measured count for what makes the change smaller.
  private static void assume(
      Map<String, Measurement> usage, PodGroups groups, double ratio, Comparison comparison) {
    for (String pod : groups.missing()) {
      if (ratio < 1) {
        usage.put(pod, Measurement.assumed(comparison.fallback(pod)));
      } else if (ratio > 1) {
        usage.put(pod, Measurement.assumed(0));
      }
    }
    if (ratio > 1) {
      groups.unready().forEach(pod -> usage.put(pod, Measurement.assumed(0)));
    }
  }

  /// Nothing changes where the assumptions turn the direction.
  private long cautious(double before, double after, long wanted) {
    boolean turned =
        before < 1 && after > 1
            || before > 1 && after < 1
            || after < 1 && wanted > current
            || after > 1 && wanted < current;
    return turned || tolerances.allow(after) ? current : wanted;
  }

  private static Ratio utilization(
      Map<String, Measurement> usage, Map<String, Long> requests, long target) {
    long used = 0;
    long requested = 0;
    for (Map.Entry<String, Measurement> pod : usage.entrySet()) {
      Long request = requests.get(pod.getKey());
      if (request != null) {
        used += pod.getValue().milli();
        requested += request;
      }
    }
    if (requested == 0) {
      throw new MetricFailure("no metrics returned matched known pods");
    }
    long percent = used * 100 / requested;
    return new Ratio((double) percent / target, percent, used / usage.size());
  }

  private static long total(Map<String, Measurement> usage) {
    return usage.values().stream().mapToLong(Measurement::milli).sum();
  }

  /// What each pod requests, in thousandths (calculatePodRequests).
  private Map<String, Long> requests(String container) {
    Map<String, Long> requests = new HashMap<>();
    for (ApiObject pod : pods) {
      var ofPod = pod.spec().findString("resources", "requests", resource);
      requests.put(
          pod.name(),
          container.isEmpty() && ofPod.isPresent()
              ? Quantity.parse(ofPod.get()).milliValue()
              : ofContainers(pod, container));
    }
    return requests;
  }

  private long ofContainers(ApiObject pod, String container) {
    long sum = 0;
    for (JsonObject each : SimulatedLoad.containers(pod.spec())) {
      String name = each.string("name");
      if (container.isEmpty() || container.equals(name)) {
        sum +=
            each.findString("resources", "requests", resource)
                .map(text -> Quantity.parse(text).milliValue())
                .orElseThrow(() ->
                    new MetricFailure(
                        "missing request for %s in container %s of Pod %s"
                            .formatted(resource, name, pod.name())));
      }
    }
    return sum;
  }
}
