package dev.podium.kubelet.program;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one run of a container writes.
///
/// @param end when it ended; empty while it runs
public record ContainerLog(ContainerProcess process, Optional<Instant> end) {
  public List<LogLine> until(Instant now) {
    return process.log(end.filter(e -> e.isBefore(now)).orElse(now));
  }
}
