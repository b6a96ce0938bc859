package dev.podium.usage;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a quota counts of a pod. Upstream: pkg/quota/v1/evaluator/core/pods.go.
final class PodUsage {
  private static final Set<String> COUNTED =
      Set.of(
          "count/pods",
          "pods",
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  /// What every container has to state once a quota counts it.
  private static final Set<String> STATED =
      Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

  private PodUsage() {}

  static boolean counts(String name) {
    return COUNTED.contains(name)
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-")
        || name.startsWith("requests.") && isExtended(name.substring("requests.".length()));
  }

  private static boolean isExtended(String resource) {
    return resource.contains("/") && !resource.startsWith("kubernetes.io/");
  }

  /// A pod that is over is still an object, but needs nothing more.
  static Map<String, Quantity> of(ApiObject pod, Instant now) {
    Map<String, Quantity> usage = new TreeMap<>(Map.of("count/pods", Quantity.of(1)));
    if (isLive(pod, now)) {
      usage.put("pods", Quantity.of(1));
      add(
          usage,
          ContainerSum.ofPod(pod.spec(), "requests"),
          ContainerSum.ofPod(pod.spec(), "limits"));
    }
    return usage;
  }

  /// Upstream: QuotaV1Pod.
  private static boolean isLive(ApiObject pod, Instant now) {
    String phase = pod.status().string("phase");
    boolean overdue =
        pod.deletionTimestamp().filter(t -> Timestamps.parse(t).isBefore(now)).isPresent()
            && pod.metadata().findLong("deletionGracePeriodSeconds").isPresent();
    return !phase.equals("Failed") && !phase.equals("Succeeded") && !overdue;
  }

  private static void add(
      Map<String, Quantity> usage, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    requests.forEach((name, quantity) -> {
      boolean plain = COMPUTE.contains(name) || name.startsWith("hugepages-");
      if (plain) {
        usage.put(name, quantity);
      }
      if (plain || isExtended(name)) {
        usage.put("requests." + name, quantity);
      }
    });
    limits.forEach((name, quantity) -> {
      if (COMPUTE.contains(name)) {
        usage.put("limits." + name, quantity);
      }
    });
  }

  /// What containers leave unsaid that a quota has to know: `cpu for: a,b`.
  static List<String> unstated(ApiObject pod, Set<String> counted) {
    Map<String, Set<String>> missing = new TreeMap<>();
    List<JsonObject> containers = new ArrayList<>(pod.spec().objects("containers"));
    containers.addAll(pod.spec().objects("initContainers"));
    for (JsonObject container : containers) {
      Map<String, Quantity> stated = new TreeMap<>();
      add(
          stated,
          Amounts.of(container, "resources", "requests"),
          Amounts.of(container, "resources", "limits"));
      counted.stream()
          .filter(STATED::contains)
          .filter(name -> !stated.containsKey(name))
          .forEach(name ->
              missing.computeIfAbsent(name, _ -> new TreeSet<>()).add(container.string("name")));
    }
    return missing.entrySet().stream()
        .map(entry -> entry.getKey() + " for: " + String.join(",", entry.getValue()))
        .collect(Collectors.toList());
  }

  /// Whether a scope takes in a pod (podMatchesScopeFunc).
  static boolean isIn(QuotaScope scope, ApiObject pod) {
    JsonObject spec = pod.spec();
    return switch (scope.name()) {
      case "Terminating" -> spec.findLong("activeDeadlineSeconds").isPresent();
      case "NotTerminating" -> spec.findLong("activeDeadlineSeconds").isEmpty();
      case "BestEffort" -> QualityOfService.of(spec).equals("BestEffort");
      case "NotBestEffort" -> !QualityOfService.of(spec).equals("BestEffort");
      case "PriorityClass" -> scope.matches(Set.of(spec.string("priorityClassName")));
      case "CrossNamespacePodAffinity" -> reachesOut(spec.object("affinity"));
      default -> false;
    };
  }

  private static boolean reachesOut(JsonObject affinity) {
    List<JsonObject> terms = new ArrayList<>();
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      terms.addAll(affinity.objects(kind, "requiredDuringSchedulingIgnoredDuringExecution"));
      affinity
          .objects(kind, "preferredDuringSchedulingIgnoredDuringExecution")
          .forEach(weighted -> terms.add(weighted.object("podAffinityTerm")));
    }
    return terms.stream()
        .anyMatch(term -> !term.array("namespaces").isEmpty() || term.has("namespaceSelector"));
  }
}
