package dev.podium;

import dev.podium.runtime.ControlLoops;
import org.springframework.context.SmartLifecycle;

/// Furnishes the cluster once the listeners are up, then starts the control loops; ends them before
/// all else.
final class ClusterLifecycle implements SmartLifecycle {
  private final Runnable bootstrap;
  private final ControlLoops loops;
  private volatile boolean running;

  ClusterLifecycle(Runnable bootstrap, ControlLoops loops) {
    this.bootstrap = bootstrap;
    this.loops = loops;
  }

  @Override
  public void start() {
    bootstrap.run();
    loops.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    loops.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
