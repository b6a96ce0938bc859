package dev.podium.kubelet.shell;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A variable of a shell: a text, or an array of them.
final class Variable {
  /// What a variable holds.
  enum Shape {
    SCALAR,
    INDEXED,
    ASSOCIATIVE
  }

  private Optional<String> value = Optional.empty();
  private Map<String, String> elements = Map.of();
  private Shape shape = Shape.SCALAR;
  boolean exported;
  boolean readOnly;
  boolean integer;

  Variable copy() {
    Variable copy = new Variable();
    copy.shape = shape;
    copy.value = value;
    if (shape != Shape.SCALAR) {
      copy.elements = empty(shape);
      copy.elements.putAll(elements);
    }
    copy.exported = exported;
    copy.readOnly = readOnly;
    copy.integer = integer;
    return copy;
  }

  private static Map<String, String> empty(Shape shape) {
    return shape == Shape.ASSOCIATIVE
        ? new LinkedHashMap<>()
        : new TreeMap<>(Comparator.comparingLong(Long::parseLong));
  }

  Shape shape() {
    return shape;
  }

  void become(Shape other) {
    if (shape == other) {
      return;
    }
    shape = other;
    elements = empty(other);
    value.ifPresent(text -> elements.put("0", text));
  }

  /// Of an array, the element 0.
  Optional<String> value() {
    return shape == Shape.SCALAR ? value : Optional.ofNullable(elements.get("0"));
  }

  void set(String text) {
    if (shape == Shape.SCALAR) {
      value = Optional.of(text);
    } else {
      elements.put("0", text);
    }
  }

  /// By their keys; of a scalar, its value under 0.
  Map<String, String> elements() {
    return shape == Shape.SCALAR ? value.map(text -> Map.of("0", text)).orElse(Map.of()) : elements;
  }

  void set(String key, String text) {
    if (shape == Shape.SCALAR) {
      become(Shape.INDEXED);
    }
    elements.put(key, text);
  }

  void remove(String key) {
    if (shape != Shape.SCALAR) {
      elements.remove(key);
    }
  }

  void clear() {
    if (shape == Shape.SCALAR) {
      shape = Shape.INDEXED;
    }
    elements = empty(shape);
  }

  /// Behind the last one.
  long nextIndex() {
    if (elements instanceof NavigableMap<String, String> sorted && !sorted.isEmpty()) {
      return Long.parseLong(sorted.lastKey()) + 1;
    }
    return elements().keySet().stream().mapToLong(Long::parseLong).max().orElse(-1) + 1;
  }
}
