package dev.podium.kubelet.pod;

import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// The probes of a running container: until the one for its start succeeds, the others wait.
record Probes(
    Optional<ProbeState> startup, Optional<ProbeState> readiness, Optional<ProbeState> liveness) {
  enum Kind {
    STARTUP("Startup"),
    READINESS("Readiness"),
    LIVENESS("Liveness");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Probes of(JsonObject container, Instant started) {
    return new Probes(
        container.findObject("startupProbe").map(p -> ProbeState.begin(p, started, false)),
        container.findObject("readinessProbe").map(p -> ProbeState.begin(p, started, false)),
        container.findObject("livenessProbe").map(p -> ProbeState.beginLiveness(p, started)));
  }

  boolean isStarted() {
    return startup.map(ProbeState::healthy).orElse(true);
  }

  boolean isReady() {
    return isStarted() && readiness.map(ProbeState::healthy).orElse(true);
  }

  boolean amountToTheSameAs(Probes others) {
    return isStarted() == others.isStarted() && isReady() == others.isReady();
  }

  Optional<ProbeState> of(Kind kind) {
    return switch (kind) {
      case STARTUP -> startup.filter(probe -> !probe.healthy());
      case READINESS -> isStarted() ? readiness : Optional.empty();
      case LIVENESS -> isStarted() ? liveness : Optional.empty();
    };
  }

  Probes with(Kind kind, ProbeState probe) {
    return switch (kind) {
      case STARTUP -> new Probes(Optional.of(probe), readiness, liveness);
      case READINESS -> new Probes(startup, Optional.of(probe), liveness);
      case LIVENESS -> new Probes(startup, readiness, Optional.of(probe));
    };
  }
}
