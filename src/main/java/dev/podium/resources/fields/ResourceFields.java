package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.LabelFormats;
import dev.podium.object.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/// Names of resources and amounts of them.
///
/// Upstream: pkg/apis/core/helper/helpers.go and pkg/apis/core/validation/validation.go
/// (validateResourceName and its like).
public final class ResourceFields {
  private static final String HUGE_PAGES = "hugepages-";
  private static final String NATIVE_DOMAIN = "kubernetes.io/";
  private static final Set<String> STANDARD_CONTAINER =
      Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "storage",
          "requests.storage",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> WHOLE =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");

  private ResourceFields() {}

  /// Whether it is one of Kubernetes' own that need no domain (standardResources).
  public static boolean isStandard(String resource) {
    return STANDARD.contains(resource);
  }

  public static boolean isHugePages(String resource) {
    return resource.startsWith(HUGE_PAGES);
  }

  /// Whether Kubernetes itself knows what it is: no domain, or one of its own.
  public static boolean isNative(String resource) {
    return !resource.contains("/") || resource.contains(NATIVE_DOMAIN);
  }

  /// Whether a limit may be higher than the request.
  public static boolean mayOvercommit(String resource) {
    return isNative(resource) && !isHugePages(resource);
  }

  /// Whether it is a resource of somebody else's, such as a device.
  public static boolean isExtended(String resource) {
    return !isNative(resource)
        && !resource.startsWith("requests.")
        && LabelFormats.key("requests." + resource).isEmpty();
  }

  /// A qualified name, or one of the standard ones (validateResourceName); whether it is.
  public static boolean name(String resource, FieldPath path, List<FieldError> errors) {
    List<String> faults = LabelFormats.key(resource);
    if (!faults.isEmpty()) {
      FieldChecks.format(resource, faults, path, errors);
      return false;
    }
    if (!resource.contains("/") && !isStandard(resource) && !isHugePages(resource)) {
      errors.add(
          FieldError.invalid(
              path, resource, "must be a standard resource type or fully qualified"));
      return false;
    }
    return true;
  }

  /// A resource that a container may ask for (validateContainerResourceName).
  public static void containerName(String resource, FieldPath path, List<FieldError> errors) {
    name(resource, path, errors);
    if (!resource.contains("/")) {
      if (!STANDARD_CONTAINER.contains(resource) && !isHugePages(resource)) {
        errors.add(
            FieldError.invalid(path, resource, "must be a standard resource for containers"));
      }
    } else if (!isNative(resource) && !isExtended(resource)) {
      errors.add(
          FieldError.invalid(path, resource, "doesn't follow extended resource name standard"));
    }
  }

  /// An amount: not negative, and whole where the resource comes in pieces
  /// (ValidateResourceQuantityValue).
  public static void amount(
      String resource, Quantity quantity, FieldPath path, List<FieldError> errors) {
    notNegative(quantity, path, errors);
    boolean whole = WHOLE.contains(resource) || isExtended(resource);
    if (whole && quantity.milliValue() % 1000 != 0) {
      errors.add(FieldError.invalid(path, quantity.toString(), "must be an integer"));
    }
  }

  public static void notNegative(Quantity quantity, FieldPath path, List<FieldError> errors) {
    if (quantity.sign() < 0) {
      errors.add(FieldError.invalid(path, quantity.toString(), FieldChecks.NOT_NEGATIVE));
    }
  }

  /// ValidatePositiveQuantityValue; whether it is positive.
  public static boolean positive(Quantity quantity, FieldPath path, List<FieldError> errors) {
    if (quantity.sign() <= 0) {
      errors.add(FieldError.invalid(path, quantity.toString(), "must be greater than zero"));
      return false;
    }
    return true;
  }

  /// Huge pages come in whole pages (validateResourceQuantityHugePageValue).
  public static void hugePages(
      String resource, Quantity quantity, FieldPath path, List<FieldError> errors) {
    if (!isHugePages(resource)) {
      return;
    }
    if (!isDivisible(resource.substring(HUGE_PAGES.length()), quantity)) {
      errors.add(
          FieldError.invalid(
              path,
              quantity.toString(),
              quantity + " is not positive integer multiple of " + resource));
    }
  }

  /// Upstream: IsHugePageResourceValueDivisible.
  private static boolean isDivisible(String pageSize, Quantity quantity) {
    try {
      BigDecimal page = Quantity.parse(pageSize).amount();
      return page.signum() > 0
          && page.remainder(BigDecimal.ONE).signum() == 0
          && quantity.amount().remainder(page).signum() == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
