package dev.podium.controllers.statefulset;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.util.List;
import java.util.Optional;

/// A StatefulSet as its controller looks at it.
record SetView(ApiObject object) {
  JsonObject spec() {
    return object.spec();
  }

  String name() {
    return object.name();
  }

  LabelSelector selector() {
    return LabelSelector.ofJson(spec().findObject("selector"));
  }

  int replicas() {
    return (int) spec().findLong("replicas").orElse(1);
  }

  /// The number of the first pod.
  int start() {
    return (int) spec().integer("ordinals", "start");
  }

  boolean isInRange(int ordinal) {
    return ordinal >= start() && ordinal < start() + replicas();
  }

  /// Whether pods come and go one after the other.
  boolean isOrdered() {
    return !spec().string("podManagementPolicy").equals("Parallel");
  }

  boolean updatesByItself() {
    return spec().string("updateStrategy", "type").equals("RollingUpdate");
  }

  int partition() {
    return (int) spec().integer("updateStrategy", "rollingUpdate", "partition");
  }

  /// How many pods may be missing during an update; one where nothing is said.
  int maxUnavailable() {
    Optional<Object> value = spec().find("updateStrategy", "rollingUpdate", "maxUnavailable");
    long number =
        switch (value.orElse(1L)) {
          case Long n -> n;
          case String percent ->
              Math.ceilDiv(Long.parseLong(percent.replace("%", "")) * replicas(), 100L);
          default -> 1;
        };
    return (int) Math.max(1, number);
  }

  long minReadySeconds() {
    return spec().integer("minReadySeconds");
  }

  long revisionHistoryLimit() {
    return spec().findLong("revisionHistoryLimit").orElse(10);
  }

  List<JsonObject> claimTemplates() {
    return spec().objects("volumeClaimTemplates");
  }

  boolean deletesClaims(String when) {
    return spec().string("persistentVolumeClaimRetentionPolicy", when).equals("Delete");
  }
}
