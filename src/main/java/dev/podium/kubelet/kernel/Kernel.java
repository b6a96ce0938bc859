package dev.podium.kubelet.kernel;

import dev.podium.kubelet.files.Disk;
import dev.podium.kubelet.files.ImageLayers;
import dev.podium.kubelet.files.KernelFiles;
import dev.podium.kubelet.logs.LogSpace;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Programs;
import dev.podium.time.Clock;
import dev.podium.time.Workers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all simulated containers have in common. Knows the threads of their processes and ends them
/// when it is closed.
public final class Kernel implements AutoCloseable {
  private final Clock clock;
  private final Programs programs;
  private final Disk disk;
  private final KernelFiles kernelFiles;
  private final ImageLayers imageLayers;
  private final LogSpace logSpace = new LogSpace();

  /// The part of our own memory that all simulated processes together may take.
  private static final int SHARE = 5;

  private final AtomicLong held = new AtomicLong();
  private final long mostHeld;
  private final AtomicInteger busy = new AtomicInteger();
  private final Workers workers = new Workers();

  public Kernel(Clock clock, Programs programs) {
    this(clock, programs, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// @param mostHeld what simulated processes may need of our own memory, in bytes
  public Kernel(Clock clock, Programs programs, long mostHeld) {
    this.mostHeld = mostHeld;
    this.clock = clock;
    this.programs = programs;
    this.disk = new Disk(clock);
    this.kernelFiles = new KernelFiles(disk);
    this.imageLayers = new ImageLayers(disk);
  }

  public Clock clock() {
    return clock;
  }

  public Programs programs() {
    return programs;
  }

  public Disk disk() {
    return disk;
  }

  public KernelFiles kernelFiles() {
    return kernelFiles;
  }

  public ImageLayers imageLayers() {
    return imageLayers;
  }

  LogSpace logSpace() {
    return logSpace;
  }

  /// In bytes.
  long mostHeld() {
    return mostHeld;
  }

  void hold(long bytes) {
    if (held.addAndGet(bytes) > mostHeld && bytes > 0) {
      held.addAndGet(-bytes);
      throw new MemoryExhausted();
    }
  }

  Budget budget() {
    return new Budget(busy);
  }

  /// Runs something of a process on a virtual thread.
  public Thread thread(String name, Runnable work) {
    return workers.thread(name, work);
  }

  /// A thread is not going to be started.
  void forget(Thread thread) {
    workers.forget(thread);
  }

  /// Whether every process waits for something: for time to pass, for input, for another process.
  public boolean isQuiet() {
    return workers.isQuiet();
  }

  /// How many processes run on a thread.
  public int threads() {
    return workers.count();
  }

  @Override
  public void close() {
    workers.close();
  }
}
