package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The processes that see each other: those of a container, or of a pod whose containers share
/// them. The lock guards its table and the state of its processes.
final class PidNamespace {
  /// In one container.
  private static final int MOST_PROCESSES = 256;

  /// Where a pod's containers share their processes, the first one is `/pause`.
  private final boolean shared;

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private final Map<Integer, Task> tasks = new HashMap<>(2);
  private int last;

  PidNamespace(boolean shared) {
    this.shared = shared;
    this.last = shared ? 6 : 0;
  }

  boolean isShared() {
    return shared;
  }

  /// Gives a process its id. It is there for whoever sends signals, with all that they look at, or
  /// not at all: what has ended its parent comes before it or finds it too (copy_process in Linux's
  /// fork.c).
  ///
  /// @return false where its parent has ended
  boolean add(Task task, Optional<TaskState> parent, LiveContainer container) throws Errno {
    lock.lock();
    try {
      if (parent.filter(TaskState::hasEnded).isPresent()) {
        return false;
      }
      long there = tasks.values().stream().filter(t -> t.container() == container).count();
      if (there >= MOST_PROCESSES) {
        throw new Errno(Errno.Code.EAGAIN);
      }
      last++;
      task.numbered(last);
      tasks.put(last, task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Its children get the first process of their container as their parent.
  void remove(Task task) {
    lock.lock();
    try {
      tasks.remove(task.pid());
      for (Task other : tasks.values()) {
        if (other.parentPid() == task.pid()) {
          other.adopted(1);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// In order of their ids.
  List<Task> all() {
    lock.lock();
    try {
      List<Task> all = new ArrayList<>(tasks.values());
      all.sort(Comparator.comparingInt(Task::pid));
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// Sends a signal to all that are meant at that moment. They get it at once: none of them starts
  /// another one, or hears of the end of another one, before its own signal has come.
  void deliver(Predicate<Task> meant, Signal signal) {
    List<Runnable> consequences;
    lock.lock();
    try {
      consequences = all().stream().filter(meant).map(task -> task.take(signal, true)).toList();
    } finally {
      lock.unlock();
    }
    consequences.forEach(Runnable::run);
  }

  /// Sends a signal from one process to another, or where the number is negative to a group.
  void kill(Task sender, int target, Signal signal) throws Errno {
    List<Runnable> consequences;
    lock.lock();
    try {
      consequences =
          permitted(sender, target).stream().map(task -> task.take(signal, true)).toList();
    } finally {
      lock.unlock();
    }
    consequences.forEach(Runnable::run);
  }

  private List<Task> permitted(Task sender, int target) throws Errno {
    List<Task> meant =
        all().stream()
            .filter(task -> target < 0 ? task.group() == -target : task.pid() == target)
            .toList();
    if (meant.isEmpty()) {
      throw new Errno(Errno.Code.ESRCH);
    }
    List<Task> permitted =
        meant.stream().filter(task -> sender.uid() == 0 || sender.uid() == task.uid()).toList();
    if (permitted.isEmpty()) {
      throw new Errno(Errno.Code.EPERM);
    }
    return permitted;
  }
}
