package dev.podium.kubelet.program;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The first process of a running container. Safe for use by any thread.
public interface ContainerProcess {
  /// How it ends if nobody stops it; empty where it goes on for ever, as far as is known.
  Optional<Exit> exit();

  /// How it ends when it is sent SIGTERM at some time; empty where it takes no notice.
  Optional<Exit> onTerminate(Instant at);

  /// What it has written up to a time, in order.
  List<LogLine> log(Instant until);

  /// Whether something takes connections on a port.
  boolean listens(int port, Instant at);

  /// Answers a GET, for a probe of the kind `httpGet`.
  ///
  /// @return the status code; empty where nothing listens
  Optional<Integer> httpStatus(int port, String path, Instant at);

  /// Whether its answers to probes are going to stay as they are from a time on, as long as nobody
  /// meddles.
  boolean isSettled(Instant at);

  /// Runs a command beside it, for a probe of the kind `exec` and for hooks.
  Execution execute(List<String> command, Instant at);

  /// What a command did.
  ///
  /// @param code the exit code
  /// @param took how long it ran
  record Execution(int code, String output, Duration took) {}
}
