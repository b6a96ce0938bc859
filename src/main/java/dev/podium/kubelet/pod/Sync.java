package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One look at a pod: what is known, what time it is, and what comes of it.
final class Sync {
  private final ApiObject pod;
  private final PodRun run;
  private final World world;
  private final Instant now;
  private final List<PodEvent> events = new ArrayList<>();
  private Optional<Instant> wake = Optional.empty();
  private boolean changed;
  private boolean quiet = true;

  Sync(ApiObject pod, PodRun run, World world, Instant now) {
    this.pod = pod;
    this.run = run;
    this.world = world;
    this.now = now;
  }

  ApiObject pod() {
    return pod;
  }

  PodRun run() {
    return run;
  }

  World world() {
    return world;
  }

  Instant now() {
    return now;
  }

  String node() {
    return pod.spec().string("nodeName");
  }

  ContainerState state(JsonObject container) {
    return run.container(container.string("name"));
  }

  void put(JsonObject container, ContainerState state) {
    run.put(container.string("name"), state);
    changed();
  }

  /// For what no other decision about the pod depends on.
  void note(JsonObject container, ContainerState state) {
    run.put(container.string("name"), state);
  }

  void changed() {
    changed = true;
    quiet = false;
  }

  /// Whether there was nothing to be decided and nothing to be told.
  boolean isQuiet() {
    return quiet && events.isEmpty() && run.pendingResize().isEmpty();
  }

  /// Whether anything was changed since this was asked last.
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  void normal(JsonObject container, String reason, String message) {
    event(container, "Normal", reason, message);
  }

  void warning(JsonObject container, String reason, String message) {
    event(container, "Warning", reason, message);
  }

  private void event(JsonObject container, String type, String reason, String message) {
    events.add(
        new PodEvent(Containers.fieldPath(pod, container.string("name")), type, reason, message));
  }

  void warning(String reason, String message) {
    events.add(new PodEvent("", "Warning", reason, message));
  }

  void normal(String reason, String message) {
    events.add(new PodEvent("", "Normal", reason, message));
  }

  List<PodEvent> events() {
    return events;
  }

  /// Whether a time has come; where it has not, the pod is looked at again then.
  boolean isDue(Instant time) {
    if (!time.isAfter(now)) {
      return true;
    }
    wakeAt(time);
    return false;
  }

  void wakeAt(Instant time) {
    wake = wake.filter(earlier -> !earlier.isAfter(time)).or(() -> Optional.of(time));
  }

  Optional<Instant> wake() {
    return wake;
  }

  void forgetWake() {
    wake = Optional.empty();
  }
}
