package dev.podium.controllers.cronjob;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.batch.CronSchedule;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Starts Jobs on schedule, keeps the list of those that run, and forgets the oldest.
///
/// Upstream: pkg/controller/cronjob/cronjob_controllerv2.go.
public final class CronJobController implements Reconciler {
  /// By so much later than scheduled it wakes, since timers may be early (nextScheduleDelta).
  private static final Duration MARGIN = Duration.ofMillis(100);

  private static final DateTimeFormatter RFC1123Z =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss Z", Locale.ENGLISH);
  private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

  private final ApiClient client;
  private final Clock clock;
  private final Informer cronJobs;
  private final Informer jobs;
  private final EventRecorder events;

  private CronJobController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("cronjob-controller");
    this.clock = clock;
    this.cronJobs = loops.informer(Kinds.CRON_JOB);
    this.jobs = loops.informer(Kinds.JOB);
    this.events = new EventRecorder(this.client, clock, "cronjob-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    CronJobController sync = new CronJobController(loops, client, clock);
    loops
        .controller("cronjob", sync)
        .workers(5)
        .on(sync.cronJobs)
        .onOwned(sync.jobs, Kinds.CRON_JOB);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = cronJobs.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    List<JobView> children =
        jobs.controlledBy(found.get().uid()).stream().map(JobView::new).toList();
    CronJobView seen = withoutGone(noted(new CronJobView(found.get()), children), children);
    Instant now = clock.now();
    boolean scheduled = !seen.object().isBeingDeleted() && !seen.isSuspended();
    CronJobView started = scheduled ? start(seen, now) : seen;
    CronJobView cleaned = forget(started, children);
    if (cleaned.object() != found.get()) {
      client.updateStatus(cleaned.object());
    }
    return scheduled ? untilNext(cleaned, now) : Outcome.DONE;
  }

  /// Takes note of the children that have finished, and of those that somebody else has made.
  private CronJobView noted(CronJobView cronJob, List<JobView> children) {
    CronJobView result = cronJob;
    for (JobView job : children) {
      boolean known = result.hasActive(job.object().uid());
      Optional<String> end = job.end();
      if (!known && end.isEmpty()) {
        events.warning(
            cronJob.object(),
            "UnexpectedJob",
            "Saw a job that the controller did not create or forgot: " + job.name());
      } else if (known && end.isPresent()) {
        result = result.withoutActive(job.object().uid());
        events.normal(
            cronJob.object(),
            "SawCompletedJob",
            "Saw completed job: " + job.name() + ", condition: " + end.get());
      }
      result = succeeded(result, job);
    }
    return result;
  }

  private static CronJobView succeeded(CronJobView cronJob, JobView job) {
    Optional<Instant> time =
        job.end().filter(end -> end.equals("Complete")).flatMap(_ -> job.completionTime());
    Optional<Instant> last =
        Timestamps.find(cronJob.object().status().string("lastSuccessfulTime"));
    if (time.isEmpty() || last.isPresent() && !time.get().isAfter(last.get())) {
      return cronJob;
    }
    return new CronJobView(
        cronJob
            .object()
            .editStatus(status -> status.set("lastSuccessfulTime", Timestamps.format(time.get()))));
  }

  private CronJobView withoutGone(CronJobView cronJob, List<JobView> children) {
    Set<String> there = new HashSet<>();
    children.forEach(job -> there.add(job.object().uid()));
    CronJobView result = cronJob;
    for (JsonObject reference : cronJob.active()) {
      if (!there.contains(reference.string("uid"))) {
        events.normal(
            cronJob.object(), "MissingJob", "Active job went missing: " + reference.string("name"));
        result = result.withoutActive(reference.string("uid"));
      }
    }
    return result;
  }

  /// Starts a Job where its time has come.
  private CronJobView start(CronJobView cronJob, Instant now) {
    MissedStarts missed = MissedStarts.of(cronJob, cronJob.schedule(), now);
    if (missed.tooMany()) {
      events.warning(
          cronJob.object(),
          "TooManyMissedTimes",
          "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check"
              + " clock skew");
    }
    return missed.latest().map(time -> start(cronJob, time, now)).orElse(cronJob);
  }

  private CronJobView start(CronJobView cronJob, ZonedDateTime time, Instant now) {
    if (isTooLate(cronJob, time, now)) {
      events.warning(
          cronJob.object(),
          "MissSchedule",
          "Missed scheduled time to start a job: "
              + RFC1123Z.format(time.withZoneSameInstant(ZoneOffset.UTC)));
      return cronJob;
    }
    String name = jobName(cronJob, time);
    if (cronJob.active().stream().anyMatch(reference -> reference.string("name").equals(name))
        || cronJob.lastScheduleTime().equals(Optional.of(time.toInstant()))) {
      return cronJob;
    }
    return switch (cronJob.concurrencyPolicy()) {
      case "Forbid" -> {
        if (cronJob.active().isEmpty()) {
          yield create(cronJob, time, name);
        }
        events.normal(
            cronJob.object(),
            "JobAlreadyActive",
            "Not starting job because prior execution is running and concurrency policy is"
                + " Forbid");
        yield cronJob;
      }
      case "Replace" -> create(replaced(cronJob), time, name);
      default -> create(cronJob, time, name);
    };
  }

  private static boolean isTooLate(CronJobView cronJob, ZonedDateTime time, Instant now) {
    return cronJob.startingDeadlineSeconds().isPresent()
        && time.toInstant()
            .plusSeconds(cronJob.startingDeadlineSeconds().getAsLong())
            .isBefore(now);
  }

  private CronJobView replaced(CronJobView cronJob) {
    CronJobView result = cronJob;
    for (JsonObject reference : cronJob.active()) {
      result = delete(result, reference.string("name"), reference.string("uid"));
    }
    return result;
  }

  private CronJobView create(CronJobView cronJob, ZonedDateTime time, String name) {
    ApiObject job;
    try {
      job = client.create(job(cronJob, time, name));
      events.normal(cronJob.object(), "SuccessfulCreate", "Created job " + job.name());
    } catch (ApiException e) {
      Optional<ApiObject> existing =
          client
              .find(Kinds.JOB, cronJob.object().namespace(), name)
              .filter(found ->
                  found
                      .controllerReference()
                      .filter(o -> o.string("uid").equals(cronJob.object().uid()))
                      .isPresent());
      if (e.code() != 409 || existing.isEmpty()) {
        events.warning(cronJob.object(), "FailedCreate", "Error creating job: " + e.message());
        throw e;
      }
      job = existing.get();
    }
    JsonObject reference = EventRecorder.reference(job);
    return new CronJobView(
        cronJob
            .object()
            .editStatus(status -> {
              status.list("active").add(reference);
              status.set("lastScheduleTime", Timestamps.format(time.toInstant()));
            }));
  }

  /// Upstream: getJobFromTemplate2. The name follows from the time, so that no start is made twice.
  private static ApiObject job(CronJobView cronJob, ZonedDateTime time, String name) {
    JsonObject template = cronJob.spec().object("jobTemplate");
    return ApiObject.named(Kinds.JOB, cronJob.object().namespace(), name)
        .editMetadata(metadata -> {
          template.find("metadata", "labels").ifPresent(labels -> metadata.set("labels", labels));
          template
              .find("metadata", "annotations")
              .ifPresent(annotations -> metadata.set("annotations", annotations));
          metadata
              .object("annotations")
              .set(SCHEDULED, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
          metadata.set(
              "ownerReferences", List.of(OwnedObjects.controllerReference(cronJob.object())));
        })
        .with("spec", template.object("spec"));
  }

  private static String jobName(CronJobView cronJob, ZonedDateTime time) {
    return cronJob.object().name() + "-" + time.toEpochSecond() / 60;
  }

  /// Deletes finished Jobs that the history has no room for (cleanupFinishedJobs).
  private CronJobView forget(CronJobView cronJob, List<JobView> children) {
    CronJobView result = cronJob;
    for (String end : List.of("Complete", "Failed")) {
      String field =
          end.equals("Complete") ? "successfulJobsHistoryLimit" : "failedJobsHistoryLimit";
      long limit = cronJob.spec().findLong(field).orElse(Long.MAX_VALUE);
      for (JobView job : JobView.forgotten(children, end, limit)) {
        result = delete(result, job.name(), job.object().uid());
      }
    }
    return result;
  }

  private CronJobView delete(CronJobView cronJob, String name, String uid) {
    try {
      client.delete(
          Kinds.JOB,
          cronJob.object().namespace(),
          name,
          DeleteOptions.propagating(DeleteOptions.Propagation.BACKGROUND));
    } catch (ApiException e) {
      if (e.code() != 404) {
        events.warning(cronJob.object(), "FailedDelete", "Deleted job: " + e.message());
        throw e;
      }
    }
    events.normal(cronJob.object(), "SuccessfulDelete", "Deleted job " + name);
    return cronJob.withoutActive(uid);
  }

  private static Outcome untilNext(CronJobView cronJob, Instant now) {
    CronSchedule schedule = cronJob.schedule();
    return schedule
        .next(now.atZone(cronJob.zone()))
        .map(next -> Outcome.after(Duration.between(now, next.toInstant()).plus(MARGIN)))
        .orElse(Outcome.DONE);
  }
}
