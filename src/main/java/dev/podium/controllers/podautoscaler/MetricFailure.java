package dev.podium.controllers.podautoscaler;

/// Why a metric, or a target, gives no number of replicas.
final class MetricFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  MetricFailure(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /// The same, said with what was tried.
  MetricFailure during(String attempt) {
    return new MetricFailure(attempt + ": " + text());
  }
}
