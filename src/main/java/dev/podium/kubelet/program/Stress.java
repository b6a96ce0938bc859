package dev.podium.kubelet.program;

import dev.podium.kubelet.process.Process;
import dev.podium.object.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `stress`: takes the memory that it is told to, step by step; only looks busy otherwise.
final class Stress {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int STEPS = 5;
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private Stress() {}

  static int run(Process self) throws InterruptedException, IOException {
    List<String> arguments = self.arguments();
    long workers = number(value(arguments, "--vm", "-m").orElse("0"));
    long bytes =
        value(arguments, "-mem-total").map(Stress::bytes).orElse(0L)
            + Math.max(workers, 0)
                * value(arguments, "--vm-bytes").map(Stress::bytes).orElse(256L << 20);
    String cpus = value(arguments, "--cpu", "-c", "-cpus").orElse("0");
    print(
        self,
        "stress: info: [%d] dispatching hogs: %s cpu, 0 io, %d vm, 0 hdd\n"
            .formatted(self.pid(), cpus, workers));
    for (int i = 0; i < STEPS; i++) {
      self.sleep(self.clock().pause(STEP));
      self.allocate(bytes / STEPS);
    }
    Optional<String> timeout = value(arguments, "--timeout", "-t");
    self.sleep(timeout.map(Stress::duration).orElse(FOR_EVER));
    print(
        self,
        "stress: info: [%d] successful run completed in %ss\n"
            .formatted(self.pid(), timeout.orElse("0").replaceAll("s$", "")));
    return 0;
  }

  private static void print(Process self, String text) throws IOException {
    self.stdout().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// What follows an option, as its own word or after `=`.
  private static Optional<String> value(List<String> arguments, String... names) {
    for (int i = 0; i < arguments.size(); i++) {
      for (String name : names) {
        if (arguments.get(i).equals(name) && i + 1 < arguments.size()) {
          return Optional.of(arguments.get(i + 1));
        }
        if (arguments.get(i).startsWith(name + "=")) {
          return Optional.of(arguments.get(i).substring(name.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  private static long number(String text) {
    return bytes(text.replaceAll("\\D", ""));
  }

  /// `250M` and its like.
  private static long bytes(String text) {
    try {
      return Quantity.parse(
              text.replaceAll("[bB]$", "").replace("K", "k").replace("m", "M").replace("g", "G"))
          .value();
    } catch (IllegalArgumentException _) {
      return 0;
    }
  }

  private static Duration duration(String text) {
    long unit =
        switch (text.isEmpty() ? 's' : text.charAt(text.length() - 1)) {
          case 'm' -> 60;
          case 'h' -> 3600;
          case 'd' -> 86_400;
          default -> 1;
        };
    return Duration.ofSeconds(number(text) * unit);
  }
}
