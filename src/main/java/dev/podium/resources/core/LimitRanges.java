package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.LabelFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// LimitRange: bounds and defaults for what containers, pods and claims of a namespace ask for.
///
/// Upstream: pkg/registry/core/limitrange/strategy.go, SetDefaults_LimitRangeItem,
/// ValidateLimitRange.
final class LimitRanges {
  private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

  private LimitRanges() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "LimitRange", "limitranges")
        .shortNames("limits")
        .createsOnUpdate()
        .defaults(LimitRanges::setDefaults)
        .validate(LimitRanges::validate)
        .build();
  }

  private static void setDefaults(ObjectDraft range) {
    for (ObjectDraft limit : range.object("spec").objects("limits")) {
      if (limit.string("type").equals("Container")) {
        fill(limit, "max", "default");
        fill(limit, "default", "defaultRequest");
        fill(limit, "min", "defaultRequest");
      }
    }
  }

  private static void fill(ObjectDraft limit, String from, String to) {
    limit
        .findObject(from)
        .ifPresent(source ->
            source.keys().forEach(name -> limit.object(to).setDefault(name, source.string(name))));
  }

  private static void validate(ApiObject range, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (Part limit : Part.of(range, errors).at("spec").items("limits")) {
      String type = limit.string("type");
      checkType(limit, type);
      if (!seen.add(type)) {
        limit.duplicate("type", type);
      }
      checkNames(limit, type);
      Set<String> resources = new TreeSet<>();
      List<String> fields =
          type.equals("Pod")
              ? List.of("max", "min", "maxLimitRequestRatio")
              : List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio");
      fields.forEach(field -> resources.addAll(limit.at(field).value().keys()));
      resources.forEach(resource -> new Amounts(limit, resource).check());
    }
  }

  private static void checkType(Part limit, String type) {
    List<String> faults = LabelFormats.key(type);
    limit.faults("type", faults);
    if (faults.isEmpty() && !type.contains("/") && !TYPES.contains(type)) {
      limit.invalid("type", "must be a standard limit type or fully qualified");
    }
  }

  private static void checkNames(Part limit, String type) {
    checkNames(limit, type, "max");
    checkNames(limit, type, "min");
    for (String field : List.of("default", "defaultRequest")) {
      if (!type.equals("Pod")) {
        checkNames(limit, type, field);
      } else if (!limit.at(field).value().isEmpty()) {
        limit.forbidden(field, "may not be specified when `type` is 'Pod'");
      }
    }
    if (type.equals("PersistentVolumeClaim")
        && !limit.at("min").has("storage")
        && !limit.at("max").has("storage")) {
      limit.required(
          "limits",
          "either minimum or maximum storage value is required, but neither was provided");
    }
    checkNames(limit, type, "maxLimitRequestRatio");
  }

  private static void checkNames(Part limit, String type, String field) {
    for (String resource : limit.at(field).value().keys()) {
      FieldPath path = limit.child(field).key(resource);
      if (type.equals("Pod") || type.equals("Container")) {
        ResourceFields.containerName(resource, path, limit.errors());
      } else {
        ResourceFields.name(resource, path, limit.errors());
      }
    }
  }

  /// The amounts of one resource, against each other.
  private record Amounts(Part limit, String resource) {
    private Optional<Quantity> find(String field) {
      return limit.at(field).findString(resource).map(Quantity::parse);
    }

    void check() {
      Optional<Quantity> min = find("min");
      Optional<Quantity> max = find("max");
      boolean pod = limit.string("type").equals("Pod");
      Optional<Quantity> standard = pod ? Optional.empty() : find("default");
      Optional<Quantity> request = pod ? Optional.empty() : find("defaultRequest");
      atMost("min", min, "min", max, "max", min);
      atMost("defaultRequest", min, "min", request, "default request", request);
      atMost("defaultRequest", request, "default request", max, "max", request);
      atMost("defaultRequest", request, "default request", standard, "default limit", request);
      atMost("default", min, "min", standard, "default", min);
      atMost("default", standard, "default", max, "max", max);
      find("maxLimitRequestRatio").ifPresent(ratio -> ratio(ratio, min, max));
      if (!ResourceFields.mayOvercommit(resource)
          && standard.isPresent()
          && request.isPresent()
          && standard.get().compareTo(request.get()) != 0) {
        invalid(
            "defaultRequest",
            request.get(),
            "default value %s must equal to defaultRequest value %s in %s"
                .formatted(standard.get(), request.get(), resource));
      }
    }

    private void atMost(
        String field,
        Optional<Quantity> less,
        String lessName,
        Optional<Quantity> more,
        String moreName,
        Optional<Quantity> shown) {
      if (less.isPresent() && more.isPresent() && less.get().compareTo(more.get()) > 0) {
        invalid(
            field,
            shown.orElseThrow(),
            "%s value %s is greater than %s value %s"
                .formatted(lessName, less.get(), moreName, more.get()));
      }
    }

    private void ratio(Quantity ratio, Optional<Quantity> min, Optional<Quantity> max) {
      if (ratio.compareTo(Quantity.of(1)) < 0) {
        invalid("maxLimitRequestRatio", ratio, "ratio " + ratio + " is less than 1");
      }
      if (min.isEmpty() || max.isEmpty()) {
        return;
      }
      double most = max.get().doubleValue() / min.get().doubleValue();
      if (ratio.doubleValue() > most) {
        invalid(
            "maxLimitRequestRatio",
            ratio,
            String.format(Locale.ROOT, "ratio %s is greater than max/min = %f", ratio, most));
      }
    }

    private void invalid(String field, Quantity shown, String detail) {
      limit.add(FieldError.invalid(limit.child(field).key(resource), shown.toString(), detail));
    }
  }
}
