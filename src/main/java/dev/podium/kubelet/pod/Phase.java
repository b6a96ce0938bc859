package dev.podium.kubelet.pod;

import dev.podium.kubelet.program.ContainerLog;
import dev.podium.kubelet.program.ContainerProcess;
import java.time.Instant;
import java.util.Optional;

/// Where a container is in its life.
sealed interface Phase {
  /// Nothing is done about it, or not before `retryAt`.
  ///
  /// @param reason empty as long as nothing failed
  record Waiting(String reason, String message, Optional<Instant> retryAt) implements Phase {
    static final Waiting FRESH = new Waiting("", "", Optional.empty());
  }

  /// @param failure the words of the runtime if the pull is going to fail
  record Pulling(Instant since, Instant until, Optional<String> failure) implements Phase {}

  /// The image is there; the runtime makes the container.
  record Starting(Instant until) implements Phase {}

  record Running(
      Instant since,
      String id,
      ContainerProcess process,
      Probes probes,
      Optional<Stopping> stopping)
      implements Phase {}

  /// @param process what ran; empty where it could not be started
  record Ended(
      Instant since,
      Instant at,
      String id,
      int code,
      String reason,
      String message,
      Optional<ContainerProcess> process)
      implements Phase {
    Optional<ContainerLog> log() {
      return process.map(p -> new ContainerLog(p, Optional.of(at)));
    }

    boolean succeeded() {
      return code == 0;
    }
  }

  /// A container that was told to stop.
  ///
  /// @param deadline when it is killed
  /// @param at when it ends
  /// @param code what it ends with
  record Stopping(Instant deadline, Instant at, int code) {}
}
