package dev.podium.kubelet.program;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a command line does, in time since its start: what it writes and how it ends.
///
/// @param lines in order
/// @param loop what goes on for ever after them
/// @param end when and with which exit code it ends
/// @param outOfMemory whether it ends because it took too much memory
/// @param terminates the exit code that SIGTERM leads to; empty where it is ignored
/// @param files what it makes and removes
record Timeline(
    List<Line> lines,
    Optional<Loop> loop,
    Optional<End> end,
    boolean outOfMemory,
    Optional<Integer> terminates,
    List<FileChange> files) {
  /// Stands in a text for the time at which it is written, as `date` prints it.
  static final String DATE = "\0date\0";

  private static final DateTimeFormatter DATE_FORMAT =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' uuuu", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Nobody reads more of a log than this.
  private static final int MOST_LINES = 10_000;

  record Line(Duration at, boolean error, String text) {
    LogLine since(Instant start) {
      Instant time = start.plus(at);
      return new LogLine(time, error, text.replace(DATE, DATE_FORMAT.format(time)));
    }
  }

  /// @param lines of one round, in time since the round began
  record Loop(Duration begin, Duration period, List<Line> lines) {}

  record End(Duration after, int code) {}

  record FileChange(Duration at, String path, boolean exists) {}

  static Timeline endless(List<Line> lines, Optional<Integer> terminates) {
    return new Timeline(lines, Optional.empty(), Optional.empty(), false, terminates, List.of());
  }

  static Timeline ending(Duration after, int code) {
    return new Timeline(
        List.of(),
        Optional.empty(),
        Optional.of(new End(after, code)),
        false,
        Optional.empty(),
        List.of());
  }

  /// Which files it has made and not removed.
  Set<String> filesAt(Duration passed) {
    Set<String> paths = new HashSet<>();
    for (FileChange change : files) {
      if (change.at().compareTo(passed) <= 0) {
        if (change.exists()) {
          paths.add(change.path());
        } else {
          paths.remove(change.path());
        }
      }
    }
    return paths;
  }

  Optional<Exit> exit(Instant start) {
    return end.map(e -> new Exit(start.plus(e.after()), e.code(), outOfMemory));
  }

  List<LogLine> log(Instant start, Instant until) {
    List<LogLine> log = new ArrayList<>();
    Duration passed = Duration.between(start, until);
    lines.stream()
        .filter(line -> line.at().compareTo(passed) <= 0)
        .forEach(line -> log.add(line.since(start)));
    loop.filter(l -> !l.lines().isEmpty()).ifPresent(l -> repeat(l, start, passed, log));
    return log;
  }

  private static void repeat(Loop loop, Instant start, Duration passed, List<LogLine> log) {
    long period = Math.max(1, loop.period().toMillis());
    long rounds = passed.minus(loop.begin()).toMillis() / period;
    long first = Math.max(0, rounds - MOST_LINES / loop.lines().size());
    for (long round = first; round <= rounds; round++) {
      Duration begin = loop.begin().plusMillis(round * period);
      for (Line line : loop.lines()) {
        Duration at = begin.plus(line.at());
        if (at.compareTo(passed) <= 0) {
          log.add(new Line(at, line.error(), line.text()).since(start));
        }
      }
    }
  }
}
