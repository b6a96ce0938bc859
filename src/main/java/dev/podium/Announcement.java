package dev.podium;

import dev.podium.web.server.Listeners;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What the start prints: where the cluster is and what to type next.
final class Announcement {
  private Announcement() {}

  static String of(Listeners listeners, Path kubeconfig) {
    StringBuilder text = new StringBuilder();
    text.append(CommandLine.version()).append(ready()).append('\n');
    text.append("  API for kubectl:     ").append(listeners.https()).append('\n');
    listeners
        .http()
        .ifPresent(http ->
            text.append("  API in plain text:   ")
                .append(http)
                .append(" (local user only)\n")
                .append("  Swagger UI:          ")
                .append(http)
                .append("/swagger-ui.html\n"));
    text.append("Type next:\n");
    text.append("  export KUBECONFIG=").append(kubeconfig.toAbsolutePath().normalize());
    return text.append("\n  kubectl get nodes").toString();
  }

  private static String ready() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis() / 1000.0)
        .map(seconds -> String.format(Locale.ROOT, ", ready in %.1f s", seconds))
        .orElse("");
  }
}
