package dev.podium.resources.core;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.ResourceFields;
import java.util.List;
import java.util.Set;

/// What a quota can count. Upstream: pkg/apis/core/helper/helpers.go.
final class QuotaResources {
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "persistentvolumeclaims",
          "configmaps",
          "services.nodeports",
          "services.loadbalancers");

  private QuotaResources() {}

  static boolean isStandard(String resource) {
    return STANDARD.contains(resource)
        || resource.startsWith("hugepages-")
        || resource.startsWith("requests.hugepages-");
  }

  /// Upstream: ValidateResourceQuotaResourceName.
  static void name(String resource, FieldPath path, List<FieldError> errors) {
    ResourceFields.name(resource, path, errors);
    if (!resource.contains("/") && !isStandard(resource)) {
      errors.add(FieldError.invalid(path, resource, "must be a standard resource for quota"));
    }
  }
}
