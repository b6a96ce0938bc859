package dev.podium.controllers.job;

import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the pods of a Job amount to at one moment, its status taken into account, and whether that
/// decides it.
///
/// Upstream: syncJob in pkg/controller/job/job_controller.go.
///
/// @param succeededIndexes empty where the Job is not indexed
/// @param failedIndexes empty where failures are not counted by index
/// @param delayed by index the failed pod whose count of failures its successor takes over
record JobTally(
    List<JobPod> pods,
    List<JobPod> newlySucceeded,
    List<JobPod> newlyFailed,
    long succeeded,
    long failed,
    IndexSet succeededIndexes,
    Optional<IndexSet> failedIndexes,
    Map<Integer, JobPod> delayed) {

  static JobTally of(JobView job, List<JobPod> pods) {
    List<String> countedAsSucceeded = job.uncounted("succeeded");
    List<String> countedAsFailed = job.uncounted("failed");
    List<JobPod> candidates =
        pods.stream()
            .filter(JobPod::isTracked)
            .filter(pod -> !countedAsFailed.contains(pod.uid()))
            .filter(pod -> !countedAsSucceeded.contains(pod.uid()))
            .filter(pod -> !job.isIndexed() || job.isValidIndex(pod.index()))
            .toList();
    List<JobPod> succeeded = candidates.stream().filter(JobPod::isSucceeded).toList();
    List<JobPod> failed = candidates.stream().filter(pod -> pod.isFailed(job)).toList();
    long failures =
        job.status().integer("failed")
            + countedAsFailed.size()
            + failed.stream().filter(pod -> FailurePolicy.judge(job, pod).counts()).count();
    if (!job.isIndexed()) {
      long successes =
          job.status().integer("succeeded") + countedAsSucceeded.size() + succeeded.size();
      return new JobTally(
          pods, succeeded, failed, successes, failures, IndexSet.EMPTY, Optional.empty(), Map.of());
    }
    IndexSet done = counted(job).with(succeeded.stream().mapToInt(JobPod::index));
    Optional<IndexSet> lost =
        job.backoffLimitPerIndex().isPresent()
            ? Optional.of(failedIndexes(job, pods))
            : Optional.empty();
    Map<Integer, JobPod> delayed =
        lost.map(indexes -> delayed(job, pods, done, indexes)).orElse(Map.of());
    return new JobTally(pods, succeeded, failed, done.size(), failures, done, lost, delayed);
  }

  /// The indexes that the status has as succeeded.
  static IndexSet counted(JobView job) {
    return IndexSet.parse(job.status().string("completedIndexes"), job.completions().orElse(0));
  }

  private static IndexSet failedIndexes(JobView job, List<JobPod> pods) {
    IndexSet before =
        IndexSet.parse(job.status().string("failedIndexes"), job.completions().orElse(0));
    long limit = job.backoffLimitPerIndex().orElse(0);
    return before.with(
        pods.stream()
            .filter(pod -> pod.isFailed(job) && job.isValidIndex(pod.index()))
            .filter(pod -> {
              FailurePolicy.Verdict verdict = FailurePolicy.judge(job, pod);
              return verdict.failsIndex() || verdict.counts() && pod.failures() >= limit;
            })
            .mapToInt(JobPod::index));
  }

  /// Upstream: getPodsWithDelayedDeletionPerIndex.
  private static Map<Integer, JobPod> delayed(
      JobView job, List<JobPod> pods, IndexSet done, IndexSet lost) {
    Map<Integer, JobPod> delayed = new HashMap<>();
    pods.stream()
        .filter(pod -> pod.isTracked() && pod.isFailed(job) && job.isValidIndex(pod.index()))
        .filter(pod -> !done.has(pod.index()) && !lost.has(pod.index()))
        .forEach(pod -> delayed.merge(pod.index(), pod, JobTally::latest));
    pods.stream().filter(pod -> pod.view().isActive()).forEach(pod -> delayed.remove(pod.index()));
    return delayed;
  }

  private static JobPod latest(JobPod a, JobPod b) {
    int before = a.failures() + a.ignoredFailures();
    return b.failures() + b.ignoredFailures() > before ? b : a;
  }

  List<JobPod> active() {
    return pods.stream().filter(pod -> pod.view().isActive()).toList();
  }

  long terminating() {
    return pods.stream()
        .filter(pod -> pod.view().isTerminating() && !pod.view().isFinished())
        .count();
  }

  /// The condition that decides the Job, where there is one, before its pods are looked after.
  Optional<JsonObject> verdict(JobView job, Instant now) {
    return job.condition("SuccessCriteriaMet")
        .or(() -> job.condition("FailureTarget").map(c -> JobConditions.as("Failed", c, now)))
        .or(() -> failure(job, now))
        .or(() ->
            SuccessPolicy.met(job, succeededIndexes)
                .map(message ->
                    JobConditions.holds("SuccessCriteriaMet", "SuccessPolicy", message, now)));
  }

  private Optional<JsonObject> failure(JobView job, Instant now) {
    return pods.stream()
        .filter(pod -> pod.isFailed(job))
        .flatMap(pod -> FailurePolicy.judge(job, pod).message().stream())
        .findFirst()
        .map(message -> failing("PodFailurePolicy", message, now))
        .or(() -> limit(job, now))
        .or(() -> indexes(job, now));
  }

  private Optional<JsonObject> limit(JobView job, Instant now) {
    if (failed > job.backoffLimit() || restartedTooOften(job)) {
      return Optional.of(
          failing("BackoffLimitExceeded", "Job has reached the specified backoff limit", now));
    }
    if (isPastDeadline(job, now)) {
      return Optional.of(
          failing("DeadlineExceeded", "Job was active longer than specified deadline", now));
    }
    return Optional.empty();
  }

  private Optional<JsonObject> indexes(JobView job, Instant now) {
    int lost = failedIndexes.map(IndexSet::size).orElse(0);
    if (lost > job.spec().findLong("maxFailedIndexes").orElse(Long.MAX_VALUE)) {
      return Optional.of(
          failing(
              "MaxFailedIndexesExceeded",
              "Job has exceeded the specified maximal number of failed indexes",
              now));
    }
    if (lost > 0 && lost + succeededIndexes.size() >= job.completions().orElse(0)) {
      return Optional.of(failing("FailedIndexes", "Job has failed indexes", now));
    }
    return Optional.empty();
  }

  private static JsonObject failing(String reason, String message, Instant now) {
    return JobConditions.holds("FailureTarget", reason, message, now);
  }

  /// Upstream: pastBackoffLimitOnFailure.
  private boolean restartedTooOften(JobView job) {
    if (!job.restartsContainers()) {
      return false;
    }
    long restarts =
        pods.stream().filter(pod -> !pod.view().isFinished()).mapToLong(JobPod::allRestarts).sum();
    return job.backoffLimit() == 0 ? restarts > 0 : restarts >= job.backoffLimit();
  }

  private static boolean isPastDeadline(JobView job, Instant now) {
    return job.activeDeadlineSeconds().isPresent()
        && !job.isSuspended()
        && job.startTime()
            .filter(
                start -> !start.plusSeconds(job.activeDeadlineSeconds().getAsLong()).isAfter(now))
            .isPresent();
  }

  /// Whether as many have succeeded as it takes, and nobody works any longer.
  boolean isComplete(JobView job, long active) {
    long enough = job.completions().orElse(1);
    return active == 0 && succeeded >= enough;
  }
}
