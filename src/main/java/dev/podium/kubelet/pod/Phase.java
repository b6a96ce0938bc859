package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.object.JsonObject;
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

  /// @param postStart the hook, as long as it runs; until then nobody sees that the container does
  record Running(
      Instant since,
      String id,
      LiveContainer container,
      Probes probes,
      Optional<Attempt> postStart,
      Optional<Stopping> stopping)
      implements Phase {
    Running with(Probes latest) {
      return new Running(since, id, container, latest, postStart, stopping);
    }

    Running stopping(Stopping how) {
      return new Running(since, id, container, probes, postStart, Optional.of(how));
    }

    /// Once the hook is over.
    Running hooked(Instant now, JsonObject spec) {
      return new Running(since, id, container, Probes.of(spec, now), Optional.empty(), stopping);
    }
  }

  /// @param log what it wrote; empty where it could not be started
  record Ended(
      Instant since,
      Instant at,
      String id,
      int code,
      String reason,
      String message,
      Optional<ContainerLog> log)
      implements Phase {
    boolean succeeded() {
      return code == 0;
    }
  }

  /// A container that was told to stop.
  ///
  /// @param deadline when it is killed
  /// @param preStop the hook that comes first
  /// @param asked whether it was sent its signal
  record Stopping(Instant deadline, Optional<Attempt> preStop, boolean asked) {}
}
