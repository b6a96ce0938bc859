package dev.podium.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A position in a [Topic], after the events that had already happened when it was opened.
final class LogWatch implements Watch {
  private final Topic topic;
  private final long afterRevision;
  private final LongSupplier storeRevision;
  private final Consumer<LogWatch> unregister;
  private final AtomicBoolean enlisted = new AtomicBoolean();

  /// What happened before it was opened; `null` once it was read.
  private volatile @Nullable List<StoreEvent> backlog;

  /// The last event read; `null` once the watch is closed, so that it keeps no chain alive.
  private volatile Topic.@Nullable Link position;

  private volatile long lastRead;
  private volatile boolean closed;
  private volatile boolean overflowed;
  private volatile @Nullable Thread reader;

  /// The reader that began to wait before this one; belongs to [Topic].
  @Nullable LogWatch below;

  /// @param afterRevision where the reader has read up to
  /// @param backlog events between that and now
  /// @param storeRevision the newest revision, all events up to which are in the chain
  LogWatch(
      Topic topic,
      long afterRevision,
      List<StoreEvent> backlog,
      LongSupplier storeRevision,
      Consumer<LogWatch> unregister) {
    this.topic = topic;
    this.afterRevision = afterRevision;
    this.lastRead = afterRevision;
    this.backlog = backlog.isEmpty() ? null : backlog;
    this.position = topic.tail();
    this.storeRevision = storeRevision;
    this.unregister = unregister;
  }

  @Override
  public boolean await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closed) {
      if (hasEvents()) {
        return true;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      park(left);
    }
    return false;
  }

  @Override
  public List<StoreEvent> take(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (await(Duration.ofNanos(deadline - System.nanoTime()))) {
      List<StoreEvent> events = poll();
      if (!events.isEmpty()) {
        return events;
      }
    }
    return List.of();
  }

  private boolean hasEvents() {
    Topic.Link at = position;
    return backlog != null || at != null && at.next != null;
  }

  /// Takes what is there.
  private List<StoreEvent> poll() {
    List<StoreEvent> early = backlog;
    if (early != null) {
      backlog = null;
      lastRead = Math.max(lastRead, early.getLast().revision());
      return early;
    }
    Topic.Link at = position;
    if (at == null || at.next == null) {
      return List.of();
    }
    List<StoreEvent> events = new ArrayList<>();
    for (Topic.Link next = at.next; next != null; next = next.next) {
      at = next;
      // A reader may begin with a revision that is yet to come.
      if (at.event().revision() > afterRevision) {
        events.add(at.event());
      }
    }
    lastRead = Math.max(lastRead, at.event().revision());
    position = at;
    if (closed) {
      position = null;
      return List.of();
    }
    return events;
  }

  /// Waits for the topic. Nothing is missed: whoever publishes after the check finds this reader in
  /// the topic's list, and whoever published before it is seen by the check.
  private void park(long nanos) throws InterruptedException {
    reader = Thread.currentThread();
    try {
      if (!enlisted.getAndSet(true)) {
        topic.await(this);
      }
      if (!closed && !hasEvents()) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      reader = null;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Called by the topic after it took this watch from its list and read [#below].
  void wake() {
    enlisted.set(false);
    Thread waiting = reader;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  @Override
  public long progress() {
    // First the revision: every event up to it is in the chain by then.
    long newest = storeRevision.getAsLong();
    Topic.Link at = position;
    boolean upToDate = backlog == null && at != null && at.next == null;
    return upToDate ? Math.max(newest, lastRead) : lastRead;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean overflowed() {
    return overflowed;
  }

  @Override
  public void close() {
    end();
    unregister.accept(this);
    topic.wakeReaders();
  }

  /// Closes the watch where its reader stands before the event `oldest`, or before the one up to
  /// which all weigh `lightest`.
  boolean cutOffIfBehind(long oldest, long lightest) {
    Topic.Link at = position;
    if (at == null || at.index >= oldest && at.weight >= lightest) {
      return false;
    }
    overflowed = true;
    end();
    return true;
  }

  private void end() {
    closed = true;
    backlog = null;
    position = null;
  }
}
