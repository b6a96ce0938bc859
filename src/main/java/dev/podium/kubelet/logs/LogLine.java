package dev.podium.kubelet.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A line that a process wrote.
///
/// @param number counts the lines of one log, from 0
/// @param error whether to standard error
/// @param bytes as they were written, without the end of the line
/// @param complete whether the line had an end
public record LogLine(long number, Instant at, boolean error, byte[] bytes, boolean complete) {
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
