package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import dev.podium.usage.ContainerSum;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What containers and pods ask for and may use.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateContainerResourceRequirements,
/// validatePodResources).
final class ResourceRequirements {
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");

  /// How the name of a resource is judged.
  @FunctionalInterface
  interface NameCheck {
    void check(String resource, FieldPath path, List<FieldError> errors);
  }

  private ResourceRequirements() {}

  static void container(Part requirements, Set<String> podClaims) {
    check(requirements, ResourceFields::containerName);
    claims(requirements, podClaims);
  }

  private static void check(Part requirements, NameCheck name) {
    Map<String, Quantity> limits = quantities(requirements.value().object("limits"));
    Map<String, Quantity> requests = quantities(requirements.value().object("requests"));
    limits.forEach((resource, limit) ->
        amount(resource, limit, requirements.child("limits"), name, requirements.errors()));
    requests.forEach((resource, request) -> {
      amount(resource, request, requirements.child("requests"), name, requirements.errors());
      againstLimit(resource, request, limits, requirements);
    });
    boolean compute =
        COMPUTE.stream().anyMatch(c -> limits.containsKey(c) || requests.containsKey(c));
    boolean hugePages =
        limits.keySet().stream().anyMatch(ResourceFields::isHugePages)
            || requests.keySet().stream().anyMatch(ResourceFields::isHugePages);
    if (hugePages && !compute) {
      requirements.add(
          FieldError.forbidden(requirements.path(), "HugePages require cpu or memory"));
    }
  }

  private static void amount(
      String resource, Quantity quantity, FieldPath list, NameCheck name, List<FieldError> errors) {
    FieldPath path = list.key(resource);
    name.check(resource, path, errors);
    ResourceFields.amount(resource, quantity, path, errors);
    ResourceFields.hugePages(resource, quantity, path, errors);
  }

  private static void againstLimit(
      String resource, Quantity request, Map<String, Quantity> limits, Part requirements) {
    Quantity limit = limits.get(resource);
    boolean elastic = ResourceFields.mayOvercommit(resource);
    if (limit == null) {
      if (!elastic) {
        requirements.required("limits", "Limit must be set for non overcommitable resources");
      }
      return;
    }
    int order = request.compareTo(limit);
    if (elastic ? order > 0 : order != 0) {
      requirements.invalid(
          "requests",
          request.toString(),
          "must be %s %s limit of %s"
              .formatted(elastic ? "less than or equal to" : "equal to", resource, limit));
    }
  }

  private static Map<String, Quantity> quantities(JsonObject list) {
    Map<String, Quantity> result = new TreeMap<>();
    list.stringMap().forEach((name, text) -> result.put(name, Quantity.parse(text)));
    return result;
  }

  /// Upstream: validateResourceClaimNames.
  private static void claims(Part requirements, Set<String> podClaims) {
    Set<String> seen = new HashSet<>();
    for (Part claim : requirements.items("claims")) {
      String name = claim.string("name");
      if (name.isEmpty()) {
        claim.add(FieldError.required(claim.path(), ""));
        continue;
      }
      onlyOnce(claim, seen);
      if (!podClaims.contains(name)) {
        String known =
            podClaims.isEmpty()
                ? " which is empty"
                : ": " + String.join(", ", new TreeSet<>(podClaims));
        claim.add(
            new FieldError(
                FieldError.Type.NOT_FOUND,
                claim.path().toString(),
                name,
                "must be one of the names in pod.spec.resourceClaims" + known));
      }
    }
  }

  /// A claim is named as a whole, or each of its requests is.
  private static void onlyOnce(Part claim, Set<String> seen) {
    String name = claim.string("name");
    if (seen.contains(name)) {
      claim.add(FieldError.duplicate(claim.path(), name));
      return;
    }
    String request = claim.string("request");
    String key = request.isEmpty() ? name : name + "/" + request;
    if (!request.isEmpty()) {
      claim.faults("request", NameFormats.dns1123Label(request));
    }
    if (seen.contains(key)) {
      claim.add(FieldError.duplicate(claim.path(), key));
    } else if (request.isEmpty()) {
      seen.stream()
          .filter(known -> known.startsWith(name + "/"))
          .forEach(_ -> claim.add(FieldError.duplicate(claim.path(), name)));
    }
    seen.add(key);
  }

  /// The resources of the pod as a whole.
  static void pod(Part spec) {
    spec.find("resources")
        .ifPresent(resources -> {
          if (resources.has("claims")) {
            resources.forbidden("claims", "claims cannot be set for Resources at pod-level");
          }
          check(resources, ResourceRequirements::podName);
          consistent(spec, resources);
        });
  }

  private static void podName(String resource, FieldPath path, List<FieldError> errors) {
    if (ResourceFields.name(resource, path, errors) && !PodLevelDefaults.supported(resource)) {
      errors.add(FieldError.notSupported(path, resource, List.of("cpu", "hugepages-", "memory")));
    }
  }

  private static void consistent(Part spec, Part resources) {
    Map<String, Quantity> requests = quantities(resources.value().object("requests"));
    ContainerSum.of(spec.value(), "requests")
        .forEach((resource, sum) -> {
          Quantity request = requests.getOrDefault(resource, Quantity.ZERO);
          if (PodLevelDefaults.supported(resource) && sum.compareTo(request) > 0) {
            resources.add(
                FieldError.invalid(
                    resources.child("requests").key(resource),
                    request.toString(),
                    "must be greater than or equal to aggregate container requests of " + sum));
          }
        });
    Map<String, Quantity> limits = quantities(resources.value().object("limits"));
    List<Part> containers = spec.items("containers");
    for (int i = 0; i < containers.size(); i++) {
      Part container = containers.get(i);
      int index = i;
      quantities(container.value().object("resources", "limits"))
          .forEach((resource, limit) -> {
            Quantity most = limits.get(resource);
            if (most != null && limit.compareTo(most) > 0) {
              container.add(
                  FieldError.invalid(
                      resources
                          .path()
                          .child("containers")
                          .index(index)
                          .key(resource)
                          .child("limits"),
                      limit.toString(),
                      "must be less than or equal to pod limits of " + most));
            }
          });
    }
  }

  /// What a pod costs beyond its containers, checked as the limits of one (validateOverhead).
  static void overhead(Part overhead) {
    check(
        new Part(JsonObject.of("limits", overhead.value()), overhead.path(), overhead.errors()),
        ResourceFields::containerName);
  }
}
