package dev.podium.usage;

/// What the processes of a container say that they use, besides what it uses when it idles.
@FunctionalInterface
public interface ContainerUsage {
  /// Where nothing runs.
  ContainerUsage NONE = (_, _, _, _) -> 0;

  /// In nanocores or in bytes; 0 for a container that does not run.
  long of(SimulatedLoad resource, String namespace, String pod, String container);
}
