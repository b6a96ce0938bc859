package dev.podium.controllers.daemonset;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.util.Optional;

/// A DaemonSet as its controller looks at it.
record DaemonSetView(ApiObject object) {
  private static final String GENERATION = "deprecated.daemonset.template.generation";

  JsonObject spec() {
    return object.spec();
  }

  LabelSelector selector() {
    return LabelSelector.ofJson(spec().findObject("selector"));
  }

  /// How often the template has changed; empty where nobody can tell.
  Optional<String> templateGeneration() {
    return object.annotation(GENERATION);
  }

  boolean updatesByItself() {
    return spec().string("updateStrategy", "type").equals("RollingUpdate");
  }

  long minReadySeconds() {
    return spec().integer("minReadySeconds");
  }

  long revisionHistoryLimit() {
    return spec().findLong("revisionHistoryLimit").orElse(10);
  }

  boolean surges() {
    return maxSurge(100) > 0;
  }

  /// How many nodes may have an old and a new pod at once.
  long maxSurge(long desired) {
    return updatesByItself() ? number("maxSurge", desired) : 0;
  }

  /// How many of the nodes may be without an available pod during an update.
  long maxUnavailable(long desired) {
    long number = number("maxUnavailable", desired);
    return number == 0 && maxSurge(desired) == 0 ? 1 : number;
  }

  private long number(String field, long desired) {
    Optional<Object> value = spec().find("updateStrategy", "rollingUpdate", field);
    return switch (value.orElse(0L)) {
      case Long number -> number;
      case String percent -> Math.ceilDiv(Long.parseLong(percent.replace("%", "")) * desired, 100L);
      default -> 0;
    };
  }
}
