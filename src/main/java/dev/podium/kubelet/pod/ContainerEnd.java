package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Pulling;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Phase.Starting;
import dev.podium.kubelet.pod.Phase.Stopping;
import dev.podium.kubelet.pod.Phase.Waiting;
import dev.podium.kubelet.pod.PodRun.Failure;
import dev.podium.kubelet.process.Signal;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a container is stopped: its hook, its signal, and in the end the signal that nobody
/// survives.
///
/// Upstream: kuberuntime/kuberuntime_container.go (killContainer).
final class ContainerEnd {
  /// What a hook that took long leaves. Upstream: minimumGracePeriodInSeconds.
  private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

  private ContainerEnd() {}

  /// The hook first, then the signal, and in the end the signal that nobody survives.
  static void stopping(Sync sync, JsonObject container, Running running, Stopping stopping) {
    if (sync.isDue(stopping.deadline())) {
      running.container().signal(Signal.KILL);
      running
          .container()
          .exit()
          .ifPresent(exit -> ContainerLife.ended(sync, container, running, exit));
      return;
    }
    Optional<Attempt.Outcome> hook = stopping.preStop().flatMap(Attempt::outcome);
    if (!stopping.asked() && (stopping.preStop().isEmpty() || hook.isPresent())) {
      if (hook.filter(outcome -> !outcome.answer().success()).isPresent()) {
        sync.warning(container, "FailedPreStopHook", "PreStopHook failed");
      }
      sync.put(
          container,
          sync.state(container)
              .to(
                  running.stopping(
                      new Stopping(
                          hook.isPresent()
                              ? later(stopping.deadline(), sync.now().plus(LEAST_GRACE))
                              : stopping.deadline(),
                          stopping.preStop(),
                          true))));
      running.container().signal(stopSignal(container, running));
    }
  }

  private static Signal stopSignal(JsonObject container, Running running) {
    return container
        .findString("lifecycle", "stopSignal")
        .or(() -> Optional.of(running.container().image().stopSignal()))
        .flatMap(Signal::parse)
        .orElse(Signal.TERM);
  }

  /// Told to stop: by SIGTERM, and when the grace period is over by SIGKILL.
  static void stop(Sync sync, JsonObject container) {
    ContainerState state = sync.state(container);
    switch (state.phase()) {
      case Pulling _, Starting _ -> sync.put(container, state.reverted());
      case Running running -> {
        if (running.stopping().isEmpty()) {
          stop(sync, container, "Stopping container " + container.string("name"), grace(sync));
        } else {
          shorten(sync, container, running);
        }
      }
      case Waiting _, Ended _ -> {}
    }
  }

  static void stop(Sync sync, JsonObject container, String message, long grace) {
    if (!(sync.state(container).phase() instanceof Running running)) {
      return;
    }
    sync.normal(container, "Killing", message);
    Instant deadline = sync.now().plusSeconds(Math.max(grace, 1));
    Optional<Attempt> preStop =
        container
            .findObject("lifecycle", "preStop")
            .filter(_ -> grace > 0)
            .map(hook -> Handlers.hook(sync, container, running.container(), hook));
    sync.put(
        container,
        sync.state(container).to(running.stopping(new Stopping(deadline, preStop, false))));
  }

  /// A second deletion may leave less time than the first did: from when the kubelet hears of it.
  private static void shorten(Sync sync, JsonObject container, Running running) {
    Stopping stopping = running.stopping().orElseThrow();
    Instant deadline = sync.now().plusSeconds(Math.max(grace(sync), 1));
    if (sync.pod().isBeingDeleted() && deadline.isBefore(stopping.deadline())) {
      sync.put(
          container,
          sync.state(container)
              .to(running.stopping(new Stopping(deadline, stopping.preStop(), stopping.asked()))));
    }
  }

  static long grace(Sync sync) {
    if (sync.run().failure().filter(Failure::disruption).isPresent()) {
      return 1;
    }
    return sync.pod()
        .metadata()
        .findLong("deletionGracePeriodSeconds")
        .orElse(sync.pod().spec().findLong("terminationGracePeriodSeconds").orElse(30));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
