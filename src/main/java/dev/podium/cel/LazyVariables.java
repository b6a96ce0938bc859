package dev.podium.cel;

import dev.podium.cel.Evaluation.Result;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object whose fields are worked out when an expression first touches them: `variables`.
public final class LazyVariables {
  private final Set<String> names;
  private final Function<String, Result> source;
  private final Map<String, Object> known = new HashMap<>();

  /// @param source throws [Failed] where a field cannot be worked out
  public LazyVariables(Set<String> names, Function<String, Result> source) {
    this.names = names;
    this.source = source;
  }

  /// A field failed; the expression that touched it fails with the same text.
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Failed(String message) {
      super(message, null, false, false);
    }
  }

  Map<String, Object> map() {
    return new View();
  }

  private final class View extends AbstractMap<String, Object> implements JsonView {
    @Override
    public Object json() {
      return Values.toJson(new HashMap<>(this));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      if (!(key instanceof String name) || !names.contains(name)) {
        return null;
      }
      Object value = known.get(name);
      if (value == null) {
        // Working it out may touch other fields of this map.
        value = source.apply(name).raw();
        known.put(name, value);
      }
      return value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String name && names.contains(name);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      Map<String, Object> all = new HashMap<>();
      names.forEach(name -> {
        Object value = get(name);
        if (value != null) {
          all.put(name, value);
        }
      });
      return all.entrySet();
    }
  }
}
