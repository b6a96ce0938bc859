package dev.podium.resources.core;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.ResourceFields;
import java.util.List;

/// What a quota can count. Upstream: pkg/apis/core/helper/helpers.go.
final class QuotaResources {
  private QuotaResources() {}

  static boolean isStandard(String resource) {
    return (ResourceFields.isStandard(resource) && !resource.equals("storage"))
        || ResourceFields.isHugePages(resource)
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
