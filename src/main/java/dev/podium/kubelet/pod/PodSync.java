package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings the containers of a pod to where they are to be at some time.
///
/// Upstream: pkg/kubelet/kubelet.go (SyncPod, SyncTerminatingPod) and
/// kuberuntime/kuberuntime_manager.go (computePodActions).
public final class PodSync {
  private static final Duration SANDBOX = Duration.ofMillis(150);

  /// More steps at one moment no pod has.
  private static final int MOST_STEPS = 1000;

  private PodSync() {}

  /// @param quiet whether what the same pod's status says cannot have changed
  /// @param wake when to look again though nothing changed
  public record Result(List<PodEvent> events, boolean quiet, Optional<Instant> wake) {}

  public static Result sync(ApiObject pod, PodRun run, World world, Instant now) {
    run.look(pod);
    Sync sync = new Sync(pod, run, world, now);
    for (int step = 0; step < MOST_STEPS && !run.isFinished(); step++) {
      sync.forgetWake();
      advance(sync);
      act(sync);
      if (!sync.takeChanged()) {
        break;
      }
    }
    return new Result(List.copyOf(sync.events()), sync.isQuiet(), sync.wake());
  }

  private static void advance(Sync sync) {
    for (JsonObject container : Containers.all(sync.pod()).toList()) {
      ContainerLife.advance(sync, container);
    }
  }

  private static void act(Sync sync) {
    deadline(sync);
    StorageLimits.look(sync);
    if (sync.pod().isBeingDeleted() || sync.run().failure().isPresent()) {
      terminate(sync);
    } else if (prepare(sync)) {
      Resizing.look(sync);
      if (!NewBeginning.isUnderWay(sync) && isComplete(sync)) {
        terminate(sync);
      } else if (!NewBeginning.holds(sync) && initialize(sync)) {
        Containers.regular(sync.pod()).forEach(container -> keepRunning(sync, container));
        Containers.ephemeral(sync.pod()).forEach(container -> startOnce(sync, container));
      }
    }
  }

  private static void deadline(Sync sync) {
    sync.pod()
        .spec()
        .findLong("activeDeadlineSeconds")
        .ifPresent(seconds -> {
          Instant start =
              sync.pod()
                  .status()
                  .findString("startTime")
                  .map(Timestamps::parse)
                  .orElse(sync.run().seen());
          boolean passed = sync.isDue(start.plusSeconds(seconds));
          if (passed && sync.run().failure().isEmpty() && !sync.pod().isBeingDeleted()) {
            sync.normal(
                "DeadlineExceeded",
                "Pod was active on the node longer than the specified deadline");
            sync.run()
                .fail(
                    "DeadlineExceeded",
                    "Pod was active on the node longer than the specified deadline");
            sync.changed();
          }
        });
  }

  /// Volumes, then the sandbox with its address.
  private static boolean prepare(Sync sync) {
    PodRun run = sync.run();
    if (run.isSandboxReady()) {
      return true;
    }
    if (run.sandboxAt().isEmpty()) {
      if (!VolumeMounts.areReady(sync)) {
        return false;
      }
      if (!Sandboxes.canBeMade(sync)) {
        return false;
      }
      run.makeSandbox(sync.now().plus(sync.world().pause(SANDBOX)));
    }
    if (!sync.isDue(run.sandboxAt().orElseThrow())) {
      return false;
    }
    run.sandboxReady(
        sync.pod().spec().bool("hostNetwork")
            ? sync.world().nodeNetwork(sync.node())
            : sync.world().join(sync.pod()));
    sync.changed();
    return true;
  }

  /// Whether nothing is left to run: every container has ended for good, or an init container
  /// failed for good.
  private static boolean isComplete(Sync sync) {
    ApiObject pod = sync.pod();
    boolean initFailed =
        Containers.init(pod).stream()
            .anyMatch(container ->
                sync.state(container).phase() instanceof Ended ended
                    && !ended.succeeded()
                    && !Containers.initRestarts(pod, container, ended.code()));
    return initFailed
        || Containers.regular(pod).stream()
            .allMatch(container ->
                sync.state(container).phase() instanceof Ended ended
                    && !sync.run().restartIsDue(container.string("name"))
                    && !Containers.restarts(pod, container, ended.code()));
  }

  /// Runs init containers one after the other; a sidecar lets the next one begin once it has
  /// started.
  private static boolean initialize(Sync sync) {
    for (JsonObject container : Containers.init(sync.pod())) {
      ContainerState state = sync.state(container);
      boolean done =
          Containers.isSidecar(container)
              ? state.isStarted() || state.dead().isPresent() && isInitialized(sync)
              : state.phase() instanceof Ended ended && ended.succeeded();
      if (Containers.isSidecar(container) || !done) {
        keepRunning(sync, container);
      }
      if (!done) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInitialized(Sync sync) {
    return Containers.regular(sync.pod()).stream()
        .anyMatch(container -> sync.state(container).phase() != Phase.Waiting.FRESH);
  }

  private static void keepRunning(Sync sync, JsonObject container) {
    ContainerState state = sync.state(container);
    switch (state.phase()) {
      case Phase.Waiting waiting -> {
        if (isOfOtherImage(sync, container)) {
          ContainerLife.beginAnew(sync, container);
        } else if (waiting.retryAt().map(sync::isDue).orElse(true)) {
          if (ContainerLife.AGAIN.contains(waiting.reason())) {
            ContainerLife.restart(sync, container, state.dead().orElseThrow());
          } else {
            ContainerLife.begin(sync, container);
          }
        }
      }
      case Ended ended -> {
        if (sync.run().restartIsDue(container.string("name"))
            || Containers.isMadeAgain(sync.pod(), container, ended.code())) {
          ContainerLife.restart(sync, container, ended);
        }
      }
      case Running running -> replaceOther(sync, container, running);
      case Phase.Pulling _, Phase.Starting _ -> {
        if (isOfOtherImage(sync, container)) {
          ContainerLife.beginAnew(sync, container);
        }
      }
    }
  }

  private static boolean isOfOtherImage(Sync sync, JsonObject container) {
    return sync.run()
        .attempted(container.string("name"))
        .filter(image -> !image.equals(container.string("image")))
        .isPresent();
  }

  /// One that was made from another image than it is to have now is made anew.
  private static void replaceOther(Sync sync, JsonObject container, Running running) {
    String name = container.string("name");
    if (isOfOtherImage(sync, container) && running.stopping().isEmpty()) {
      sync.run().demandRestart(name);
      ContainerEnd.stop(
          sync,
          container,
          "Container " + name + " definition changed, will be restarted",
          ContainerEnd.grace(sync));
    }
  }

  private static void startOnce(Sync sync, JsonObject container) {
    if (sync.state(container).phase() instanceof Phase.Waiting) {
      keepRunning(sync, container);
    }
  }

  /// Stops what runs, sidecars after the others.
  private static void terminate(Sync sync) {
    ApiObject pod = sync.pod();
    List<JsonObject> sidecars =
        Containers.init(pod).stream().filter(Containers::isSidecar).toList().reversed();
    List<JsonObject> others =
        Containers.all(pod).filter(container -> !sidecars.contains(container)).toList();
    others.forEach(container -> ContainerEnd.stop(sync, container));
    if (others.stream().noneMatch(container -> sync.state(container).isRunning())) {
      for (JsonObject sidecar : sidecars) {
        ContainerEnd.stop(sync, sidecar);
        if (sync.state(sidecar).isRunning()) {
          return;
        }
      }
      sync.run().finish();
      sync.changed();
    }
  }
}
