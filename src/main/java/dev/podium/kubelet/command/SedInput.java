package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The lines that `sed` works on, of one file after the other.
final class SedInput {
  private final Cli cli;
  private final Deque<String> paths;
  private Optional<Lines> lines = Optional.empty();

  /// Read already, to know whether there is one.
  private Optional<String> ahead = Optional.empty();

  private boolean lastEnded = true;
  private boolean ended = true;
  private long number;
  private int status;

  SedInput(Cli cli, List<String> paths) {
    this.cli = cli;
    this.paths = new ArrayDeque<>(paths);
  }

  /// How many lines there have been.
  long number() {
    return number;
  }

  /// Whether there is an end of line behind the present one.
  boolean ended() {
    return ended;
  }

  /// The exit code for what could not be read.
  int status() {
    return status;
  }

  /// The next line, of whichever file has one.
  Optional<String> next() throws IOException, InterruptedException {
    fill();
    Optional<String> line = ahead;
    ahead = Optional.empty();
    if (line.isPresent()) {
      number++;
      fill();
      ended = ahead.isPresent() || lines.map(Lines::ended).orElse(lastEnded);
    }
    return line;
  }

  boolean isLast() throws IOException, InterruptedException {
    fill();
    return ahead.isEmpty();
  }

  private void fill() throws IOException, InterruptedException {
    while (ahead.isEmpty()) {
      if (lines.isEmpty()) {
        String path = paths.poll();
        if (path == null) {
          return;
        }
        try {
          lines = Optional.of(new Lines(cli, cli.open(path)));
        } catch (Errno e) {
          status = cli.busybox() ? 1 : 2;
          cli.warn(
              cli.busybox()
                  ? path + ": " + Cli.reason(e)
                  : e.code() == Errno.Code.EISDIR
                      ? "couldn't edit " + path + ": not a regular file"
                      : "can't read " + path + ": " + Cli.reason(e));
          continue;
        }
      }
      ahead = lines.get().next();
      if (ahead.isPresent()) {
        lastEnded = lines.get().ended();
        return;
      }
      lines.get().close();
      lines = Optional.empty();
    }
  }
}
