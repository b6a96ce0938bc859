package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.PodRun.Failure;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodConditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The conditions that a kubelet reports; those of others are kept.
///
/// Upstream: pkg/kubelet/status/generate.go.
final class Conditions {
  private static final Set<String> OWN =
      Set.of(
          "PodReadyToStartContainers",
          "Initialized",
          "Ready",
          "ContainersReady",
          "PodScheduled",
          "PodResizePending",
          "PodResizeInProgress",
          "AllContainersRestarting");

  private record Condition(String type, boolean holds, String reason, String message) {}

  private Conditions() {}

  static List<JsonObject> of(ApiObject pod, PodRun run, String phase, Instant now) {
    Condition containers = containersReady(pod, run, phase);
    List<Condition> own =
        List.of(
            new Condition("PodReadyToStartContainers", run.isSandboxReady(), "", ""),
            initialized(pod, run, phase),
            ready(pod, containers, phase),
            containers,
            new Condition("PodScheduled", true, "", ""));
    List<JsonObject> all = new ArrayList<>(ofResizing(pod, run, now));
    own.forEach(condition -> all.add(written(pod, condition, now)));
    restartingAll(pod, run, phase).ifPresent(c -> all.add(written(pod, c, now)));
    ofOthers(pod).stream()
        .filter(other -> all.stream().noneMatch(c -> c.string("type").equals(other.string("type"))))
        .forEach(all::add);
    return all;
  }

  /// Those that somebody else than the kubelet sets.
  static List<JsonObject> ofOthers(ApiObject pod) {
    return pod.status().objects("conditions").stream()
        .filter(condition -> !OWN.contains(condition.string("type")))
        .toList();
  }

  /// Only while they hold.
  private static List<JsonObject> ofResizing(ApiObject pod, PodRun run, Instant now) {
    List<JsonObject> all = new ArrayList<>();
    run.pendingResize()
        .ifPresent(pending ->
            all.add(
                written(
                        pod,
                        new Condition(
                            "PodResizePending",
                            true,
                            pending.why().reason(),
                            pending.why().message()),
                        now)
                    .with("observedGeneration", pending.generation())));
    run.resizeGeneration()
        .ifPresent(generation ->
            all.add(
                written(pod, new Condition("PodResizeInProgress", true, "", ""), now)
                    .with("observedGeneration", generation)));
    run.failure()
        .filter(Failure::disruption)
        .ifPresent(failure ->
            all.add(
                written(
                    pod,
                    new Condition(
                        "DisruptionTarget", true, "TerminationByKubelet", failure.message()),
                    now)));
    return all;
  }

  private static Optional<Condition> restartingAll(ApiObject pod, PodRun run, String phase) {
    return Containers.mayRestartAll(pod)
        ? Optional.of(
            new Condition(
                "AllContainersRestarting",
                run.isRestartingAll(),
                phase.equals("Failed")
                    ? "PodFailed"
                    : phase.equals("Succeeded") ? "PodCompleted" : "",
                ""))
        : Optional.empty();
  }

  private static JsonObject written(ApiObject pod, Condition condition, Instant now) {
    String status = condition.holds() ? "True" : "False";
    Optional<JsonObject> before = PodConditions.find(pod, condition.type());
    String since =
        before
            .filter(b -> b.string("status").equals(status))
            .flatMap(b -> b.findString("lastTransitionTime"))
            .orElse(Timestamps.format(now));
    return JsonObject.EMPTY.edit(written -> {
      written.set("type", condition.type());
      pod.generation().ifPresent(g -> written.set("observedGeneration", g));
      written.set("status", status);
      written.set("lastProbeTime", JsonNull.NULL).set("lastTransitionTime", since);
      if (!condition.reason().isEmpty()) {
        written.set("reason", condition.reason());
      }
      if (!condition.message().isEmpty()) {
        written.set("message", condition.message());
      }
    });
  }

  private static Condition initialized(ApiObject pod, PodRun run, String phase) {
    List<String> incomplete = new ArrayList<>();
    for (JsonObject container : Containers.init(pod)) {
      ContainerState state = run.container(container.string("name"));
      boolean done =
          Containers.isSidecar(container)
              ? state.isStarted() || state.dead().isPresent()
              : state.phase() instanceof Ended ended && ended.succeeded();
      if (!done) {
        incomplete.add(container.string("name"));
      }
    }
    if (phase.equals("Succeeded")) {
      return new Condition("Initialized", true, "PodCompleted", "");
    }
    return incomplete.isEmpty()
        ? new Condition("Initialized", true, "", "")
        : new Condition(
            "Initialized",
            false,
            "ContainersNotInitialized",
            "containers with incomplete status: [" + String.join(" ", incomplete) + "]");
  }

  private static Condition containersReady(ApiObject pod, PodRun run, String phase) {
    if (phase.equals("Succeeded")) {
      return new Condition("ContainersReady", false, "PodCompleted", "");
    }
    if (phase.equals("Failed")) {
      return new Condition("ContainersReady", false, "PodFailed", "");
    }
    List<String> unready = new ArrayList<>();
    Containers.init(pod).stream()
        .filter(Containers::isSidecar)
        .map(container -> container.string("name"))
        .filter(name -> !run.container(name).isReady())
        .forEach(unready::add);
    Containers.regular(pod).stream()
        .map(container -> container.string("name"))
        .filter(name -> !run.container(name).isReady())
        .forEach(unready::add);
    return unready.isEmpty()
        ? new Condition("ContainersReady", true, "", "")
        : new Condition(
            "ContainersReady",
            false,
            "ContainersNotReady",
            "containers with unready status: [" + String.join(" ", unready) + "]");
  }

  private static Condition ready(ApiObject pod, Condition containers, String phase) {
    if (!containers.holds()) {
      return new Condition("Ready", false, containers.reason(), containers.message());
    }
    List<String> missing = new ArrayList<>();
    for (JsonObject gate : pod.spec().objects("readinessGates")) {
      String type = gate.string("conditionType");
      Optional<JsonObject> condition = PodConditions.find(pod, type);
      if (condition.isEmpty()) {
        missing.add(
            "corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
      } else if (!condition.get().string("status").equals("True")) {
        missing.add(
            "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                .formatted(type, condition.get().string("status")));
      }
    }
    return missing.isEmpty()
        ? new Condition("Ready", true, "", "")
        : new Condition("Ready", false, "ReadinessGatesNotReady", String.join(", ", missing));
  }
}
