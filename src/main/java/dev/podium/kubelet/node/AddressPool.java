package dev.podium.kubelet.node;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The addresses of one node's pods, each given out again as late as possible. One lock guards it.
public final class AddressPool {
  private static final int FIRST = 2;
  private static final int LAST = 254;

  private final String prefix;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> taken = new HashMap<>();
  private int next = FIRST;

  public AddressPool(NodeSpec node) {
    this.prefix = node.podPrefix();
  }

  /// @param uid of the pod, which keeps its address until [#release]
  public String take(String uid) {
    lock.lock();
    try {
      Integer number = taken.get(uid);
      if (number == null) {
        number = free();
        taken.put(uid, number);
      }
      return prefix + number;
    } finally {
      lock.unlock();
    }
  }

  private int free() {
    for (int i = FIRST; i <= LAST; i++) {
      int candidate = next;
      next = next == LAST ? FIRST : next + 1;
      if (!taken.containsValue(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no addresses left in " + prefix + "0/24");
  }

  public void release(String uid) {
    lock.lock();
    try {
      taken.remove(uid);
    } finally {
      lock.unlock();
    }
  }
}
