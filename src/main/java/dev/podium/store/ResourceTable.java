package dev.podium.store;

import dev.podium.object.ObjectKey;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Everything the store has of one resource: its objects now, its recent events, its watches.
///
/// Written under the store's lock; [#head] and [#wakeReaders] need none.
final class ResourceTable {
  /// @param revision of the write that made it so
  record Head(long revision, ObjectTree objects) {}

  private final int maxWaiting;
  private final long maxBytes;
  private final History history = new History();
  private final Topic everywhere;
  private final ConcurrentMap<String, Topic> namespaces = new ConcurrentHashMap<>();
  private volatile Head head = new Head(0, ObjectTree.EMPTY);

  /// @param maxWaiting how many events a reader may be behind
  /// @param maxBytes how much memory those may keep
  ResourceTable(int maxWaiting, long maxBytes) {
    this.maxWaiting = maxWaiting;
    this.maxBytes = maxBytes;
    this.everywhere = new Topic(maxWaiting, maxBytes);
  }

  /// The key of an object inside its resource, which also is its place in lists.
  static String path(ObjectKey key) {
    return key.namespace().isEmpty() ? key.name() : key.namespace() + '/' + key.name();
  }

  Head head() {
    return head;
  }

  /// @param weight of the event
  void apply(StoreEvent event, long weight) {
    String path = path(event.key());
    ObjectTree objects = head.objects();
    objects =
        event.type() == StoreEvent.Type.DELETED
            ? objects.without(path)
            : objects.with(path, event.object());
    history.add(event, objects);
    head = new Head(event.revision(), objects);
    everywhere.publish(event, weight);
    Topic namespace = namespaces.get(event.key().namespace());
    if (namespace != null) {
      namespace.publish(event, weight);
    }
  }

  void wakeReaders(String namespace) {
    everywhere.wakeReaders();
    Topic topic = namespaces.get(namespace);
    if (topic != null) {
      topic.wakeReaders();
    }
  }

  void forgetOldest() {
    history.dropOldest();
  }

  ObjectTree asOf(long revision) {
    return history.asOf(revision);
  }

  LogWatch watch(
      String namespace,
      long afterRevision,
      LongSupplier storeRevision,
      Consumer<LogWatch> unregister) {
    Topic topic =
        namespace.isEmpty()
            ? everywhere
            : namespaces.computeIfAbsent(namespace, _ -> new Topic(maxWaiting, maxBytes));
    List<StoreEvent> backlog = history.since(afterRevision, namespace);
    LogWatch watch = new LogWatch(topic, afterRevision, backlog, storeRevision, unregister);
    topic.join(watch);
    return watch;
  }

  void leave(String namespace, LogWatch watch) {
    if (namespace.isEmpty()) {
      everywhere.leave(watch);
      return;
    }
    Topic topic = namespaces.get(namespace);
    if (topic != null) {
      topic.leave(watch);
      if (topic.isUnused()) {
        namespaces.remove(namespace);
      }
    }
  }
}
