package dev.podium.usage;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What objects of a resource count for in quotas.
///
/// Upstream: the evaluators in pkg/quota/v1/evaluator/core and
/// apiserver/pkg/quota/v1/generic/evaluator.go.
public final class QuotaUsage {
  private static final String CLASS_SUFFIX = ".storageclass.storage.k8s.io/";
  private static final Quantity ONE = Quantity.of(1);
  private static final Set<String> COUNTED_BY_NAME =
      Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

  private final GroupResource resource;

  private QuotaUsage(GroupResource resource) {
    this.resource = resource;
  }

  public static QuotaUsage of(GroupResource resource) {
    return new QuotaUsage(resource);
  }

  public boolean isOf(String plural) {
    return resource.group().isEmpty() && resource.resource().equals(plural);
  }

  /// Which of a quota's names this resource counts for.
  public Set<String> counted(Set<String> names) {
    return names.stream().filter(this::counts).collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean counts(String name) {
    if (name.equals("count/" + resource)) {
      return true;
    }
    if (!resource.group().isEmpty()) {
      return false;
    }
    return switch (resource.resource()) {
      case "pods" -> PodUsage.counts(name);
      case "services" ->
          name.equals("services")
              || name.equals("services.nodeports")
              || name.equals("services.loadbalancers");
      case "persistentvolumeclaims" -> {
        String plain = name.substring(Math.max(0, name.indexOf(CLASS_SUFFIX)));
        plain = plain.startsWith(CLASS_SUFFIX) ? plain.substring(CLASS_SUFFIX.length()) : plain;
        yield plain.equals("persistentvolumeclaims") || plain.equals("requests.storage");
      }
      default -> COUNTED_BY_NAME.contains(resource.resource()) && name.equals(resource.resource());
    };
  }

  public Map<String, Quantity> usage(ApiObject object, Instant now) {
    if (isOf("pods")) {
      return PodUsage.of(object, now);
    }
    Map<String, Quantity> usage = new TreeMap<>(Map.of("count/" + resource, ONE));
    if (isOf("services")) {
      usage.putAll(service(object.spec()));
    } else if (isOf("persistentvolumeclaims")) {
      usage.putAll(claim(object));
    } else if (resource.group().isEmpty() && COUNTED_BY_NAME.contains(resource.resource())) {
      usage.put(resource.resource(), ONE);
    }
    return usage;
  }

  private static Map<String, Quantity> service(JsonObject spec) {
    List<JsonObject> ports = spec.objects("ports");
    boolean balanced = spec.string("type").equals("LoadBalancer");
    boolean allocates = spec.findBoolean("allocateLoadBalancerNodePorts").orElse(true);
    long nodePorts =
        switch (spec.string("type")) {
          case "NodePort" -> ports.size();
          case "LoadBalancer" ->
              allocates
                  ? ports.size()
                  : ports.stream().filter(port -> port.integer("nodePort") != 0).count();
          default -> 0;
        };
    return Map.of(
        "services",
        ONE,
        "services.nodeports",
        Quantity.of(nodePorts),
        "services.loadbalancers",
        Quantity.of(balanced ? 1 : 0));
  }

  private static Map<String, Quantity> claim(ApiObject claim) {
    Map<String, Quantity> usage = new TreeMap<>(Map.of("persistentvolumeclaims", ONE));
    claim
        .spec()
        .findString("resources", "requests", "storage")
        .map(Quantity::parse)
        .ifPresent(asked -> {
          Quantity given =
              claim
                  .status()
                  .findString("allocatedResources", "storage")
                  .map(Quantity::parse)
                  .orElse(Quantity.ZERO);
          usage.put("requests.storage", asked.max(given));
        });
    String storageClass =
        claim
            .annotation("volume.beta.kubernetes.io/storage-class")
            .orElseGet(() -> claim.spec().string("storageClassName"));
    if (!storageClass.isEmpty()) {
      Map.copyOf(usage)
          .forEach((name, quantity) -> usage.put(storageClass + CLASS_SUFFIX + name, quantity));
    }
    return usage;
  }

  /// Whether a quota's scopes take in an object.
  public boolean isInScope(JsonObject quotaSpec, ApiObject object) {
    return QuotaScope.of(quotaSpec).stream().allMatch(scope -> isIn(scope, object));
  }

  private boolean isIn(QuotaScope scope, ApiObject object) {
    if (isOf("pods")) {
      return PodUsage.isIn(scope, object);
    }
    return isOf("persistentvolumeclaims")
        && scope.name().equals("VolumeAttributesClass")
        && scope.matches(
            new TreeSet<>(
                List.of(
                    object.spec().string("volumeAttributesClassName"),
                    object.status().string("currentVolumeAttributesClassName"),
                    object
                        .status()
                        .string("modifyVolumeStatus", "targetVolumeAttributesClassName"))));
  }

  /// What an object would have to say for a quota to count it, as `cpu for: a,b`.
  public List<String> unstated(ApiObject object, Set<String> counted) {
    return isOf("pods") ? PodUsage.unstated(object, counted) : List.of();
  }
}
