package dev.podium.controllers.job;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.runtime.TemplatePods;
import java.util.List;
import java.util.Optional;

/// The pods that a Job makes.
///
/// Upstream: manageJob in pkg/controller/job/job_controller.go,
/// pkg/controller/job/indexed_job_utils.go.
final class JobPodTemplate {
  private static final String VARIABLE = "JOB_COMPLETION_INDEX";
  private static final int LONGEST_PREFIX = 58;

  private JobPodTemplate() {}

  /// A pod that knows no index.
  static ApiObject pod(JobView job) {
    return TemplatePods.of(job.object())
        .editMetadata(metadata -> {
          if (!job.spec()
              .strings("template", "metadata", "finalizers")
              .contains(JobPod.FINALIZER)) {
            metadata.list("finalizers").add(JobPod.FINALIZER);
          }
        });
  }

  /// @param replaced the failed pod of the same index that this one is made for
  static ApiObject pod(JobView job, int index, Optional<JobPod> replaced) {
    String number = Integer.toString(index);
    return pod(job)
        .edit(pod -> {
          ObjectDraft metadata = pod.object("metadata");
          metadata.set("generateName", prefix(job.name(), "-" + number + "-"));
          ObjectDraft annotations = metadata.object("annotations");
          annotations.set(JobPod.INDEX, number);
          if (job.backoffLimitPerIndex().isPresent()) {
            failures(job, annotations, replaced);
          }
          metadata.object("labels").set(JobPod.INDEX, number);
          ObjectDraft spec = pod.object("spec");
          spec.set("hostname", job.name() + "-" + number);
          spec.objects("initContainers").forEach(JobPodTemplate::variable);
          spec.objects("containers").forEach(JobPodTemplate::variable);
        });
  }

  private static void failures(JobView job, ObjectDraft annotations, Optional<JobPod> replaced) {
    int failures = replaced.map(pod -> newFailures(job, pod)).orElse(0);
    int ignored =
        replaced
            .map(pod -> pod.ignoredFailures() + (FailurePolicy.judge(job, pod).counts() ? 0 : 1))
            .orElse(0);
    annotations.set(JobPod.FAILURES, Integer.toString(failures));
    if (ignored > 0) {
      annotations.set(JobPod.IGNORED_FAILURES, Integer.toString(ignored));
    }
  }

  /// How often the index of a failed pod has failed, this time included.
  static int newFailures(JobView job, JobPod pod) {
    return pod.failures() + (FailurePolicy.judge(job, pod).counts() ? 1 : 0);
  }

  private static void variable(ObjectDraft container) {
    List<ObjectDraft> present = container.objects("env");
    if (present.stream().noneMatch(variable -> variable.string("name").equals(VARIABLE))) {
      container
          .list("env")
          .add(
              JsonObject.of(
                  "name",
                  VARIABLE,
                  "valueFrom",
                  JsonObject.of(
                      "fieldRef",
                      JsonObject.of("fieldPath", "metadata.labels['" + JobPod.INDEX + "']"))));
    }
  }

  private static String prefix(String job, String index) {
    String name = job + index;
    return name.length() <= LONGEST_PREFIX
        ? name
        : job.substring(0, LONGEST_PREFIX - index.length()) + index;
  }
}
