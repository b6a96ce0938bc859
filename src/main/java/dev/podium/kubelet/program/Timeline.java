package dev.podium.kubelet.program;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

  record Line(Duration at, boolean error, String text) {

    String textAt(Instant time) {
      return text.replace(DATE, DATE_FORMAT.format(time)) + "\n";
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
}
