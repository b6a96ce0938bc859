package dev.podium.runtime;

import java.time.Duration;

/// How a reconciliation that did not fail ended.
public sealed interface Outcome {
  Outcome DONE = new Done();

  static Outcome after(Duration delay) {
    return new After(delay);
  }

  /// Nothing to do until something changes.
  record Done() implements Outcome {}

  /// To be looked at again when `delay` has passed, or as soon as something changes.
  record After(Duration delay) implements Outcome {}
}
