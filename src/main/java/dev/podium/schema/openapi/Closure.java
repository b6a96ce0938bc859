package dev.podium.schema.openapi;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/// Everything that a document refers to, directly or through other definitions.
final class Closure {
  private final Dialect dialect;
  private final Deque<String> wanted = new ArrayDeque<>();

  private Closure(Dialect dialect) {
    this.dialect = dialect;
  }

  static Map<String, JsonObject> of(Object document, DefinitionSource source, Dialect dialect) {
    Closure closure = new Closure(dialect);
    closure.look(document);
    Map<String, JsonObject> found = new TreeMap<>();
    while (!closure.wanted.isEmpty()) {
      String name = closure.wanted.pop();
      if (!found.containsKey(name)) {
        JsonObject definition =
            source
                .definition(name, dialect)
                .orElseThrow(() -> new IllegalStateException("No definition of " + name));
        found.put(name, definition);
        closure.look(definition);
      }
    }
    return found;
  }

  private void look(Object value) {
    switch (value) {
      case JsonObject object ->
          object.forEach(e -> {
            note(e.getKey(), e.getValue());
            look(e.getValue());
          });
      case JsonArray array -> array.forEach(this::look);
      case Map<?, ?> map -> map.values().forEach(this::look);
      case Collection<?> list -> list.forEach(this::look);
      default -> {
        // A leaf refers to nothing.
      }
    }
  }

  private void note(String key, Object value) {
    if (key.equals("$ref") && value instanceof String ref) {
      String name = dialect.target(ref);
      if (!name.isEmpty()) {
        wanted.push(name);
      }
    }
  }
}
