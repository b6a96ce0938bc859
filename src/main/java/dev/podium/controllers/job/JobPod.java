package dev.podium.controllers.job;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod of a Job.
record JobPod(PodView view) {
  static final String FINALIZER = "batch.kubernetes.io/job-tracking";
  static final String INDEX = "batch.kubernetes.io/job-completion-index";
  static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
  static final String IGNORED_FAILURES = "batch.kubernetes.io/job-index-ignored-failure-count";

  static JobPod of(ApiObject pod) {
    return new JobPod(PodView.of(pod));
  }

  ApiObject object() {
    return view.object();
  }

  String uid() {
    return object().uid();
  }

  /// Whether its end was not counted yet.
  boolean isTracked() {
    return isTracked(object());
  }

  static boolean isTracked(ApiObject pod) {
    return pod.finalizers().contains(FINALIZER);
  }

  boolean isSucceeded() {
    return view.phase().equals("Succeeded");
  }

  /// A pod on its way out counts as failed where it is replaced at once (isPodFailed).
  boolean isFailed(JobView job) {
    boolean failed = view.phase().equals("Failed");
    return failed || !job.replacesOnlyFailed() && view.isTerminating() && !isSucceeded();
  }

  /// -1 where it has none.
  int index() {
    return number(INDEX, -1);
  }

  int failures() {
    return number(FAILURES, 0);
  }

  int ignoredFailures() {
    return number(IGNORED_FAILURES, 0);
  }

  private int number(String annotation, int otherwise) {
    try {
      int number = object().annotation(annotation).map(Integer::parseInt).orElse(otherwise);
      return number < 0 ? otherwise : number;
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  long allRestarts() {
    return statuses().mapToLong(status -> status.integer("restartCount")).sum();
  }

  /// The statuses of its containers and then of its init containers.
  Stream<JsonObject> statuses() {
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> object().status().objects(list).stream());
  }

  /// When it ended, as well as one can tell (getFinishedTime).
  Instant finishedAt() {
    List<JsonObject> containers = object().status().objects("containerStatuses");
    List<Instant> ends =
        containers.stream()
            .flatMap(c -> Timestamps.find(c.string("state", "terminated", "finishedAt")).stream())
            .toList();
    if (!ends.isEmpty() && ends.size() == containers.size()) {
      return ends.stream().max(Instant::compareTo).orElseThrow();
    }
    return notReadySince()
        .or(() -> object().deletionTimestamp().map(this::deleted))
        .orElseGet(view::created);
  }

  private Optional<Instant> notReadySince() {
    return object().status().objects("conditions").stream()
        .filter(c -> c.string("type").equals("Ready") && c.string("status").equals("False"))
        .flatMap(c -> Timestamps.find(c.string("lastTransitionTime")).stream())
        .findFirst();
  }

  /// When its deletion was asked for, which is before the time by which it is to be gone.
  private Instant deleted(String time) {
    return Timestamps.parse(time)
        .minusSeconds(object().metadata().integer("deletionGracePeriodSeconds"));
  }
}
