package dev.podium.kubelet.kernel;

/// Which processes see each other: those of one container, or all of a pod's.
public final class ProcessSpace {
  private final PidNamespace namespace;

  private ProcessSpace(PidNamespace namespace) {
    this.namespace = namespace;
  }

  static ProcessSpace of(PidNamespace namespace) {
    return new ProcessSpace(namespace);
  }

  public static ProcessSpace own() {
    return new ProcessSpace(new PidNamespace(false));
  }

  /// For a pod with `shareProcessNamespace`: no container's process is the first.
  public static ProcessSpace shared() {
    return new ProcessSpace(new PidNamespace(true));
  }

  PidNamespace namespace() {
    return namespace;
  }
}
