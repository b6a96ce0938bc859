package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Probes.Kind;
import dev.podium.network.Standing;
import dev.podium.object.JsonObject;
import dev.podium.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Asks the probes of a running container that are due, and takes their answers. A server that
/// always gives the same answers, as the components of the cluster do, is asked once: an idle
/// cluster is idle.
///
/// Upstream: pkg/kubelet/prober (worker.go, prober.go), pkg/probe.
final class ProbeRound {
  private ProbeRound() {}

  static void ask(Sync sync, JsonObject container, Running running) {
    Running current = running;
    for (Kind kind : Kind.values()) {
      Optional<ProbeState> found = current.probes().of(kind);
      if (found.isEmpty()) {
        continue;
      }
      ProbeState probe = found.get();
      Optional<Attempt.Outcome> outcome = probe.attempt().flatMap(Attempt::outcome);
      if (outcome.isPresent()) {
        ProbeState after = take(sync, container, kind, probe, outcome.get());
        current = keep(sync, container, current, current.probes().with(kind, after));
        if (isLost(kind, after)) {
          kill(sync, container, kind, after.handler());
          return;
        }
        probe = after;
      }
      Optional<Standing> settled = probe.settled();
      if (settled.isPresent()) {
        sync.run().wakeWhenOver(settled.get());
        continue;
      }
      if (probe.isUnsettled()) {
        probe = probe.anew(sync.now());
        current = keep(sync, container, current, current.probes().with(kind, probe));
      }
      if (probe.attempt().isEmpty() && sync.isDue(probe.next())) {
        probe = begin(sync, container, current, probe);
        current = keep(sync, container, current, current.probes().with(kind, probe));
      }
      sync.isDue(probe.next());
    }
  }

  private static Running keep(Sync sync, JsonObject container, Running before, Probes probes) {
    Running after = before.with(probes);
    ContainerState state = sync.state(container).to(after);
    if (probes.amountToTheSameAs(before.probes())) {
      sync.note(container, state);
    } else {
      sync.put(container, state);
    }
    return after;
  }

  /// An answer that only confirms the others is taken when the next question is due, which spares
  /// the pod a look; one that comes later than that is taken at once.
  private static ProbeState begin(
      Sync sync, JsonObject container, Running running, ProbeState probe) {
    Clock clock = sync.world().kernel().clock();
    PodRun run = sync.run();
    Instant again = probe.following(sync.now());
    // Before it is asked: what takes the place of whom it asks has said nothing yet.
    Optional<Standing> standing = Handlers.standing(sync, container, probe.handler());
    Attempt question =
        Handlers.probe(
            sync,
            container,
            running.container(),
            probe.handler(),
            answer -> {
              if (!probe.isConfirmedBy(answer) || !clock.now().isBefore(again)) {
                run.wake();
              }
            });
    return probe.asking(question, again, standing);
  }

  private static ProbeState take(
      Sync sync, JsonObject container, Kind kind, ProbeState probe, Attempt.Outcome outcome) {
    Answer answer = outcome.answer();
    return switch (answer.kind()) {
      case SUCCESS -> probe.after(true);
      case WARNING -> {
        sync.warning(container, "ProbeWarning", kind.word() + " probe warning: " + answer.text());
        yield probe.after(true);
      }
      case FAILURE -> {
        sync.warning(container, "Unhealthy", kind.word() + " probe failed: " + answer.text());
        yield probe.after(false);
      }
      case ERROR -> {
        sync.warning(
            container,
            "Unhealthy",
            kind.word() + " probe errored and resulted in unknown state: " + answer.text());
        yield probe.ignored();
      }
    };
  }

  private static boolean isLost(Kind kind, ProbeState probe) {
    return kind != Kind.READINESS
        && !probe.healthy()
        && !probe.latest().orElse(true)
        && probe.streak() >= probe.handler().findLong("failureThreshold").orElse(3);
  }

  private static void kill(Sync sync, JsonObject container, Kind kind, JsonObject handler) {
    String message =
        "Container %s failed %s probe, will be restarted"
            .formatted(container.string("name"), kind == Kind.LIVENESS ? "liveness" : "startup");
    long grace =
        handler
            .findLong("terminationGracePeriodSeconds")
            .orElse(sync.pod().spec().findLong("terminationGracePeriodSeconds").orElse(30));
    ContainerEnd.stop(sync, container, message, grace);
  }
}
