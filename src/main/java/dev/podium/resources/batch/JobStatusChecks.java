package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// What the status of a Job may come to: whoever writes it, a finished job stays finished and its
/// counts grow.
///
/// Most rules hold only where a field that they are about has changed, so that a status that broke
/// them before can still be written.
///
/// Upstream: pkg/apis/batch/validation/validation.go (ValidateJobUpdateStatus) and
/// pkg/registry/batch/job/strategy.go (getStatusValidationOptions).
final class JobStatusChecks {
  private static final String COMPLETED_INDEXES = "completedIndexes";
  private static final String FAILED_INDEXES = "failedIndexes";
  private static final String COMPLETION_TIME = "completionTime";
  private static final String START_TIME = "startTime";
  private static final String UNCOUNTED = "uncountedTerminatedPods";

  private final JsonObject spec;
  private final Part status;
  private final JsonObject old;
  private final Conditions now;
  private final Conditions before;

  private JobStatusChecks(ApiObject job, ApiObject old, List<FieldError> errors) {
    this.spec = job.spec();
    this.status = Part.of(job, errors).at("status");
    this.old = old.status();
    this.now = new Conditions(job.status());
    this.before = new Conditions(this.old);
  }

  /// The conditions that are true.
  private record Conditions(JsonObject status) {
    boolean has(String type) {
      return status.objects("conditions").stream()
          .anyMatch(condition ->
              condition.string("type").equals(type) && condition.string("status").equals("True"));
    }

    boolean complete() {
      return has("Complete");
    }

    boolean failed() {
      return has("Failed");
    }

    boolean finished() {
      return complete() || failed();
    }

    boolean succeeds() {
      return has("SuccessCriteriaMet");
    }

    boolean fails() {
      return has("FailureTarget");
    }
  }

  static void check(ApiObject job, ApiObject old, List<FieldError> errors) {
    JobStatusChecks checks = new JobStatusChecks(job, old, errors);
    checks.numbers();
    checks.contradictions();
    checks.times();
    checks.finishing();
    checks.indexes();
    checks.success();
    checks.onlyForward();
  }

  private boolean changed(String... fields) {
    return Stream.of(fields)
        .anyMatch(field -> !Objects.equals(status.value().get(field), old.get(field)));
  }

  private boolean finishedChanged() {
    return now.finished() != before.finished();
  }

  private boolean completeChanged() {
    return now.complete() != before.complete();
  }

  private void condition(boolean wrong, String detail) {
    if (wrong) {
      status.add(FieldError.invalidWithoutValue(status.child("conditions"), detail));
    }
  }

  private void invalid(boolean wrong, String field, String detail) {
    if (wrong) {
      status.invalid(field, detail);
    }
  }

  private void numbers() {
    List.of("active", "succeeded", "failed", "ready", "terminating").forEach(status::notNegative);
    Part uncounted = status.at(UNCOUNTED);
    Set<String> seen = new HashSet<>();
    for (String list : List.of("succeeded", "failed")) {
      List<String> uids = uncounted.strings(list);
      for (int i = 0; i < uids.size(); i++) {
        if (uids.get(i).isEmpty()) {
          uncounted.add(
              FieldError.invalid(uncounted.child(list).index(i), "", "must not be empty"));
        } else if (!seen.add(uids.get(i))) {
          uncounted.add(FieldError.duplicate(uncounted.child(list).index(i), uids.get(i)));
        }
      }
    }
  }

  private void contradictions() {
    condition(
        (completeChanged() || now.failed() != before.failed()) && now.complete() && now.failed(),
        "cannot set Complete=True and Failed=true conditions");
    condition(
        (completeChanged() || now.fails() != before.fails()) && now.complete() && now.fails(),
        "cannot set Complete=True and FailureTarget=true conditions");
  }

  private void times() {
    boolean completed = status.has(COMPLETION_TIME);
    if (completeChanged() || changed(COMPLETION_TIME)) {
      invalid(
          completed && !now.complete(),
          COMPLETION_TIME,
          "cannot set completionTime when there is no Complete=True condition");
      if (!completed && now.complete()) {
        status.required(COMPLETION_TIME, "completionTime is required for Complete jobs");
      }
    }
    invalid(
        changed(START_TIME, COMPLETION_TIME)
            && completed
            && status.has(START_TIME)
            && Instant.parse(status.string(COMPLETION_TIME))
                .isBefore(Instant.parse(status.string(START_TIME))),
        COMPLETION_TIME,
        "completionTime cannot be set before startTime");
  }

  private void finishing() {
    condition(
        (now.failed() != before.failed() || now.fails() != before.fails())
            && now.failed()
            && !now.fails(),
        "cannot set Failed=True condition without the FailureTarget=true condition");
    condition(
        (completeChanged() || now.succeeds() != before.succeeds())
            && now.complete()
            && !now.succeeds(),
        "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    boolean finished = now.finished();
    boolean asleep = spec.bool("suspend") && spec.findLong("completions").orElse(1) == 0;
    invalid(
        finished && (finishedChanged() || changed("active")) && status.integer("active") > 0,
        "active",
        "active>0 is invalid for finished job");
    if (finished
        && (finishedChanged() || changed(START_TIME))
        && !asleep
        && !status.has(START_TIME)) {
      status.required(START_TIME, "startTime is required for finished job");
    }
    Part uncounted = status.at(UNCOUNTED);
    invalid(
        finished
            && (finishedChanged() || changed(UNCOUNTED))
            && uncounted.array("failed").size() + uncounted.array("succeeded").size() > 0,
        UNCOUNTED,
        "uncountedTerminatedPods needs to be empty for finished job");
  }

  private void indexes() {
    boolean completed = changed(COMPLETED_INDEXES);
    boolean failed = changed(FAILED_INDEXES);
    boolean perIndex = spec.has("backoffLimitPerIndex");
    OptionalLong completions = spec.findLong("completions");
    if (completions.isPresent()) {
      if (completed) {
        format(COMPLETED_INDEXES, completions.getAsLong());
      }
      if (failed && perIndex) {
        format(FAILED_INDEXES, completions.getAsLong());
      }
    }
    invalid(
        completed
            && !status.string(COMPLETED_INDEXES).isEmpty()
            && !spec.string("completionMode").equals("Indexed"),
        COMPLETED_INDEXES,
        "cannot set non-empty completedIndexes when non-indexed completion mode");
    invalid(
        failed && !perIndex && status.has(FAILED_INDEXES),
        FAILED_INDEXES,
        "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    if ((completed || failed) && completions.isPresent()) {
      overlap(completions.getAsLong());
    }
    invalid(
        now.finished()
            && (finishedChanged() || changed("terminating"))
            && status.integer("terminating") > 0,
        "terminating",
        "terminating>0 is invalid for finished job");
    invalid(
        changed("ready", "active") && status.integer("ready") > status.integer("active"),
        "ready",
        "cannot set more ready pods than active");
  }

  private void format(String field, long completions) {
    try {
      JobIndexes.parse(status.string(field), completions);
    } catch (IllegalArgumentException e) {
      status.invalid(field, "error parsing " + field + ": " + e.getMessage());
    }
  }

  private void overlap(long completions) {
    try {
      JobIndexes completed = JobIndexes.parse(status.string(COMPLETED_INDEXES), completions);
      JobIndexes.parse(status.string(FAILED_INDEXES), completions)
          .overlap(completed)
          .ifPresent(index ->
              status.invalid(
                  FAILED_INDEXES, "failedIndexes and completedIndexes overlap at index: " + index));
    } catch (IllegalArgumentException _) {
      // What cannot be read has been said already.
    }
  }

  private void success() {
    condition(
        now.succeeds() && now.failed(),
        "cannot set SuccessCriteriaMet=True and Failed=true conditions");
    condition(
        now.succeeds() && now.fails(),
        "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    condition(
        spec.has("successPolicy") && !now.succeeds() && now.complete(),
        "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
  }

  private void onlyForward() {
    for (String type : List.of("Failed", "Complete", "FailureTarget")) {
      condition(
          before.has(type) && !now.has(type),
          "cannot disable the terminal " + type + "=True condition");
    }
    invalid(
        status.integer("failed") < old.integer("failed"),
        "failed",
        "cannot decrease the failed counter");
    boolean elastic =
        spec.string("completionMode").equals("Indexed")
            && spec.findLong("completions").equals(spec.findLong("parallelism"));
    invalid(
        !elastic && status.integer("succeeded") < old.integer("succeeded"),
        "succeeded",
        "cannot decrease the succeeded counter");
    invalid(
        status.has(COMPLETION_TIME) && old.has(COMPLETION_TIME) && changed(COMPLETION_TIME),
        COMPLETION_TIME,
        "completionTime cannot be mutated");
    if (old.has(START_TIME) && changed(START_TIME) && !spec.bool("suspend") && !resumed()) {
      status.required(START_TIME, "startTime cannot be removed for unsuspended job");
    }
    condition(
        before.succeeds() && !now.succeeds(),
        "cannot disable the SuccessCriteriaMet=True condition");
    condition(
        before.complete() && !before.succeeds() && now.succeeds(),
        "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
  }

  /// A job that runs again starts again.
  private boolean resumed() {
    return before.has("Suspended") && !now.has("Suspended");
  }
}
