package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.pods.PodTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Job.
final class Jobs {
  private static final long NO_LIMIT = Integer.MAX_VALUE;
  private static final long MANY_COMPLETIONS = 100_000;
  private static final long MANY_AT_ONCE = 10_000;
  private static final String DELETION_WARNING =
      "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background"
          + " to remove them or set propagationPolicy=Orphan to suppress this warning";

  private Jobs() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("batch/v1", "Job", "jobs")
        .categories("all")
        .orphansByDefault()
        .deletionWarning(DELETION_WARNING)
        .generation()
        .defaults(Jobs::defaults)
        .prepareCreate(Jobs::prepareCreate)
        .validate(JobChecks::create)
        .validateUpdate(JobUpdateChecks::update)
        .checksUpdatesAsNew()
        .warn(Jobs::warnings)
        .selectable("status.successful", job -> Long.toString(job.status().integer("succeeded")))
        .refusesFieldLabels("field label %s not supported for Job")
        .table(JobTable.layout())
        .status(JobStatusChecks::check)
        .build();
  }

  /// Upstream: pkg/apis/batch/v1/defaults.go (SetDefaults_Job).
  private static void defaults(ObjectDraft job) {
    ObjectDraft spec = job.object("spec");
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.set("completions", 1);
    }
    spec.setDefault("parallelism", 1);
    spec.setDefault("backoffLimit", spec.has("backoffLimitPerIndex") ? NO_LIMIT : 6);
    labelsOfTemplate(job, spec);
    spec.setDefault("completionMode", "NonIndexed");
    spec.setDefault("suspend", false);
    spec.setDefault(
        "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    spec.setDefault("manualSelector", false);
    templateDefaults(spec);
  }

  /// The part of the defaults that a Job inside a CronJob gets as well.
  static void templateDefaults(ObjectDraft spec) {
    PodTemplates.defaults(spec.object("template"));
    spec.findObject("podFailurePolicy")
        .ifPresent(policy ->
            policy.objects("rules").stream()
                .flatMap(rule -> rule.objects("onPodConditions").stream())
                .forEach(condition -> condition.setDefaultString("status", "True")));
  }

  /// Sets the very map of the template, not a copy: [JobSelector] looks for that.
  private static void labelsOfTemplate(ObjectDraft job, ObjectDraft spec) {
    Object labels =
        spec.findObject("template", "metadata")
            .map(metadata -> metadata.get("labels"))
            .orElse(null);
    ObjectDraft metadata = job.object("metadata");
    boolean unlabelled = !(metadata.get("labels") instanceof JsonObject own) || own.isEmpty();
    if (labels != null && unlabelled) {
      metadata.set("labels", labels);
    }
  }

  /// Upstream: pkg/registry/batch/job/strategy.go (WarningsOnCreate, WarningsForJobSpec).
  private static List<String> warnings(ApiObject job, Optional<ApiObject> old) {
    List<String> warnings =
        new ArrayList<>(old.isEmpty() ? PodTemplates.nameWarnings(job) : List.of());
    if (old.isEmpty() || !old.get().generation().equals(job.generation())) {
      warnings.addAll(specWarnings(job.spec(), FieldPath.of("spec")));
    }
    return warnings;
  }

  static List<String> specWarnings(JsonObject spec, FieldPath path) {
    List<String> warnings = new ArrayList<>(0);
    if (spec.string("completionMode").equals("Indexed")
        && spec.integer("completions") > MANY_COMPLETIONS
        && spec.integer("parallelism") > MANY_AT_ONCE) {
      warnings.add(
          path
              + ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher"
              + " than 10^4, Kubernetes might not be able to track completedIndexes when a big"
              + " number of indexes fail");
    }
    warnings.addAll(PodTemplates.warnings(spec.object("template"), path.child("template")));
    return warnings;
  }

  private static void prepareCreate(ObjectDraft job, WriteContext context) {
    JobSelector.generate(job);
    job.set("status", JsonObject.EMPTY);
  }
}
