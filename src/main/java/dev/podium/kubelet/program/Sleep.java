package dev.podium.kubelet.program;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `sleep`, which many containers do for ever: it takes no thread.
public final class Sleep implements Program.Service {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?)([smhd]?)");
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Command otherwise;

  /// @param otherwise does what is not just one time
  public Sleep(Command otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public void start(Process self) throws IOException {
    Optional<Duration> time = time(self.arguments());
    if (time.isPresent()) {
      self.exitAfter(time.get());
      return;
    }
    try {
      self.exit(otherwise.run(self));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Duration> time(List<String> arguments) {
    if (arguments.size() != 2) {
      return Optional.empty();
    }
    if (arguments.get(1).equals("infinity") || arguments.get(1).equals("inf")) {
      return Optional.of(FOR_EVER);
    }
    Matcher time = TIME.matcher(arguments.get(1));
    if (!time.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (time.group(2)) {
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 1000;
        };
    return Optional.of(Duration.ofMillis((long) (Double.parseDouble(time.group(1)) * unit)));
  }
}
