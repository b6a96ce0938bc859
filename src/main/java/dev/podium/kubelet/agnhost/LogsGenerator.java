package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.GoDuration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// `agnhost logs-generator`: lines like an API server's, spread over a time (upstream's
/// logs_generator.go).
final class LogsGenerator {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT");
  private static final List<String> NAMESPACES = List.of("kube-system", "default", "ns");
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private LogsGenerator() {}

  static int run(Agnhost host) throws IOException, InterruptedException {
    int total = Integer.parseInt(option(host, "log-lines-total", "t").orElse("0"));
    Duration all = GoDuration.parse(option(host, "run-duration", "d").orElse("0s"));
    if (total <= 0) {
      return invalid(host, "Invalid total number of lines: " + total);
    }
    if (all.isZero()) {
      return invalid(host, "Invalid duration: 0s");
    }
    Duration pause = all.dividedBy(total);
    for (int id = 0; id < total; id++) {
      host.log("I", "logs_generator.go:76", line(id));
      host.self().sleep(pause);
      host.self().checkpoint();
    }
    return 0;
  }

  private static Optional<String> option(Agnhost host, String name, String letter) {
    return host.daemon()
        .option(name)
        .or(() -> host.daemon().option(letter))
        .filter(text -> !name.startsWith("log") || text.matches("\\d{1,9}"));
  }

  private static int invalid(Agnhost host, String text) {
    host.log("F", "logs_generator.go:64", text);
    return 255;
  }

  private static String line(int id) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder pod = new StringBuilder();
    for (int length = random.nextInt(3, 5); length > 0; length--) {
      pod.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return "%d %s /api/v1/namespaces/%s/pods/%s %d"
        .formatted(
            id,
            METHODS.get(random.nextInt(3)),
            NAMESPACES.get(random.nextInt(3)),
            pod,
            random.nextInt(200, 600));
  }
}
