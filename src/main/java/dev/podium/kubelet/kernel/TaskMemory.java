package dev.podium.kubelet.kernel;

import java.util.concurrent.atomic.AtomicLong;

/// What one process has of the memory of its container, and of the processor.
final class TaskMemory {
  private final MemoryCgroup cgroup;
  private final TaskState state;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong computing = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  TaskMemory(MemoryCgroup cgroup, TaskState state) {
    this.cgroup = cgroup;
    this.state = state;
  }

  void allocate(long bytes) throws InterruptedException {
    used.addAndGet(bytes);
    cgroup.take(bytes);
    if (state.hasEnded()) {
      throw new InterruptedException();
    }
  }

  void compute(long nanocores) {
    computing.addAndGet(nanocores);
    cgroup.compute(nanocores);
    if (state.hasEnded()) {
      cgroup.compute(-computing.getAndSet(0));
    }
  }

  void hold(long bytes) {
    cgroup.hold(bytes);
    held.addAndGet(bytes);
    if (state.hasEnded()) {
      cgroup.hold(-held.getAndSet(0));
    }
  }

  /// The process has ended.
  void free() {
    cgroup.free(used.get());
    cgroup.hold(-held.getAndSet(0));
    cgroup.compute(-computing.getAndSet(0));
  }
}
