package dev.podium.kubelet.program;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A process that follows a [Timeline].
final class TimedProcess implements ContainerProcess {
  /// What a server needs to end its connections and itself.
  private static final Duration FAREWELL = Duration.ofMillis(200);

  /// Nobody waits longer for a command.
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Launch launch;
  private final Timeline timeline;
  private final Set<Integer> ports;

  /// @param server whether it listens at the ports of the image and of the container
  TimedProcess(Launch launch, Timeline timeline, boolean server) {
    this.launch = launch;
    this.timeline = timeline;
    Set<Integer> listening = new LinkedHashSet<>();
    if (server) {
      listening.addAll(launch.image().ports());
      if (listening.isEmpty()) {
        listening.addAll(launch.ports());
      }
    }
    this.ports = Set.copyOf(listening);
  }

  @Override
  public Optional<Exit> exit() {
    return timeline.exit(launch.at());
  }

  @Override
  public Optional<Exit> onTerminate(Instant at) {
    return timeline.terminates().map(code -> Exit.of(at.plus(FAREWELL), code));
  }

  @Override
  public List<LogLine> log(Instant until) {
    return timeline.log(launch.at(), until);
  }

  @Override
  public boolean listens(int port, Instant at) {
    return ports.contains(port);
  }

  @Override
  public Optional<Integer> httpStatus(int port, String path, Instant at) {
    if (!ports.contains(port)) {
      return Optional.empty();
    }
    boolean known = path.isEmpty() || path.equals("/") || launch.image().entrypoint().isEmpty();
    boolean files =
        launch.image().log().stream().anyMatch(line -> line.contains("docker-entrypoint.d"));
    return Optional.of(known || !files ? 200 : 404);
  }

  @Override
  public boolean isSettled(Instant at) {
    Duration passed = Duration.between(launch.at(), at);
    return timeline.files().stream().noneMatch(change -> change.at().compareTo(passed) > 0);
  }

  @Override
  public Execution execute(List<String> command, Instant at) {
    try {
      Timeline done =
          SimulatedPrograms.commandLine(
              launch, timeline.filesAt(Duration.between(launch.at(), at)), command);
      List<LogLine> log = done.log(at, at.plus(LONGEST));
      String output = String.join("\n", log.stream().map(LogLine::text).toList());
      return new Execution(
          done.end().map(Timeline.End::code).orElse(0),
          output.isEmpty() ? "" : output + "\n",
          done.end().map(Timeline.End::after).orElse(LONGEST));
    } catch (Program.StartFailure e) {
      return new Execution(127, String.valueOf(e.getMessage()), Duration.ZERO);
    }
  }
}
