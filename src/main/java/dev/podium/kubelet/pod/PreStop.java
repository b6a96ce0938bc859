package dev.podium.kubelet.pod;

import dev.podium.kubelet.program.ContainerProcess;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The hook that runs before a container is sent SIGTERM.
final class PreStop {
  private PreStop() {}

  /// When the hook of a container is over.
  static Instant over(JsonObject container, ContainerProcess process, Instant begin) {
    JsonObject hook = container.object("lifecycle", "preStop");
    if (hook.has("sleep")) {
      return begin.plusSeconds(hook.integer("sleep", "seconds"));
    }
    List<String> command = hook.strings("exec", "command");
    return command.isEmpty() ? begin : begin.plus(took(process, command, begin));
  }

  private static Duration took(ContainerProcess process, List<String> command, Instant begin) {
    return process.execute(command, begin).took();
  }
}
