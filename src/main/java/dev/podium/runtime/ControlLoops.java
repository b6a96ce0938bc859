package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.object.GroupVersionKind;
import dev.podium.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The owner of all controllers and of the caches that they share: starts their threads and ends
/// them.
///
/// The lock guards the lists of both. Without [#start] nothing runs by itself, and [#step] does the
/// work in an order that is the same each time.
public final class ControlLoops implements AutoCloseable {
  private final ApiClient client;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GroupVersionKind, Informer> informers = new LinkedHashMap<>();
  private final List<Controller> controllers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean started;

  /// @param client for the caches
  public ControlLoops(ApiClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /// The shared cache of a kind.
  public Informer informer(GroupVersionKind kind) {
    lock.lock();
    try {
      return informers.computeIfAbsent(kind, this::newInformer);
    } finally {
      lock.unlock();
    }
  }

  private Informer newInformer(GroupVersionKind kind) {
    Informer informer = new Informer(client, kind);
    if (started) {
      start(informer);
    }
    return informer;
  }

  /// Gives up the cache of a kind that is served no longer.
  public void release(GroupVersionKind kind) {
    lock.lock();
    try {
      Informer informer = informers.remove(kind);
      if (informer != null) {
        informer.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds a control loop, to be told what concerns it.
  ///
  /// @param name as upstream's `--controllers` has it
  public Controller controller(String name, Reconciler reconciler) {
    lock.lock();
    try {
      if (started) {
        throw new IllegalStateException("too late for " + name + ": the control loops run");
      }
      Controller controller = new Controller(name, reconciler, clock);
      controllers.add(controller);
      return controller;
    } finally {
      lock.unlock();
    }
  }

  /// Fills the caches, then starts every loop on threads of its own.
  public void start() {
    List<Informer> caches;
    List<Controller> loops;
    lock.lock();
    try {
      if (started) {
        throw new IllegalStateException("the control loops run already");
      }
      started = true;
      caches = List.copyOf(informers.values());
      loops = List.copyOf(controllers);
    } finally {
      lock.unlock();
    }
    caches.forEach(Informer::refresh);
    caches.forEach(this::start);
    for (Controller controller : loops) {
      for (int i = 0; i < controller.workers(); i++) {
        start(controller.name(), controller::run);
      }
    }
  }

  private void start(Informer informer) {
    start("informer of " + informer.kind().kind(), informer::run);
  }

  private void start(String name, Work work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(() -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    lock.lock();
    try {
      threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
      threads.add(thread);
      thread.start();
    } finally {
      lock.unlock();
    }
  }

  /// Work that goes on until its thread is interrupted.
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /// Does one piece of work that is there to do, on the calling thread.
  ///
  /// @return whether there was any
  boolean step() {
    List<Informer> allInformers;
    List<Controller> allControllers;
    lock.lock();
    try {
      allInformers = List.copyOf(informers.values());
      allControllers = List.copyOf(controllers);
    } finally {
      lock.unlock();
    }
    boolean worked = false;
    for (Informer informer : allInformers) {
      worked |= informer.refresh();
    }
    for (Controller controller : allControllers) {
      worked |= controller.step();
    }
    return worked;
  }

  /// Ends everything and waits for it.
  @Override
  public void close() {
    List<Thread> running;
    lock.lock();
    try {
      running = List.copyOf(threads);
      threads.clear();
      informers.values().forEach(Informer::close);
    } finally {
      lock.unlock();
    }
    running.forEach(Thread::interrupt);
    for (Thread thread : running) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
