package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Signal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// What signals do to a process: what it has asked for, and elsewhere what is usual (signal(7)).
/// The lock of its [PidNamespace] guards its handlers.
final class SignalActions {
  private static final Runnable IGNORE = () -> {};

  private final Task task;
  private final TaskState state;
  private final Kernel kernel;
  private final PidNamespace processes;
  private final ReentrantLock lock;
  private Optional<EnumMap<Signal, Runnable>> handlers = Optional.empty();

  /// What has come for a first process that is about to begin as a service.
  private Optional<EnumSet<Signal>> early = Optional.empty();

  SignalActions(Task task, TaskState state, Kernel kernel, PidNamespace processes) {
    this.task = task;
    this.state = state;
    this.kernel = kernel;
    this.processes = processes;
    this.lock = processes.lock;
  }

  /// What a first process does not handle waits until the service listens, which takes no simulated
  /// time: until then it has not said what it handles.
  void hold() {
    lock.lock();
    try {
      early = Optional.of(EnumSet.noneOf(Signal.class));
    } finally {
      lock.unlock();
    }
  }

  /// The service listens.
  void release() {
    List<Runnable> consequences;
    lock.lock();
    try {
      Optional<EnumSet<Signal>> held = early;
      early = Optional.empty();
      consequences = held.stream().flatMap(Set::stream).map(signal -> take(signal, true)).toList();
    } finally {
      lock.unlock();
    }
    consequences.forEach(Runnable::run);
  }

  void handle(Signal signal, Runnable handler) {
    if (signal == Signal.KILL || signal == Signal.STOP) {
      return;
    }
    lock.lock();
    try {
      if (!state.hasEnded()) {
        EnumMap<Signal, Runnable> all = handlers.orElseGet(() -> new EnumMap<>(Signal.class));
        all.put(signal, handler);
        handlers = Optional.of(all);
      }
    } finally {
      lock.unlock();
    }
  }

  void ignore(Signal signal) {
    handle(signal, IGNORE);
  }

  void restore(Signal signal) {
    lock.lock();
    try {
      handlers.ifPresent(all -> all.remove(signal));
    } finally {
      lock.unlock();
    }
  }

  /// Another program takes the place of the one that the handlers belong to; what was ignored stays
  /// so.
  void replaceProgram() {
    lock.lock();
    try {
      handlers.ifPresent(all -> all.values().removeIf(handler -> handler != IGNORE));
    } finally {
      lock.unlock();
    }
  }

  /// The process has ended.
  void forget() {
    lock.lock();
    try {
      handlers = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Does to the state of the process what a signal does; with the lock held.
  ///
  /// @param protectsFirst whether the first process of the namespace is safe from what it does not
  ///   handle, as it is from all but the node
  /// @return what else is to be done, without the lock
  Runnable take(Signal signal, boolean protectsFirst) {
    boolean first = task.pid() == 1 && !processes.isShared();
    if (state.hasEnded()) {
      return IGNORE;
    }
    if (signal == Signal.KILL) {
      return first && protectsFirst ? IGNORE : task.die(signal);
    }
    if (signal == Signal.CONT) {
      state.stop(false);
    }
    Optional<Runnable> handler = handlers.map(all -> all.get(signal));
    return handler.isPresent() ? () -> run(handler.get()) : actAsUsual(signal, first);
  }

  private void run(Runnable handler) {
    if (handler == IGNORE) {
      return;
    }
    if (state.isOnOwnThread()) {
      // Who signals himself has heard of it before he goes on.
      handler.run();
    } else {
      kernel.thread("signal", handler).start();
    }
  }

  private Runnable actAsUsual(Signal signal, boolean first) {
    if (first) {
      early.ifPresent(all -> all.add(signal));
      return IGNORE;
    }
    return switch (signal) {
      case CHLD, WINCH, CONT -> IGNORE;
      case STOP, TSTP -> {
        state.stop(true);
        yield IGNORE;
      }
      case HUP, INT, QUIT, USR1, USR2, PIPE, ALRM, TERM, KILL -> task.die(signal);
    };
  }
}
