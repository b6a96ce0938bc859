package dev.podium.controllers.cronjob;

import dev.podium.object.ApiObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A Job of a CronJob.
record JobView(ApiObject object) {
  /// Those that have not started last.
  private static final Comparator<JobView> OLDEST_FIRST =
      Comparator.comparing((JobView job) -> job.started().orElse(Instant.MAX))
          .thenComparing(JobView::name);

  String name() {
    return object.name();
  }

  /// `Complete` or `Failed`; empty where it goes on.
  Optional<String> end() {
    return object.status().objects("conditions").stream()
        .filter(condition -> condition.string("status").equals("True"))
        .map(condition -> condition.string("type"))
        .filter(type -> type.equals("Complete") || type.equals("Failed"))
        .findFirst();
  }

  Optional<Instant> completionTime() {
    return Timestamps.find(object.status().string("completionTime"));
  }

  private Optional<Instant> started() {
    return Timestamps.find(object.status().string("startTime"));
  }

  /// The oldest of those that ended in one way, which the history has no room for.
  static List<JobView> forgotten(List<JobView> jobs, String end, long limit) {
    List<JobView> ended =
        jobs.stream()
            .filter(job -> job.end().equals(Optional.of(end)))
            .sorted(OLDEST_FIRST)
            .toList();
    return ended.subList(0, (int) Math.max(0, ended.size() - limit));
  }
}
