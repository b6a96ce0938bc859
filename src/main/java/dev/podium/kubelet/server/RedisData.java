package dev.podium.kubelet.server;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a redis server keeps: values by key, some of which expire. All in memory and lost with the
/// process. One lock, its own, guards it.
final class RedisData {
  private static final int MOST_KEYS = 100_000;

  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Supplier<Instant> time;

  RedisData(Supplier<Instant> time) {
    this.time = time;
  }

  /// What redis says of a wrong command.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message, null, false, false);
    }

    static Refused wrongType() {
      return new Refused("WRONGTYPE Operation against a key holding the wrong kind of value");
    }
  }

  private record Value(Object content, Optional<Instant> end) {}

  private Optional<Value> live(String key) {
    Value value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value.end().filter(end -> !end.isAfter(time.get())).isPresent()) {
      values.remove(key);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /// @throws Refused where it is something else
  synchronized Optional<String> text(String key) {
    return find(key, String.class);
  }

  private <T> Optional<T> find(String key, Class<T> type) {
    Optional<Value> value = live(key);
    if (value.isPresent() && !type.isInstance(value.get().content())) {
      throw Refused.wrongType();
    }
    return value.map(found -> type.cast(found.content()));
  }

  synchronized void set(String key, String text, Optional<Instant> end) {
    put(key, text, end);
  }

  private void put(String key, Object content, Optional<Instant> end) {
    if (values.size() >= MOST_KEYS && !values.containsKey(key)) {
      throw new Refused("OOM command not allowed when used memory > 'maxmemory'.");
    }
    values.put(key, new Value(content, end));
  }

  synchronized long increment(String key, long by) {
    long now;
    try {
      now = Math.addExact(Long.parseLong(text(key).orElse("0")), by);
    } catch (NumberFormatException _) {
      throw new Refused("ERR value is not an integer or out of range");
    } catch (ArithmeticException _) {
      throw new Refused("ERR increment or decrement would overflow");
    }
    put(key, Long.toString(now), live(key).flatMap(Value::end));
    return now;
  }

  synchronized boolean remove(String key) {
    boolean there = live(key).isPresent();
    values.remove(key);
    return there;
  }

  synchronized boolean has(String key) {
    return live(key).isPresent();
  }

  synchronized boolean expire(String key, Optional<Instant> end) {
    Optional<Value> value = live(key);
    value.ifPresent(found -> values.put(key, new Value(found.content(), end)));
    return value.isPresent();
  }

  /// When a key ends; empty where there is no such key, empty within where it does not.
  synchronized Optional<Optional<Instant>> end(String key) {
    return live(key).map(Value::end);
  }

  synchronized List<String> keys() {
    return new ArrayList<>(values.keySet()).stream().filter(key -> live(key).isPresent()).toList();
  }

  synchronized void clear() {
    values.clear();
  }

  synchronized String type(String key) {
    return live(key)
        .map(value ->
            switch (value.content()) {
              case String _ -> "string";
              case Deque<?> _ -> "list";
              case Set<?> _ -> "set";
              default -> "hash";
            })
        .orElse("none");
  }

  @SuppressWarnings("unchecked")
  private <T> T collection(String key, Class<? super T> type, Supplier<T> empty) {
    Optional<? super T> found = find(key, type);
    if (found.isPresent()) {
      return (T) found.get();
    }
    T made = empty.get();
    put(key, made, Optional.empty());
    return made;
  }

  /// @return how long the list is now
  synchronized long push(String key, List<String> items, boolean left) {
    Deque<String> list = collection(key, Deque.class, ArrayDeque<String>::new);
    items.forEach(left ? list::addFirst : list::addLast);
    return list.size();
  }

  synchronized Optional<String> pop(String key, boolean left) {
    if (live(key).isEmpty()) {
      return Optional.empty();
    }
    Deque<String> list = collection(key, Deque.class, ArrayDeque<String>::new);
    Optional<String> item = Optional.ofNullable(left ? list.pollFirst() : list.pollLast());
    if (list.isEmpty()) {
      values.remove(key);
    }
    return item;
  }

  synchronized List<String> list(String key) {
    return live(key).isEmpty()
        ? List.of()
        : List.copyOf(this.<Deque<String>>collection(key, Deque.class, ArrayDeque::new));
  }

  synchronized long addAll(String key, List<String> items) {
    Set<String> set = collection(key, Set.class, LinkedHashSet<String>::new);
    long before = set.size();
    set.addAll(items);
    return set.size() - before;
  }

  synchronized Set<String> members(String key) {
    return live(key).isEmpty()
        ? Set.of()
        : new HashSet<>(this.<Set<String>>collection(key, Set.class, LinkedHashSet::new));
  }

  /// @return how many fields are new
  synchronized long putFields(String key, List<String> namesAndValues) {
    Map<String, String> hash = collection(key, Map.class, LinkedHashMap<String, String>::new);
    long before = hash.size();
    Iterator<String> words = namesAndValues.iterator();
    while (words.hasNext()) {
      hash.put(words.next(), words.hasNext() ? words.next() : "");
    }
    return hash.size() - before;
  }

  synchronized Map<String, String> fields(String key) {
    return live(key).isEmpty()
        ? Map.of()
        : new HashMap<>(this.<Map<String, String>>collection(key, Map.class, LinkedHashMap::new));
  }

  synchronized long removeFields(String key, List<String> names) {
    if (live(key).isEmpty()) {
      return 0;
    }
    Map<String, String> hash = collection(key, Map.class, LinkedHashMap<String, String>::new);
    long before = hash.size();
    names.forEach(hash::remove);
    return before - hash.size();
  }
}
