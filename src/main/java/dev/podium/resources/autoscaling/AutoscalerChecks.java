package dev.podium.resources.autoscaling;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether an autoscaler can do what it is told.
///
/// Upstream: pkg/apis/autoscaling/validation/validation.go.
final class AutoscalerChecks {
  private static final long LONGEST_PERIOD = 1800;
  private static final long LONGEST_WINDOW = 3600;

  private AutoscalerChecks() {}

  static void onCreate(ApiObject autoscaler, List<FieldError> errors) {
    Part spec = Part.of(autoscaler, errors).at("spec");
    spec(spec, Rules.of(spec));
  }

  /// What was let through once may stay as it is.
  static void onUpdate(ApiObject autoscaler, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(autoscaler, errors).at("spec");
    Part before = Part.of(old, errors).at("spec");
    spec(spec, Rules.of(spec).relaxedFor(before));
  }

  static void onStatusUpdate(ApiObject autoscaler, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(autoscaler, errors).at("status");
    status.notNegative("currentReplicas");
    status.notNegative("desiredReplicas");
  }

  /// What is allowed, which depends on the object and on what it was.
  private record Rules(
      long leastReplicas, TargetReference.Rule target, TargetReference.Rule described) {
    /// The only thing of the core group that scales is a ReplicationController.
    static Rules of(Part spec) {
      boolean core = spec.at("scaleTargetRef").string("kind").equals("ReplicationController");
      return new Rules(
          1,
          core ? TargetReference.Rule.ANY_GROUP : TargetReference.Rule.NAMED_GROUP,
          TargetReference.Rule.ANY_GROUP);
    }

    Rules relaxedFor(Part before) {
      boolean zero = before.findLong("minReplicas").orElse(1) == 0;
      boolean badTarget = !target.allows(before.at("scaleTargetRef"));
      boolean badDescribed =
          before.items("metrics").stream()
              .map(metric -> metric.at("object").find("describedObject"))
              .flatMap(Optional::stream)
              .anyMatch(reference -> !described.allows(reference));
      return new Rules(
          zero ? 0 : leastReplicas,
          badTarget ? TargetReference.Rule.ANYTHING : target,
          badDescribed ? TargetReference.Rule.ANYTHING : described);
    }
  }

  private static void spec(Part spec, Rules rules) {
    OptionalLong least = spec.findLong("minReplicas");
    long most = spec.integer("maxReplicas");
    if (least.isPresent() && least.getAsLong() < rules.leastReplicas()) {
      spec.invalid("minReplicas", "must be greater than or equal to " + rules.leastReplicas());
    }
    if (most < 1) {
      spec.required("maxReplicas", "must be set and greater than 0");
    }
    if (least.isPresent() && most < least.getAsLong()) {
      spec.invalid("maxReplicas", most, "must be greater than or equal to `minReplicas`");
    }
    TargetReference.check(spec.at("scaleTargetRef"), rules.target());
    metrics(spec, least, rules);
    spec.find("behavior")
        .ifPresent(behavior -> {
          behavior.find("scaleUp").ifPresent(AutoscalerChecks::scalingRules);
          behavior.find("scaleDown").ifPresent(AutoscalerChecks::scalingRules);
        });
  }

  private static void metrics(Part spec, OptionalLong least, Rules rules) {
    List<Part> metrics = spec.items("metrics");
    metrics.forEach(metric -> MetricChecks.check(metric, rules.described()));
    boolean seesZero =
        metrics.stream()
            .map(metric -> metric.string("type"))
            .anyMatch(type -> type.equals("Object") || type.equals("External"));
    if (least.orElse(1) == 0 && !seesZero) {
      spec.forbidden(
          "metrics",
          "must specify at least one Object or External metric to support scaling to zero"
              + " replicas");
    }
  }

  private static void scalingRules(Part rules) {
    OptionalLong window = rules.findLong("stabilizationWindowSeconds");
    if (window.orElse(0) < 0) {
      rules.invalid("stabilizationWindowSeconds", "must be greater than or equal to zero");
    }
    if (window.orElse(0) > LONGEST_WINDOW) {
      rules.invalid(
          "stabilizationWindowSeconds", "must be less than or equal to " + LONGEST_WINDOW);
    }
    rules.oneOfIfPresent("selectPolicy", List.of("Disabled", "Max", "Min"));
    if (rules.array("policies").isEmpty()) {
      rules.required("policies", "must specify at least one Policy");
    }
    rules.items("policies").forEach(AutoscalerChecks::policy);
    rules
        .findString("tolerance")
        .filter(tolerance -> Quantity.parse(tolerance).sign() < 0)
        .ifPresent(_ -> rules.invalid("tolerance", "must be greater than or equal to 0"));
  }

  private static void policy(Part policy) {
    String type = policy.string("type");
    if (!type.equals("Pods") && !type.equals("Percent")) {
      policy
          .errors()
          .add(FieldError.notSupported(policy.child("type"), type, List.of("Percent", "Pods")));
    }
    if (policy.integer("value") <= 0) {
      policy.invalid("value", policy.integer("value"), "must be greater than zero");
    }
    long period = policy.integer("periodSeconds");
    if (period <= 0) {
      policy.invalid("periodSeconds", period, "must be greater than zero");
    }
    if (period > LONGEST_PERIOD) {
      policy.invalid("periodSeconds", period, "must be less than or equal to " + LONGEST_PERIOD);
    }
  }
}
