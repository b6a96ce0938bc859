package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Waiting;
import java.util.Optional;

/// What a kubelet knows of a container.
///
/// @param shown the phase that the status shows: while a container is made anew, what became of the
///   one before
/// @param restarts how often it was made anew
/// @param dead the latest one that ended
/// @param previous the one that ended before it
/// @param crashes holds up restarts
/// @param pulls holds up pulls
/// @param pullError why the latest pull failed, as the status says
record ContainerState(
    Phase phase,
    Phase shown,
    int restarts,
    Optional<Ended> dead,
    Optional<Ended> previous,
    BackOff crashes,
    BackOff pulls,
    String pullError) {
  static final ContainerState NEW =
      new ContainerState(
          Waiting.FRESH,
          Waiting.FRESH,
          0,
          Optional.empty(),
          Optional.empty(),
          BackOff.NONE,
          BackOff.NONE,
          "");

  ContainerState to(Phase next) {
    Phase visible =
        switch (next) {
          case Phase.Pulling _, Phase.Starting _ -> shown;
          case Phase.Running running -> running.postStart().isPresent() ? shown : next;
          case Waiting _, Ended _ -> next;
        };
    return next instanceof Ended ended
        ? new ContainerState(
            next, visible, restarts, Optional.of(ended), dead, crashes, pulls, pullError)
        : new ContainerState(next, visible, restarts, dead, previous, crashes, pulls, pullError);
  }

  /// What was begun comes to nothing.
  ContainerState reverted() {
    return new ContainerState(shown, shown, restarts, dead, previous, crashes, pulls, pullError);
  }

  ContainerState withRestarts(int number) {
    return new ContainerState(phase, shown, number, dead, previous, crashes, pulls, pullError);
  }

  ContainerState withCrashes(BackOff backOff) {
    return new ContainerState(phase, shown, restarts, dead, previous, backOff, pulls, pullError);
  }

  ContainerState withoutBackOff() {
    return new ContainerState(
        phase, shown, restarts, dead, previous, BackOff.NONE, BackOff.NONE, "");
  }

  ContainerState withPulls(BackOff backOff, String error) {
    return new ContainerState(phase, shown, restarts, dead, previous, crashes, backOff, error);
  }

  boolean isRunning() {
    return phase instanceof Phase.Running;
  }

  /// Whether its hook runs, so that nobody is to know yet that the container does.
  boolean isHooked() {
    return phase instanceof Phase.Running running && running.postStart().isPresent();
  }

  boolean isReady() {
    return phase instanceof Phase.Running running && !isHooked() && running.probes().isReady();
  }

  boolean isStarted() {
    return phase instanceof Phase.Running running && !isHooked() && running.probes().isStarted();
  }
}
