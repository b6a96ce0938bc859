package dev.podium.resources.batch;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.pods.PodTemplates;

/// Job.
final class Jobs {
  private static final long NO_LIMIT = Integer.MAX_VALUE;

  private Jobs() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("batch/v1", "Job", "jobs")
        .categories("all")
        .orphansByDefault()
        .generation()
        .defaults(Jobs::defaults)
        .prepareCreate(Jobs::prepareCreate)
        .selectable("status.successful", job -> Long.toString(job.status().integer("succeeded")))
        .refusesFieldLabels("field label %s not supported for Job")
        .table(JobTable.layout())
        .status()
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
    spec.findObject("template").ifPresent(PodTemplates::defaults);
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

  private static void prepareCreate(ObjectDraft job, WriteContext context) {
    JobSelector.generate(job);
    job.set("status", JsonObject.EMPTY);
  }
}
