package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.store.Store;
import dev.podium.store.StoreEvent;
import dev.podium.store.StoreException;
import dev.podium.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client's watch: the store's events through a selection, as clients see them.
///
/// One thread at a time takes, one may wait, any may close.
public final class ResourceWatch implements AutoCloseable {
  /// What happened to an object as far as this watch is concerned.
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  /// One event, its object in the version of the watch.
  public record Event(Type type, ApiObject object) {}

  private final ResourceDefinition definition;
  private final Selection selection;
  private final Watch events;
  private List<Event> initial;
  private final long initialRevision;
  private volatile Runnable atEnd = () -> {};

  private ResourceWatch(
      ResourceDefinition definition,
      Selection selection,
      Watch events,
      List<Event> initial,
      long initialRevision) {
    this.definition = definition;
    this.selection = selection;
    this.events = events;
    this.initial = initial;
    this.initialRevision = initialRevision;
  }

  /// @throws ApiException 410 where the revision fell off the window
  static ResourceWatch open(
      Store store,
      ListReader lists,
      ResourceDefinition definition,
      String namespace,
      WatchQuery query) {
    List<Event> initial = new ArrayList<>();
    long from = query.afterRevision().orElse(store.revision());
    if (query.afterRevision().isEmpty() || query.sendInitialEvents()) {
      ListQuery.Version version =
          new ListQuery.Version.NotOlderThan(query.afterRevision().orElse(0));
      ObjectList list =
          lists.list(
              definition,
              namespace,
              new ListQuery(query.selection(), 0, Optional.empty(), version));
      list.items().forEach(object -> initial.add(new Event(Type.ADDED, object)));
      from = list.revision();
    }
    try {
      Watch events = store.watch(definition.storage(), namespace, from);
      return new ResourceWatch(definition, query.selection(), events, initial, from);
    } catch (StoreException.Compacted e) {
      throw ApiException.expired("too old resource version: " + from + " (" + e.oldest() + ")");
    }
  }

  /// What existed when the watch began, where it asked for that. Told once: a watch lives long, and
  /// would keep old objects alive.
  public List<Event> takeInitial() {
    List<Event> all = initial;
    initial = List.of();
    return all;
  }

  /// The revision of [#takeInitial].
  public long initialRevision() {
    return initialRevision;
  }

  /// Waits without taking anything; true where there may be events to take.
  public boolean await(Duration patience) throws InterruptedException {
    return events.await(patience);
  }

  /// Waits for events; none where `patience` ran out, the watch was closed, or none of those that
  /// came matter.
  public List<Event> take(Duration patience) throws InterruptedException {
    List<Event> result = new ArrayList<>();
    for (StoreEvent event : events.take(patience)) {
      translate(event).ifPresent(result::add);
    }
    return result;
  }

  /// Upstream: storage/etcd3/watcher.go (transform): what the selection makes of before and after.
  private Optional<Event> translate(StoreEvent event) {
    if (selection.isEverything()) {
      Type type =
          switch (event.type()) {
            case CREATED -> Type.ADDED;
            case UPDATED -> Type.MODIFIED;
            case DELETED -> Type.DELETED;
          };
      return Optional.of(new Event(type, definition.listed(event.object())));
    }
    boolean before = event.previous().filter(this::matches).isPresent();
    boolean after = event.type() != StoreEvent.Type.DELETED && matches(event.object());
    if (before && !after) {
      ApiObject last =
          event.type() == StoreEvent.Type.DELETED
              ? event.object()
              : event.previous().orElseThrow().withResourceVersion(event.revision());
      return Optional.of(new Event(Type.DELETED, definition.listed(last)));
    }
    return after
        ? Optional.of(
            new Event(before ? Type.MODIFIED : Type.ADDED, definition.listed(event.object())))
        : Optional.empty();
  }

  private boolean matches(ApiObject stored) {
    return selection.matches(definition, definition.listed(stored));
  }

  /// Every event up to this revision has been taken.
  public long progress() {
    return events.progress();
  }

  public boolean isClosed() {
    return events.isClosed();
  }

  /// Has something done at the end, once or more often.
  void whenClosed(Runnable action) {
    atEnd = action;
  }

  @Override
  public void close() {
    events.close();
    atEnd.run();
  }
}
