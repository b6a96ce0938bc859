package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.printing.Cells;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The Table of jobs.
///
/// Upstream: pkg/printers/internalversion/printers.go (printJob).
final class JobTable {
  private JobTable() {}

  static TableLayout layout() {
    return TableLayout.of(
        JobTable::cells,
        TableLayout.name(),
        TableLayout.string("Status"),
        TableLayout.string("Completions"),
        TableLayout.string("Duration"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide(),
        TableLayout.string("Selector").wide());
  }

  private static List<Object> cells(ApiObject job, Instant now) {
    List<JsonObject> containers = job.spec().objects("template", "spec", "containers");
    return List.of(
        job.name(),
        status(job),
        completions(job),
        duration(job, now),
        Cells.age(job, now),
        Cells.names(containers),
        Cells.images(containers),
        Cells.selector(job.spec().findObject("selector")));
  }

  private static String status(ApiObject job) {
    if (holds(job, "Complete")) {
      return "Complete";
    }
    if (holds(job, "Failed")) {
      return "Failed";
    }
    if (job.isBeingDeleted()) {
      return "Terminating";
    }
    for (String condition : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
      if (holds(job, condition)) {
        return condition;
      }
    }
    return "Running";
  }

  private static boolean holds(ApiObject job, String type) {
    return job.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst()
        .filter(condition -> condition.string("status").equals("True"))
        .isPresent();
  }

  private static String completions(ApiObject job) {
    long succeeded = job.status().integer("succeeded");
    if (job.spec().has("completions")) {
      return succeeded + "/" + job.spec().integer("completions");
    }
    long parallelism = job.spec().integer("parallelism");
    return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
  }

  private static String duration(ApiObject job, Instant now) {
    String start = job.status().string("startTime");
    String end = job.status().string("completionTime");
    if (start.isEmpty()) {
      return "";
    }
    return end.isEmpty()
        ? HumanDuration.since(start, now)
        : HumanDuration.format(Duration.between(Timestamps.parse(start), Timestamps.parse(end)));
  }
}
