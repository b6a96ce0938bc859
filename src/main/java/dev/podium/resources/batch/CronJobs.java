package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.pods.PodTemplates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CronJob.
final class CronJobs {
  private CronJobs() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("batch/v1", "CronJob", "cronjobs")
        .shortNames("cj")
        .categories("all")
        .generation()
        .defaults(CronJobs::defaults)
        .prepareCreate(CronJobs::prepareCreate)
        .validate(CronJobChecks::create)
        .validateUpdate(CronJobChecks::update)
        .warn(CronJobs::warnings)
        .table(table())
        .status()
        .build();
  }

  /// Upstream: pkg/apis/batch/v1/defaults.go (SetDefaults_CronJob).
  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefaultString("concurrencyPolicy", "Allow")
        .setDefault("suspend", false)
        .setDefault("successfulJobsHistoryLimit", 3)
        .setDefault("failedJobsHistoryLimit", 1);
    Jobs.templateDefaults(spec.object("jobTemplate", "spec"));
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set("status", JsonObject.EMPTY);
  }

  /// Upstream: pkg/registry/batch/cronjob/strategy.go (WarningsOnCreate, WarningsOnUpdate).
  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    List<String> warnings =
        new ArrayList<>(old.isEmpty() ? PodTemplates.nameWarnings(object) : List.of());
    if (old.isEmpty() || !old.get().generation().equals(object.generation())) {
      warnings.addAll(
          Jobs.specWarnings(
              object.spec().object("jobTemplate", "spec"),
              FieldPath.of("spec", "jobTemplate", "spec")));
    }
    if (object.spec().string("schedule").contains("TZ")) {
      warnings.add(
          "spec.schedule: TZ or CRON_TZ used in schedule is not officially supported, see"
              + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more"
              + " details");
    }
    return warnings;
  }

  private static TableLayout table() {
    return TableLayout.of(
        CronJobs::cells,
        TableLayout.name(),
        TableLayout.string("Schedule"),
        TableLayout.string("Timezone"),
        TableLayout.Column.of("Suspend", "boolean"),
        TableLayout.integer("Active"),
        TableLayout.string("Last Schedule"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide(),
        TableLayout.string("Selector").wide());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    JsonObject spec = object.spec();
    JsonObject job = spec.object("jobTemplate", "spec");
    List<JsonObject> containers = job.objects("template", "spec", "containers");
    String last = object.status().string("lastScheduleTime");
    return List.of(
        object.name(),
        spec.string("schedule"),
        spec.findString("timeZone").orElse(Cells.NONE),
        spec.findBoolean("suspend").map(CronJobs::capitalized).orElse("<unset>"),
        object.status().array("active").size(),
        last.isEmpty() ? Cells.NONE : HumanDuration.since(last, now),
        Cells.age(object, now),
        Cells.names(containers),
        Cells.images(containers),
        Cells.selector(job.findObject("selector")));
  }

  private static String capitalized(boolean value) {
    return value ? "True" : "False";
  }
}
