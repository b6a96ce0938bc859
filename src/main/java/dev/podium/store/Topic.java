package dev.podium.store;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The new events of a resource, or of one namespace of it, as all its watches share them.
///
/// The events are a chain that grows at its end, and a watch is a position in it: an event costs
/// the writer the same for one watch as for a thousand, a watch that is up to date costs nothing,
/// and what every watch has left behind is garbage by itself. What a slow reader has still to read
/// is kept alive by its position, so those that are too far behind are cut off: looked for once in
/// every few events, which bounds the chain without making each write pay for each watch.
///
/// Everything is guarded by the store's lock but the links' `next` and the waiting readers.
final class Topic {
  /// One place in the chain.
  static final class Link {
    final long index;

    /// Of all events of the chain up to this one.
    final long weight;

    private final @Nullable StoreEvent event;
    volatile @Nullable Link next;

    Link(long index, long weight, @Nullable StoreEvent event) {
      this.index = index;
      this.weight = weight;
      this.event = event;
    }

    /// The event at this place; only the place that a chain begins with has none.
    StoreEvent event() {
      return Objects.requireNonNull(event);
    }
  }

  /// How many sweeps there are while a reader falls as far behind as it may.
  private static final int SWEEPS = 8;

  private final int maxWaiting;
  private final long maxBytes;
  private final int sweepInterval;
  private final long sweepBytes;
  private final Set<LogWatch> watches = new HashSet<>();
  private Link tail = new Link(0, 0, null);

  /// Readers that wait, as a stack linked through themselves.
  private final AtomicReference<@Nullable LogWatch> waiting = new AtomicReference<>();

  /// @param maxWaiting how many events a reader may be behind
  /// @param maxBytes how much memory those may keep
  Topic(int maxWaiting, long maxBytes) {
    this.maxWaiting = maxWaiting;
    this.maxBytes = maxBytes;
    this.sweepInterval = Math.max(1, maxWaiting / SWEEPS);
    this.sweepBytes = Math.max(1, maxBytes / SWEEPS);
  }

  Link tail() {
    return tail;
  }

  void join(LogWatch watch) {
    watches.add(watch);
  }

  void leave(LogWatch watch) {
    watches.remove(watch);
  }

  boolean isUnused() {
    return watches.isEmpty();
  }

  void publish(StoreEvent event, long weight) {
    Link before = tail;
    Link link = new Link(before.index + 1, before.weight + weight, event);
    before.next = link;
    tail = link;
    if (link.index % sweepInterval == 0 || link.weight / sweepBytes != before.weight / sweepBytes) {
      watches.removeIf(
          watch -> watch.cutOffIfBehind(link.index - maxWaiting, link.weight - maxBytes));
    }
  }

  /// Makes sure that the next [#wakeReaders] finds the watch.
  void await(LogWatch watch) {
    LogWatch top;
    do {
      top = waiting.get();
      watch.below = top;
    } while (!waiting.compareAndSet(top, watch));
  }

  /// Wakes every reader that waits. Called without the lock: to wake costs more than to write.
  void wakeReaders() {
    if (waiting.get() == null) {
      return;
    }
    LogWatch watch = waiting.getAndSet(null);
    while (watch != null) {
      LogWatch below = watch.below;
      watch.wake();
      watch = below;
    }
  }
}
