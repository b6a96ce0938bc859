package dev.podium.controllers.podautoscaler;

import java.time.Duration;
import java.time.Instant;

/// What a pod used.
///
/// @param milli thousandths of the resource's unit
/// @param window over which it was measured, up to `time`
record Measurement(long milli, Instant time, Duration window) {
  /// An assumption about a pod that was not measured.
  static Measurement assumed(long milli) {
    return new Measurement(milli, Instant.EPOCH, Duration.ZERO);
  }
}
