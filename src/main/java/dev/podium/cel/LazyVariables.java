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
  private final Function<String, Result> source;
  private final Map<String, Object> known = new HashMap<>();

  /// @param source throws [Failed] where a field cannot be worked out
  public LazyVariables(Function<String, Result> source) {
    this.source = source;
  }

  /// A field failed; the expression that touched it fails with the same text.
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Failed(String message) {
      super(message, null, false, false);
    }
  }

  Map<String, Object> map(Set<String> names) {
    return new View(names);
  }

  private final class View extends AbstractMap<String, Object> implements JsonView {
    private final Set<String> names;

    View(Set<String> names) {
      this.names = names;
    }

    @Override
    public Object json() {
      return Values.toJson(new HashMap<>(this));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return key instanceof String name && names.contains(name)
          ? known.computeIfAbsent(name, n -> source.apply(n).raw())
          : null;
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
