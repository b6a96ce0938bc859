package dev.podium.kubelet.process;

/// What simulates a process would need more memory than it is given.
public final class MemoryExhausted extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MemoryExhausted() {
    super(Errno.Code.ENOMEM.text(), null, false, false);
  }
}
