package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.Semantics;
import java.util.ArrayList;
import java.util.List;

/// What may be changed about a Job.
///
/// Upstream: pkg/apis/batch/validation/validation.go (ValidateJobUpdate) and
/// pkg/registry/batch/job/strategy.go.
final class JobUpdateChecks {
  private static final String POD_SPEC = "io.k8s.api.core.v1.PodSpec";

  private JobUpdateChecks() {}

  /// The whole job is checked, then its spec again, so errors of the spec come twice.
  static void update(ApiObject job, ApiObject old, List<FieldError> errors) {
    JobChecks.create(job, errors);
    Part spec = Part.of(job, errors).at("spec");
    JobChecks.spec(spec);
    completions(spec, old.spec());
    spec.immutable("selector", old.spec());
    template(spec, old);
    spec.immutable("completionMode", old.spec());
    immutablePolicy(spec, old.spec(), "podFailurePolicy", "PodFailurePolicy");
    spec.immutable("backoffLimitPerIndex", old.spec());
    spec.immutable("managedBy", old.spec());
    immutablePolicy(spec, old.spec(), "successPolicy", "SuccessPolicy");
  }

  private static void immutablePolicy(Part spec, JsonObject old, String field, String type) {
    if (!Semantics.equal(spec.value().object(field), old.object(field))
        || spec.has(field) != old.has(field)) {
      Object shown =
          spec.find(field)
              .map(policy -> InternalForm.of("io.k8s.api.batch.v1." + type, policy.value()))
              .orElse(JsonNull.NULL);
      spec.invalid(field, shown, FieldChecks.IMMUTABLE);
    }
  }

  /// An indexed job may grow and shrink, if it does so in both numbers.
  private static void completions(Part spec, JsonObject old) {
    if (!spec.string("completionMode").equals("Indexed")) {
      spec.immutable("completions", old);
      return;
    }
    boolean changed = spec.integer("completions") != old.integer("completions");
    if (changed
        && spec.has("completions")
        && spec.integer("completions") != spec.integer("parallelism")) {
      spec.invalid(
          "completions", "can only be modified in tandem with " + spec.child("parallelism"));
    }
  }

  private static void template(Part spec, ApiObject old) {
    JsonObject before = old.spec().object("template");
    JsonObject now = spec.value().object("template");
    JsonObject allowed = notStarted(old) ? withAllowedChanges(before, now) : before;
    Part template = spec.at("template");
    if (!Semantics.equal(now.object("metadata"), allowed.object("metadata"))) {
      template.invalid("metadata", FieldChecks.IMMUTABLE);
    }
    if (!Semantics.equal(now.object("spec"), allowed.object("spec"))) {
      template.invalid(
          "spec", InternalForm.of(POD_SPEC, now.object("spec")), FieldChecks.IMMUTABLE);
    }
  }

  /// A suspended job that never ran, or has come to rest, has no pods that could contradict it.
  private static boolean notStarted(ApiObject old) {
    boolean rests =
        old.status().objects("conditions").stream()
            .anyMatch(condition ->
                condition.string("type").equals("Suspended")
                    && condition.string("status").equals("True"));
    return old.spec().bool("suspend")
        && (rests ? old.status().integer("active") == 0 : !old.status().has("startTime"));
  }

  private static JsonObject withAllowedChanges(JsonObject before, JsonObject now) {
    JsonObject spec = before.object("spec");
    JsonObject wanted = now.object("spec");
    for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
      spec = copy(spec, wanted, field);
    }
    spec = withNodeAffinity(spec, wanted);
    spec = withResources(withResources(spec, wanted, "containers"), wanted, "initContainers");
    JsonObject metadata = before.object("metadata");
    for (String field : List.of("labels", "annotations")) {
      metadata = copy(metadata, now.object("metadata"), field);
    }
    return before.with("spec", spec).with("metadata", metadata);
  }

  private static JsonObject copy(JsonObject to, JsonObject from, String field) {
    Object value = from.get(field);
    return value == null ? to.without(field) : to.with(field, value);
  }

  private static JsonObject withNodeAffinity(JsonObject spec, JsonObject wanted) {
    JsonObject affinity = copy(spec.object("affinity"), wanted.object("affinity"), "nodeAffinity");
    boolean none = affinity.isEmpty() && !wanted.has("affinity");
    return none ? spec.without("affinity") : spec.with("affinity", affinity);
  }

  private static JsonObject withResources(JsonObject spec, JsonObject wanted, String list) {
    List<JsonObject> before = spec.objects(list);
    List<JsonObject> now = wanted.objects(list);
    if (before.isEmpty() || before.size() != now.size()) {
      return spec;
    }
    List<JsonObject> merged = new ArrayList<>(before.size());
    for (int i = 0; i < before.size(); i++) {
      merged.add(copy(before.get(i), now.get(i), "resources"));
    }
    return spec.with(list, merged);
  }
}
