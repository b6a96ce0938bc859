package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.LabelSelector;
import dev.podium.registry.ResourceWatch;
import dev.podium.registry.Selection;
import dev.podium.registry.WatchQuery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A local copy of all objects of one kind, kept by list and watch and shared by all who read them.
///
/// Whoever needs the present calls [#refresh]: it applies the events that have arrived, whichever
/// thread's work that is. So a control loop never acts on a cache that does not yet have its own
/// writes, which is what upstream's expectations (pkg/controller/controller_utils.go) are for, and
/// a test needs no thread at all.
///
/// The lock orders the events: listeners are called under it, in the order of the events. They may
/// read any cache, and otherwise only note what is to be done.
public final class Informer {
  private static final Logger LOG = System.getLogger(Informer.class.getName());
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ApiClient client;
  private final GroupVersionKind kind;
  private final ObjectCache cache = new ObjectCache();
  private final List<Consumer<Delta>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ResourceWatch watch;
  private volatile boolean closed;

  Informer(ApiClient client, GroupVersionKind kind) {
    this.client = client;
    this.kind = kind;
  }

  public GroupVersionKind kind() {
    return kind;
  }

  public Optional<ApiObject> find(String namespace, String name) {
    return find(new Key(namespace, name));
  }

  public Optional<ApiObject> find(Key key) {
    return cache.find(key);
  }

  /// The objects in order of namespace and name.
  ///
  /// @param namespace empty for all
  public List<ApiObject> list(String namespace) {
    return cache.list(namespace);
  }

  /// What a selector selects in one namespace, or in all where it is empty.
  public List<ApiObject> select(String namespace, LabelSelector selector) {
    return cache.select(namespace, selector);
  }

  /// The objects whose owner reference with `controller: true` has this uid.
  public List<ApiObject> controlledBy(String uid) {
    return indexed(
            "controller uid",
            object ->
                object.controllerReference().map(owner -> owner.string("uid")).stream().toList())
        .apply(uid);
  }

  /// The objects that have a value in a field that holds a text: `indexed("spec", "nodeName")`.
  ///
  /// @return finds the objects by the value; the empty text finds those without
  public Function<String, List<ApiObject>> indexedBy(String... path) {
    return indexed(String.join(".", path), object -> List.of(object.root().string(path)));
  }

  /// The objects by any of the values that a function gives for them.
  ///
  /// @param name of the index: asked for twice, it is built once
  /// @return finds the objects by a value
  public Function<String, List<ApiObject>> indexed(
      String name, Function<ApiObject, ? extends Collection<String>> values) {
    cache.index(name, values);
    return value -> cache.byIndex(name, value);
  }

  /// Tells a listener of every object that is there, and then of every change.
  ///
  /// Listeners only note what is to be done: the caller of [#refresh] waits for them.
  public void listen(Consumer<Delta> listener) {
    lock.lock();
    try {
      listeners.add(listener);
      cache
          .list("")
          .forEach(object -> tell(listener, new Delta(Optional.empty(), Optional.of(object))));
    } finally {
      lock.unlock();
    }
  }

  /// Brings the cache up to date.
  ///
  /// @return whether anything had changed
  public boolean refresh() {
    lock.lock();
    try {
      if (closed || !client.serves(kind)) {
        return false;
      }
      ResourceWatch open = watch;
      if (open == null || open.isClosed()) {
        return begin();
      }
      List<ResourceWatch.Event> events = open.take(Duration.ZERO);
      events.forEach(this::apply);
      return !events.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Begins with a list, at first and after the watch was lost; what was missed becomes known as
  /// the difference.
  private boolean begin() {
    ResourceWatch open = client.watch(kind, "", WatchQuery.fromNow(Selection.EVERYTHING));
    watch = open;
    if (closed) {
      open.close();
    }
    Set<Key> gone = new HashSet<>(cache.keys());
    boolean changed = false;
    for (ResourceWatch.Event event : open.takeInitial()) {
      Key key = Key.of(event.object());
      gone.remove(key);
      boolean known =
          cache.find(key).map(ApiObject::resourceVersion).stream()
              .anyMatch(event.object().resourceVersion()::equals);
      if (!known) {
        apply(event);
        changed = true;
      }
    }
    for (Key key : gone) {
      cache.remove(key).ifPresent(last -> tell(new Delta(Optional.of(last), Optional.empty())));
    }
    return changed || !gone.isEmpty();
  }

  private void apply(ResourceWatch.Event event) {
    Key key = Key.of(event.object());
    switch (event.type()) {
      case ADDED, MODIFIED ->
          tell(new Delta(cache.put(key, event.object()), Optional.of(event.object())));
      case DELETED -> {
        cache.remove(key);
        tell(new Delta(Optional.of(event.object()), Optional.empty()));
      }
    }
  }

  private void tell(Delta delta) {
    listeners.forEach(listener -> tell(listener, delta));
  }

  private static void tell(Consumer<Delta> listener, Delta delta) {
    try {
      listener.accept(delta);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener failed", e);
    }
  }

  /// Keeps the cache up to date until it is closed; the work of a thread of its own.
  void run() throws InterruptedException {
    while (!closed) {
      refresh();
      ResourceWatch open = watch;
      if (open != null) {
        open.await(PATIENCE);
      }
    }
  }

  void close() {
    closed = true;
    ResourceWatch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
