package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is wrong with a CronJob.
///
/// Upstream: pkg/apis/batch/validation/validation.go (ValidateCronJobCreate, validateCronJobSpec).
final class CronJobChecks {
  /// A job's name is 63 long at most, and 11 characters of it are the time.
  private static final int LONGEST_NAME = 52;

  private CronJobChecks() {}

  static void create(ApiObject object, List<FieldError> errors) {
    spec(Part.of(object, errors).at("spec"), Optional.empty());
    if (object.name().length() > LONGEST_NAME) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("metadata", "name"),
              object.name(),
              "must be no more than " + LONGEST_NAME + " characters"));
    }
  }

  static void update(ApiObject object, ApiObject old, List<FieldError> errors) {
    spec(Part.of(object, errors).at("spec"), Optional.of(old.spec()));
  }

  private static void spec(Part spec, Optional<JsonObject> old) {
    if (spec.requireText("schedule")) {
      schedule(spec, old.map(o -> o.string("schedule").contains("TZ")).orElse(false));
    }
    spec.notNegative("startingDeadlineSeconds");
    boolean sameZone =
        old.isPresent() && old.get().find("timeZone").equals(spec.value().find("timeZone"));
    if (!sameZone) {
      spec.findString("timeZone")
          .flatMap(CronTimeZone::fault)
          .ifPresent(fault -> spec.invalid("timeZone", fault));
    }
    spec.oneOf("concurrencyPolicy", List.of("Allow", "Forbid", "Replace"));
    jobTemplate(spec.at("jobTemplate", "spec"));
    spec.notNegative("successfulJobsHistoryLimit");
    spec.notNegative("failedJobsHistoryLimit");
  }

  /// @param zoneAllowed whether the schedule named a time zone before, which new ones may not
  private static void schedule(Part spec, boolean zoneAllowed) {
    String schedule = spec.string("schedule");
    try {
      CronSchedule.parse(schedule);
    } catch (IllegalArgumentException e) {
      spec.invalid("schedule", Objects.requireNonNullElse(e.getMessage(), ""));
    }
    if (!schedule.contains("TZ")) {
      return;
    }
    if (!zoneAllowed) {
      spec.invalid("schedule", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    } else if (spec.has("timeZone")) {
      spec.invalid("schedule", "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
  }

  /// Upstream: ValidateJobTemplateSpec.
  private static void jobTemplate(Part job) {
    JobChecks.common(job);
    if (job.has("selector")) {
      job.invalid("selector", "`selector` will be auto-generated");
    }
    if (job.bool("manualSelector")) {
      job.notSupported("manualSelector", List.of("nil", "false"));
    }
  }
}
