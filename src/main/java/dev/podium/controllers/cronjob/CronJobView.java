package dev.podium.controllers.cronjob;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.batch.CronSchedule;
import dev.podium.resources.batch.CronTimeZone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A CronJob as its controller looks at it.
record CronJobView(ApiObject object) {
  JsonObject spec() {
    return object.spec();
  }

  /// @throws IllegalArgumentException where validation has let something pass
  CronSchedule schedule() {
    return CronSchedule.parse(spec().string("schedule"));
  }

  ZoneId zone() {
    return spec().findString("timeZone").flatMap(CronTimeZone::find).orElse(ZoneOffset.UTC);
  }

  boolean isSuspended() {
    return spec().bool("suspend");
  }

  String concurrencyPolicy() {
    return spec().string("concurrencyPolicy");
  }

  OptionalLong startingDeadlineSeconds() {
    return spec().findLong("startingDeadlineSeconds");
  }

  Optional<Instant> lastScheduleTime() {
    return Timestamps.find(object.status().string("lastScheduleTime"));
  }

  Instant created() {
    return Timestamps.parse(object.creationTimestamp());
  }

  List<JsonObject> active() {
    return object.status().objects("active");
  }

  boolean hasActive(String uid) {
    return active().stream().anyMatch(reference -> reference.string("uid").equals(uid));
  }

  CronJobView withoutActive(String uid) {
    List<JsonObject> others =
        active().stream().filter(reference -> !reference.string("uid").equals(uid)).toList();
    return new CronJobView(
        object.editStatus(status -> {
          if (others.isEmpty()) {
            status.remove("active");
          } else {
            status.set("active", others);
          }
        }));
  }
}
