package dev.podium.controllers.job;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One look at one Job: what is decided on the way is kept here until it is written.
///
/// A pod is counted in three steps, so that none is counted twice or not at all: its uid goes into
/// `uncountedTerminatedPods`, then its finalizer is removed, then it moves into the count.
///
/// Upstream: syncJob, manageJob and trackJobStatusAndRemoveFinalizers in
/// pkg/controller/job/job_controller.go.
final class JobSync {
  private static final int BURST = 500;

  private final ApiClient client;
  private final PodControl control;
  private final EventRecorder events;
  private final Instant now;
  private final JobTally tally;
  private final Backoff backoff;
  private final List<JobPod> activePods;

  private JobView job;
  private ApiObject stored;
  private boolean counted;
  private long active;
  private long ready;
  private long terminating;
  private Optional<JsonObject> verdict = Optional.empty();
  private Optional<Duration> again = Optional.empty();
  private Optional<ApiException> failure = Optional.empty();

  JobSync(
      ApiClient client,
      EventRecorder events,
      JobView job,
      List<JobPod> pods,
      Backoff before,
      Instant now) {
    this.client = client;
    this.control = new PodControl(client, events);
    this.events = events;
    this.now = now;
    this.job = job;
    this.stored = job.object();
    this.tally = JobTally.of(job, pods);
    this.backoff = before.after(tally.newlySucceeded(), tally.newlyFailed());
    this.activePods = tally.active();
    this.active = activePods.size();
    this.ready = activePods.stream().filter(pod -> pod.view().isReady()).count();
    this.terminating = tally.terminating();
  }

  /// What to remember; empty where the ends were not counted and will be seen again.
  Optional<Backoff> backoff() {
    return counted ? Optional.of(backoff) : Optional.empty();
  }

  Outcome run() {
    editStatus(status -> {
      if (!status.has("uncountedTerminatedPods")) {
        status.set("uncountedTerminatedPods", JsonObject.EMPTY);
      }
      if (!status.has("startTime") && !job.isSuspended()) {
        status.set("startTime", Timestamps.format(now));
      }
    });
    verdict = tally.verdict(job, now);
    if (verdict.isPresent()) {
      stopActive();
    } else {
      untilDeadline();
      manage();
    }
    editStatus(status -> {
      count(status, "active", active);
      status.set("ready", ready);
      status.set("terminating", terminating);
    });
    track();
    counted = true;
    failure.ifPresent(f -> {
      throw f;
    });
    return again.map(Outcome::after).orElse(Outcome.DONE);
  }

  private void editStatus(Consumer<ObjectDraft> change) {
    job = new JobView(job.object().editStatus(change));
  }

  /// Go leaves a zero out.
  private static void count(ObjectDraft status, String field, long number) {
    if (number == 0) {
      status.remove(field);
    } else {
      status.set(field, number);
    }
  }

  private void flush() {
    if (job.object() != stored) {
      stored = client.updateStatus(job.object());
      job = new JobView(stored);
    }
  }

  private void untilDeadline() {
    if (job.activeDeadlineSeconds().isPresent() && !job.isSuspended()) {
      Instant deadline =
          job.startTime().orElse(now).plusSeconds(job.activeDeadlineSeconds().getAsLong());
      lookAgain(Duration.between(now, deadline));
    }
  }

  private void lookAgain(Duration delay) {
    again = Optional.of(again.filter(sooner -> sooner.compareTo(delay) < 0).orElse(delay));
  }

  /// The Job is decided: nobody need go on.
  private void stopActive() {
    remove(activePods, false);
    if (failure.isPresent()) {
      verdict = Optional.empty();
    }
  }

  private void remove(List<JobPod> pods, boolean uncounted) {
    for (JobPod pod : pods) {
      try {
        if (uncounted) {
          control.untrack(pod.object());
        }
        control.delete(job.object(), pod);
        active--;
        terminating++;
        ready -= pod.view().isReady() ? 1 : 0;
      } catch (ApiException e) {
        failure = Optional.of(e);
      }
    }
  }

  private void manage() {
    boolean managed = !job.object().isBeingDeleted();
    if (managed && job.isSuspended()) {
      remove(RemovalOrder.choose(job, activePods, activePods.size()), true);
    } else if (managed) {
      adjust();
    }
    if (tally.isComplete(job, active)) {
      verdict =
          Optional.of(
              JobConditions.holds(
                  "SuccessCriteriaMet",
                  "CompletionsReached",
                  "Reached expected number of succeeded pods",
                  now));
    } else if (managed) {
      tellSuspension();
    }
  }

  private void tellSuspension() {
    boolean suspended = job.isSuspended();
    JsonObject condition = suspended ? JobConditions.suspended(now) : JobConditions.resumed(now);
    editStatus(status -> {
      if (JobConditions.put(status, condition)) {
        if (!suspended) {
          status.set("startTime", Timestamps.format(now));
        }
        events.normal(
            job.object(), suspended ? "Suspended" : "Resumed", condition.string("message"));
      }
    });
  }

  /// Makes or removes pods, never both in one round.
  private void adjust() {
    long wanted = wanted();
    int surplus = (int) Math.max(0, active - wanted);
    List<JobPod> removed = RemovalOrder.choose(job, activePods, surplus);
    if (!removed.isEmpty()) {
      remove(removed.subList(0, Math.min(BURST, removed.size())), true);
      return;
    }
    long leaving = job.replacesOnlyFailed() ? terminating : 0;
    long missing = Math.min(wanted - leaving - active, BURST);
    if (missing > 0) {
      create((int) missing);
    }
  }

  private long wanted() {
    if (job.completions().isEmpty()) {
      return tally.succeeded() > 0 ? active : job.parallelism();
    }
    long left = job.completions().getAsLong() - tally.succeeded();
    return Math.max(0, Math.min(left, job.parallelism()));
  }

  private void create(int missing) {
    boolean perIndex = job.backoffLimitPerIndex().isPresent();
    Duration wait = perIndex ? Duration.ZERO : backoff.remaining(now);
    List<ApiObject> pods = new ArrayList<>();
    if (wait.isZero() && job.isIndexed()) {
      wait = indexedPods(missing, pods);
    } else if (wait.isZero()) {
      for (int i = 0; i < missing; i++) {
        pods.add(JobPodTemplate.pod(job));
      }
    }
    if (pods.isEmpty() && wait.isPositive()) {
      lookAgain(wait);
      // Upstream reports no active pods while it waits.
      active = 0;
      return;
    }
    for (ApiObject pod : pods) {
      try {
        control.create(job.object(), pod);
        active++;
      } catch (ApiException e) {
        failure = Optional.of(e);
        return;
      }
    }
  }

  /// Adds the pods of the indexes whose turn it is.
  ///
  /// @return how long to wait where there are none, since all of them have failed just now
  private Duration indexedPods(int missing, List<ApiObject> pods) {
    List<JobPod> running =
        job.replacesOnlyFailed()
            ? tally.pods().stream().filter(pod -> !pod.view().isFinished()).toList()
            : activePods;
    IndexSet taken =
        tally
            .succeededIndexes()
            .with(tally.failedIndexes().orElse(IndexSet.EMPTY))
            .with(running.stream().mapToInt(JobPod::index).filter(job::isValidIndex));
    Duration wait = Duration.ZERO;
    for (int index : taken.firstMissing(missing, job.completions().orElse(0))) {
      Optional<JobPod> replaced = Optional.ofNullable(tally.delayed().get(index));
      Duration delay = replaced.map(this::delay).orElse(Duration.ZERO);
      if (delay.isZero()) {
        pods.add(JobPodTemplate.pod(job, index, replaced));
      } else if (wait.isZero() || delay.compareTo(wait) < 0) {
        wait = delay;
      }
    }
    if (wait.isPositive()) {
      lookAgain(wait);
    }
    return wait;
  }

  private Duration delay(JobPod failed) {
    int failures = JobPodTemplate.newFailures(job, failed) + failed.ignoredFailures();
    return Backoff.remaining(Math.max(1, failures), failed.finishedAt(), now);
  }

  private void track() {
    Set<String> tracked = new HashSet<>();
    tally.pods().stream().filter(JobPod::isTracked).forEach(pod -> tracked.add(pod.uid()));
    countUntracked(tracked);
    List<JobPod> ended = tally.pods().stream().filter(this::isToBeCounted).limit(BURST).toList();
    countIndexes(ended);
    editStatus(status -> {
      ended.forEach(pod -> note(status, pod));
      verdict
          .filter(v -> !v.string("type").equals("Failed"))
          .ifPresent(v -> JobConditions.put(status, v));
    });
    flush();
    for (JobPod pod : ended) {
      control.untrack(pod.object());
      tracked.remove(pod.uid());
    }
    countUntracked(tracked);
    finish(ended.size() == BURST);
  }

  private boolean isToBeCounted(JobPod pod) {
    if (!pod.isTracked()) {
      return false;
    }
    if (job.object().isBeingDeleted() || verdict.isPresent() || pod.isSucceeded()) {
      return true;
    }
    boolean delayed =
        Optional.ofNullable(tally.delayed().get(pod.index()))
            .filter(other -> other.uid().equals(pod.uid()))
            .isPresent();
    return pod.isFailed(job) && !delayed;
  }

  private void countIndexes(List<JobPod> ended) {
    if (!job.isIndexed()) {
      return;
    }
    IndexSet done =
        JobTally.counted(job)
            .with(
                ended.stream()
                    .filter(JobPod::isSucceeded)
                    .mapToInt(JobPod::index)
                    .filter(job::isValidIndex));
    editStatus(status -> {
      count(status, "succeeded", done.size());
      if (done.size() > 0) {
        status.set("completedIndexes", done.toString());
      } else {
        status.remove("completedIndexes");
      }
      tally.failedIndexes().ifPresent(lost -> status.set("failedIndexes", lost.toString()));
    });
  }

  /// Puts the uid of an ended pod where it waits for its finalizer to go.
  private void note(ObjectDraft status, JobPod pod) {
    List<String> failed = job.uncounted("failed");
    boolean decided =
        verdict.filter(v -> !v.string("type").equals("SuccessCriteriaMet")).isPresent();
    if (pod.isSucceeded() && !failed.contains(pod.uid())) {
      if (!job.isIndexed()) {
        add(status, "succeeded", pod.uid());
      }
    } else if (pod.isFailed(job) || decided) {
      boolean valid = !job.isIndexed() || job.isValidIndex(pod.index());
      if (valid && FailurePolicy.judge(job, pod).counts()) {
        add(status, "failed", pod.uid());
      }
    }
  }

  private static void add(ObjectDraft status, String outcome, String uid) {
    ObjectDraft uncounted = status.object("uncountedTerminatedPods");
    if (!uncounted.freeze().strings(outcome).contains(uid)) {
      uncounted.list(outcome).add(uid);
    }
  }

  /// Moves those that nothing holds any longer from the lists into the counts.
  private void countUntracked(Set<String> tracked) {
    editStatus(status -> {
      for (String outcome : List.of("succeeded", "failed")) {
        List<String> before = job.uncounted(outcome);
        List<String> waiting = before.stream().filter(tracked::contains).toList();
        if (waiting.size() < before.size()) {
          count(status, outcome, job.status().integer(outcome) + before.size() - waiting.size());
          ObjectDraft uncounted = status.object("uncountedTerminatedPods");
          if (waiting.isEmpty()) {
            uncounted.remove(outcome);
          } else {
            uncounted.set(outcome, waiting);
          }
        }
      }
      if (!status.has("uncountedTerminatedPods")) {
        status.set("uncountedTerminatedPods", JsonObject.EMPTY);
      }
    });
  }

  /// Upstream: enactJobFinished, recordJobFinished.
  private void finish(boolean more) {
    boolean counted = job.status().object("uncountedTerminatedPods").isEmpty();
    if (verdict.isEmpty() || more || !counted || terminating > 0) {
      flush();
      return;
    }
    boolean complete = verdict.get().string("type").equals("SuccessCriteriaMet");
    JsonObject end = JobConditions.as(complete ? "Complete" : "Failed", verdict.get(), now);
    editStatus(status -> {
      JobConditions.put(status, end);
      if (complete) {
        status.set("completionTime", Timestamps.format(now));
      }
    });
    flush();
    if (!complete) {
      events.warning(job.object(), end.string("reason"), end.string("message"));
      return;
    }
    if (job.status().integer("succeeded") > job.completions().orElse(Long.MAX_VALUE)) {
      events.warning(
          job.object(),
          "TooManySucceededPods",
          "Too many succeeded pods running after completion count reached");
    }
    events.normal(job.object(), "Completed", "Job completed");
  }
}
