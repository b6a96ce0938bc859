package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

  /// @return the id that it has from now on
  int add(Task task, LiveContainer container) throws Errno {
    lock.lock();
    try {
      long there = tasks.values().stream().filter(t -> t.container() == container).count();
      if (there >= MOST_PROCESSES) {
        throw new Errno(Errno.Code.EAGAIN);
      }
      last++;
      tasks.put(last, task);
      return last;
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

  /// Sends a signal from one process to another, or where the number is negative to a group.
  void kill(Task sender, int target, Signal signal) throws Errno {
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
    permitted.forEach(task -> task.deliver(signal, true));
  }
}
