package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.MemoryExhausted;
import java.util.concurrent.locks.ReentrantLock;

/// Charges a container for the memory of its processes: what they say that they take, and what
/// simulating them takes of our own. Past the limit the kernel kills it. Counts, too, what they say
/// that they take of the processor.
///
/// One lock guards the charges; nobody is called while it is held but the kernel, which counts.
final class MemoryCgroup {
  /// The part of what all containers may hold that one of them may.
  private static final int SHARE = 2;

  private final Kernel kernel;
  private final Runnable killer;
  private final ReentrantLock lock = new ReentrantLock();
  private long used;
  private long held;
  private long computing;
  private volatile Confinement confinement;
  private volatile boolean outOfMemory;

  /// @param killer called when more is charged than the limit
  MemoryCgroup(Kernel kernel, Confinement confinement, Runnable killer) {
    this.kernel = kernel;
    this.confinement = confinement;
    this.killer = killer;
  }

  Confinement confinement() {
    return confinement;
  }

  void confine(Confinement latest) {
    confinement = latest;
  }

  /// Whether it was killed for taking too much.
  boolean outOfMemory() {
    return outOfMemory;
  }

  /// In bytes, as its processes say.
  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /// Takes memory for one of its processes.
  void take(long bytes) {
    long charged;
    lock.lock();
    try {
      used += bytes;
      charged = used;
    } finally {
      lock.unlock();
    }
    check(charged);
  }

  /// Takes memory of our own for one of its processes.
  void hold(long bytes) {
    long charged;
    lock.lock();
    try {
      if (bytes > 0 && held + bytes > kernel.mostHeld() / SHARE) {
        throw new MemoryExhausted();
      }
      kernel.hold(bytes);
      held += bytes;
      charged = used + held;
    } finally {
      lock.unlock();
    }
    check(charged);
  }

  private void check(long charged) {
    if (charged > confinement.memoryLimit().orElse(Long.MAX_VALUE)) {
      outOfMemory = true;
      killer.run();
    }
  }

  void compute(long nanocores) {
    lock.lock();
    try {
      computing += nanocores;
    } finally {
      lock.unlock();
    }
  }

  /// In nanocores, as its processes say.
  long computing() {
    lock.lock();
    try {
      return computing;
    } finally {
      lock.unlock();
    }
  }

  /// Gives back what a process had that has ended.
  void free(long bytes) {
    lock.lock();
    try {
      used -= bytes;
    } finally {
      lock.unlock();
    }
  }
}
