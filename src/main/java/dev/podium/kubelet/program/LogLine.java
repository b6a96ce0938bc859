package dev.podium.kubelet.program;

import java.time.Instant;

/// A line that a process wrote.
///
/// @param error whether to standard error
public record LogLine(Instant at, boolean error, String text) {}
