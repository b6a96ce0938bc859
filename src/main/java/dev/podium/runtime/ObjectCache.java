package dev.podium.runtime;

import dev.podium.object.ApiObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/// The objects of one kind and the indexes over them. Answers are copies, in key order.
///
/// Guarded by its own lock, under which only the functions of the indexes are called.
final class ObjectCache {
  /// The index that selectors use; built when the first one asks.
  private static final String LABELS = "metadata.labels";

  private record Index(
      Function<ApiObject, ? extends Collection<String>> values,
      Map<String, NavigableMap<Key, ApiObject>> entries) {
    void add(Key key, ApiObject object) {
      for (String value : values.apply(object)) {
        entries.computeIfAbsent(value, _ -> new TreeMap<>()).put(key, object);
      }
    }

    /// Most changes leave an object where it was.
    void replace(Key key, ApiObject before, ApiObject after) {
      Collection<String> old = values.apply(before);
      Collection<String> now = values.apply(after);
      if (old.equals(now)) {
        for (String value : now) {
          NavigableMap<Key, ApiObject> found = entries.get(value);
          if (found != null) {
            found.put(key, after);
          }
        }
      } else {
        remove(key, before);
        add(key, after);
      }
    }

    void remove(Key key, ApiObject object) {
      for (String value : values.apply(object)) {
        entries.computeIfPresent(
            value,
            (_, found) -> {
              found.remove(key);
              return found.isEmpty() ? null : found;
            });
      }
    }

    NavigableMap<Key, ApiObject> find(String value) {
      return entries.getOrDefault(value, Collections.emptyNavigableMap());
    }
  }

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final NavigableMap<Key, ApiObject> objects = new TreeMap<>();
  private final Map<String, Index> indexes = new HashMap<>();

  /// Stores an object and tells what was there before.
  Optional<ApiObject> put(Key key, ApiObject object) {
    lock.writeLock().lock();
    try {
      ApiObject before = objects.put(key, object);
      for (Index index : indexes.values()) {
        if (before == null) {
          index.add(key, object);
        } else {
          index.replace(key, before, object);
        }
      }
      return Optional.ofNullable(before);
    } finally {
      lock.writeLock().unlock();
    }
  }

  Optional<ApiObject> remove(Key key) {
    lock.writeLock().lock();
    try {
      ApiObject before = objects.remove(key);
      if (before != null) {
        indexes.values().forEach(index -> index.remove(key, before));
      }
      return Optional.ofNullable(before);
    } finally {
      lock.writeLock().unlock();
    }
  }

  Optional<ApiObject> find(Key key) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(objects.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  List<Key> keys() {
    lock.readLock().lock();
    try {
      return List.copyOf(objects.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// @param namespace empty for all
  List<ApiObject> list(String namespace) {
    lock.readLock().lock();
    try {
      return List.copyOf(within(namespace));
    } finally {
      lock.readLock().unlock();
    }
  }

  private Collection<ApiObject> within(String namespace) {
    return namespace.isEmpty()
        ? objects.values()
        : objects.subMap(new Key(namespace, ""), new Key(namespace + '\0', "")).values();
  }

  /// Adds an index, unless there is one of this name.
  void index(String name, Function<ApiObject, ? extends Collection<String>> values) {
    if (hasIndex(name)) {
      return;
    }
    lock.writeLock().lock();
    try {
      if (!indexes.containsKey(name)) {
        Index index = new Index(values, new HashMap<>());
        objects.forEach(index::add);
        indexes.put(name, index);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean hasIndex(String name) {
    lock.readLock().lock();
    try {
      return indexes.containsKey(name);
    } finally {
      lock.readLock().unlock();
    }
  }

  List<ApiObject> byIndex(String name, String value) {
    lock.readLock().lock();
    try {
      Index index = indexes.get(name);
      if (index == null) {
        throw new IllegalStateException("no such index: " + name);
      }
      return List.copyOf(index.find(value).values());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// What a selector selects in a namespace; costs what its rarest required label has.
  List<ApiObject> select(String namespace, LabelSelector selector) {
    index(LABELS, ObjectCache::labels);
    lock.readLock().lock();
    try {
      return candidates(namespace, selector).stream().filter(selector::matches).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Collection<ApiObject> candidates(String namespace, LabelSelector selector) {
    if (selector.matchesNothing()) {
      return List.of();
    }
    Index index = indexes.get(LABELS);
    if (index == null || namespace.isEmpty()) {
      return within(namespace);
    }
    return selector.requirements().stream()
        .map(Requirement::key)
        .flatMap(key ->
            selector
                .requiredValue(key)
                .map(value -> index.find(label(namespace, key, value)).values())
                .stream())
        .min(Comparator.comparingInt(Collection::size))
        .orElseGet(() -> within(namespace));
  }

  private static List<String> labels(ApiObject object) {
    List<String> labels = new ArrayList<>();
    object.labels().forEach((key, value) -> labels.add(label(object.namespace(), key, value)));
    return labels;
  }

  /// Blanks are in none of the three.
  private static String label(String namespace, String key, String value) {
    return namespace + ' ' + key + ' ' + value;
  }
}
