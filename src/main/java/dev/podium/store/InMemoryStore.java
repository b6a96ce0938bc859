package dev.podium.store;

import static dev.podium.store.StoreEvent.Type.CREATED;
import static dev.podium.store.StoreEvent.Type.DELETED;
import static dev.podium.store.StoreEvent.Type.UPDATED;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.object.SharedTrees;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A [Store] that lives and dies with the process.
///
/// One lock orders the writes. It is held for a path copy in an [ObjectTree] and an entry in the
/// log, never for a reader, and nothing that others wrote is called under it. Reads of the present
/// take no lock at all; to read the past or to begin a watch takes it for one search in the log.
///
/// The window counts writes and the memory that their old states take: once it is full, each write
/// forgets the oldest ones, and the compacted revision moves up with them. Deletions leave nothing
/// behind but their event.
public final class InMemoryStore implements Store {
  /// Upstream's etcd is compacted every five minutes (etcd3/compact.go); this is about as many
  /// writes as a busy cluster of this size does in that time.
  public static final int DEFAULT_WINDOW = 20_000;

  public static final int DEFAULT_MAX_WAITING = 10_000;

  /// The part of our own memory that old states may take.
  private static final int SHARE = 8;

  /// So many writes are remembered however large their objects are (upstream's smallest watch
  /// cache: storage/cacher, defaultLowerBoundCapacity).
  private static final int LEAST_WINDOW = 100;

  /// As in a cluster that has run for a while, its very beginning is no longer to be had: revision
  /// 1 is too old for any reader.
  private static final long FIRST = 2;

  private static final Duration LOOKING_AGAIN = Duration.ofMillis(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final int maxWaiting;
  private final long maxBytes;
  private final SharedTrees trees = new SharedTrees();
  private final ConcurrentMap<GroupResource, ResourceTable> tables = new ConcurrentHashMap<>();

  /// Which table wrote each revision of the window: revision `n` is at `n` modulo the window.
  private final @Nullable ResourceTable[] writers;

  /// About how many bytes each of them keeps.
  private final long[] weights;

  private long held;

  /// Published last: whoever sees a revision sees all its effects.
  private volatile long revision = FIRST;

  private volatile long compacted = FIRST;

  public InMemoryStore() {
    this(DEFAULT_WINDOW, DEFAULT_MAX_WAITING);
  }

  public InMemoryStore(int window, int maxWaiting) {
    this(window, maxWaiting, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// @param window how many writes back one may list and watch
  /// @param maxWaiting how many unread events close a watch; may be exceeded by an eighth before
  ///   that is noticed
  /// @param maxBytes that old states may take, as may what one reader has still to read
  public InMemoryStore(int window, int maxWaiting, long maxBytes) {
    if (window < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException("window and waiting events must be positive");
    }
    this.writers = new @Nullable ResourceTable[window];
    this.weights = new long[window];
    this.maxWaiting = maxWaiting;
    this.maxBytes = maxBytes;
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public long awaitRevision(long asked, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (revision < asked) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        break;
      }
      // Rare enough that writers are not to pay for it: nobody wakes those who wait here.
      LockSupport.parkNanos(this, Math.min(left, LOOKING_AGAIN.toNanos()));
    }
    return revision;
  }

  @Override
  public long compactedRevision() {
    return compacted;
  }

  @Override
  public ApiObject create(ObjectKey key, ApiObject object) {
    return write(
        CREATED,
        key,
        object,
        before -> {
          if (before.isPresent()) {
            throw new StoreException.KeyExists(key);
          }
        });
  }

  @Override
  public ApiObject update(ObjectKey key, long expectedRevision, ApiObject object) {
    return write(UPDATED, key, object, before -> requireAt(key, before, expectedRevision));
  }

  @Override
  public ApiObject delete(ObjectKey key, long expectedRevision, ApiObject last) {
    return write(DELETED, key, last, before -> requireAt(key, before, expectedRevision));
  }

  private static void requireAt(ObjectKey key, Optional<ApiObject> before, long expected) {
    ApiObject present = before.orElseThrow(() -> new StoreException.KeyNotFound(key));
    if (!present.resourceVersion().equals(Long.toString(expected))) {
      throw new StoreException.RevisionMismatch(key);
    }
  }

  private ApiObject write(
      StoreEvent.Type type,
      ObjectKey key,
      ApiObject object,
      Consumer<Optional<ApiObject>> precondition) {
    ResourceTable table = table(key.resource());
    String path = ResourceTable.path(key);
    ApiObject shared = trees.share(object);
    ApiObject stored;
    lock.lock();
    try {
      Optional<ApiObject> before = table.head().objects().find(path);
      precondition.accept(before);
      long next = revision + 1;
      stored = shared.withResourceVersion(next);
      StoreEvent event = new StoreEvent(type, next, key, stored, before);
      long weight = Weight.of(event);
      table.apply(event, weight);
      remember(next, table, weight);
      revision = next;
    } finally {
      lock.unlock();
    }
    table.wakeReaders(key.namespace());
    return stored;
  }

  private void remember(long next, ResourceTable table, long weight) {
    if (next - compacted > writers.length) {
      forgetOldest();
    }
    int slot = slot(next);
    writers[slot] = table;
    weights[slot] = weight;
    held += weight;
    while (held > maxBytes && next - compacted > LEAST_WINDOW) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    long oldest = compacted + 1;
    int slot = slot(oldest);
    Objects.requireNonNull(writers[slot]).forgetOldest();
    writers[slot] = null;
    held -= weights[slot];
    compacted = oldest;
  }

  private int slot(long write) {
    return (int) (write % writers.length);
  }

  @Override
  public Optional<ApiObject> get(ObjectKey key) {
    ResourceTable table = tables.get(key.resource());
    return table == null ? Optional.empty() : table.head().objects().find(ResourceTable.path(key));
  }

  @Override
  public Snapshot snapshot(GroupResource resource) {
    // The revision first: whatever is read after it is at least as new.
    long now = revision;
    ResourceTable.Head head = table(resource).head();
    return new TreeSnapshot(Math.max(now, head.revision()), head.objects());
  }

  @Override
  public Snapshot snapshot(GroupResource resource, long asked) {
    ResourceTable table = table(resource);
    ResourceTable.Head head = table.head();
    if (head.revision() <= asked && asked <= revision && asked >= compacted) {
      return new TreeSnapshot(asked, head.objects());
    }
    lock.lock();
    try {
      if (asked > revision) {
        throw new StoreException.FutureRevision(asked, revision);
      }
      refuseCompacted(asked);
      return new TreeSnapshot(asked, table.asOf(asked));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Watch watch(GroupResource resource, String namespace, long afterRevision) {
    ResourceTable table = table(resource);
    lock.lock();
    try {
      refuseCompacted(afterRevision);
      return table.watch(
          namespace, afterRevision, this::revision, watch -> leave(table, namespace, watch));
    } finally {
      lock.unlock();
    }
  }

  private void leave(ResourceTable table, String namespace, LogWatch watch) {
    lock.lock();
    try {
      table.leave(namespace, watch);
    } finally {
      lock.unlock();
    }
  }

  private void refuseCompacted(long asked) {
    if (asked < compacted) {
      throw new StoreException.Compacted(asked, compacted);
    }
  }

  @Override
  public long count(GroupResource resource) {
    ResourceTable table = tables.get(resource);
    return table == null ? 0 : table.head().objects().size();
  }

  private ResourceTable table(GroupResource resource) {
    return tables.computeIfAbsent(resource, _ -> new ResourceTable(maxWaiting, maxBytes));
  }
}
