package dev.podium.controllers.cronjob;

import dev.podium.resources.batch.CronSchedule;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/// The times since the last start at which a CronJob was to start.
///
/// Upstream: mostRecentScheduleTime in pkg/controller/cronjob/utils.go.
///
/// @param latest empty where there was none
/// @param tooMany whether they are so many that something must be wrong
record MissedStarts(Optional<ZonedDateTime> latest, boolean tooMany) {
  private static final int MANY = 100;

  static MissedStarts of(CronJobView cronJob, CronSchedule schedule, Instant now) {
    ZonedDateTime from = earliest(cronJob, now).atZone(cronJob.zone());
    Optional<ZonedDateTime> latest = Optional.empty();
    int count = 0;
    Optional<ZonedDateTime> next = schedule.next(from);
    while (next.isPresent() && !next.get().toInstant().isAfter(now)) {
      latest = next;
      count++;
      next = schedule.next(next.get());
    }
    return new MissedStarts(latest, count > MANY);
  }

  /// Starts before the deadline are not looked for.
  private static Instant earliest(CronJobView cronJob, Instant now) {
    Instant earliest = cronJob.lastScheduleTime().orElse(cronJob.created());
    if (cronJob.startingDeadlineSeconds().isEmpty()) {
      return earliest;
    }
    Instant deadline = now.minusSeconds(cronJob.startingDeadlineSeconds().getAsLong());
    return deadline.isAfter(earliest) ? deadline : earliest;
  }
}
