package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.NodeAdmission.Rejection;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Gives a running pod and its containers the resources that it asks for now, where the node has
/// them.
///
/// Upstream: pkg/kubelet/allocation/allocation_manager.go, kuberuntime_manager.go
/// (computePodResizeAction), pkg/kubelet/events/resize.go.
final class Resizing {
  static final String INFEASIBLE = "Infeasible";
  private static final Duration RETRY = Duration.ofSeconds(3);

  /// Why the pod has not what it asks for.
  record Pending(Rejection why, long generation) {}

  private Resizing() {}

  static void look(Sync sync) {
    PodRun run = sync.run();
    Map<String, JsonObject> desired = desired(sync);
    if (run.allocated().isEmpty()) {
      run.allocate(desired);
      run.begun(run.whole());
    }
    if (!desired.equals(run.allocated())) {
      allocate(sync, desired);
    } else if (run.pendingResize().isPresent()) {
      run.pendingResize(Optional.empty());
    }
    if (run.resizeGeneration().isPresent()) {
      actuate(sync);
    }
  }

  private static Stream<JsonObject> resizable(Sync sync) {
    return Stream.concat(
        Containers.init(sync.pod()).stream().filter(Containers::isSidecar),
        Containers.regular(sync.pod()).stream());
  }

  private static Map<String, JsonObject> desired(Sync sync) {
    Map<String, JsonObject> all = new LinkedHashMap<>();
    Stream.concat(resizable(sync), Stream.of(sync.run().whole()))
        .forEach(c -> all.put(c.string("name"), c.object("resources")));
    return all;
  }

  private static void allocate(Sync sync, Map<String, JsonObject> desired) {
    PodRun run = sync.run();
    long generation = sync.pod().generation().orElse(1);
    Optional<Rejection> refusal = sync.world().lacksRoom(sync.pod());
    if (refusal.isEmpty()) {
      run.allocate(desired);
      run.pendingResize(Optional.empty());
      run.resizes(Optional.of(generation));
      sync.normal("ResizeStarted", "Pod resize started: " + details(sync, generation, ""));
      return;
    }
    Rejection why = refusal.get();
    if (run.pendingResize().filter(p -> p.why().reason().equals(why.reason())).isEmpty()) {
      sync.warning(
          "Resize" + why.reason(),
          "Pod resize %s: %s".formatted(why.reason(), details(sync, generation, why.message())));
    }
    run.pendingResize(Optional.of(new Pending(why, generation)));
    if (!why.reason().equals(INFEASIBLE)) {
      sync.wakeAt(sync.now().plus(RETRY));
    }
  }

  private static void actuate(Sync sync) {
    boolean done = true;
    for (JsonObject container : resizable(sync).toList()) {
      done &= actuate(sync, container);
    }
    if (done) {
      actuateWhole(sync);
      long generation = sync.run().resizeGeneration().orElse(1L);
      sync.run().resizes(Optional.empty());
      sync.normal("ResizeCompleted", "Pod resize completed: " + details(sync, generation, ""));
    }
  }

  /// Containers without limits of their own have the pod's.
  private static void actuateWhole(Sync sync) {
    JsonObject whole = sync.run().whole();
    if (!sync.run().begun("").equals(Optional.of(sync.run().allocated(whole)))) {
      sync.run().begun(whole);
      for (JsonObject container : resizable(sync).toList()) {
        if (sync.state(container).phase() instanceof Running running) {
          running.container().confine(ContainerSpecs.confinement(sync, container));
        }
      }
    }
  }

  /// @return whether the container has what it is to have, or will have it when it begins
  private static boolean actuate(Sync sync, JsonObject container) {
    PodRun run = sync.run();
    String name = container.string("name");
    JsonObject wanted = run.allocated(container);
    boolean right = run.begun(name).filter(given -> !given.equals(wanted)).isEmpty();
    if (right) {
      return !run.restartIsDue(name);
    }
    if (!(sync.state(container).phase() instanceof Running running)) {
      return !run.restartIsDue(name);
    }
    JsonObject given = run.begun(name).orElseThrow();
    if (needsRestart(container, given, wanted)) {
      if (running.stopping().isEmpty()) {
        run.demandRestart(name);
        ContainerEnd.stop(
            sync,
            container,
            "Container " + name + " resize requires restart",
            ContainerEnd.grace(sync));
      }
      return false;
    }
    running.container().confine(ContainerSpecs.confinement(sync, container));
    run.begun(container);
    sync.changed();
    return true;
  }

  private static boolean needsRestart(JsonObject container, JsonObject given, JsonObject wanted) {
    return container.objects("resizePolicy").stream()
        .filter(policy -> policy.string("restartPolicy").equals("RestartContainer"))
        .map(policy -> policy.string("resourceName"))
        .anyMatch(resource ->
            Stream.of("requests", "limits")
                .anyMatch(
                    kind -> !given.string(kind, resource).equals(wanted.string(kind, resource))));
  }

  private static String details(Sync sync, long generation, String error) {
    JsonObject all = JsonObject.EMPTY;
    List<JsonObject> sidecars =
        Containers.init(sync.pod()).stream().filter(Containers::isSidecar).toList();
    if (!sidecars.isEmpty()) {
      all = all.with("initContainers", resources(sidecars));
    }
    all =
        all.with("containers", resources(Containers.regular(sync.pod())))
            .with("generation", generation);
    if (sync.pod().spec().has("resources")) {
      all = all.with("resources", sync.pod().spec().object("resources"));
    }
    return (error.isEmpty() ? all : all.with("error", error)).toString();
  }

  private static JsonArray resources(List<JsonObject> containers) {
    return JsonArray.of(
        containers.stream()
            .map(container ->
                JsonObject.of(
                    "name", container.string("name"), "resources", container.object("resources")))
            .toList());
  }
}
