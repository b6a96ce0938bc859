package dev.podium.printing;

import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A path into an object as `kubectl` and printer columns have it: `.spec.size`, `.list[0].name`,
/// `.status.conditions[?(@.type=="Ready")].status`, `..name`.
///
/// What is not there is left out. Upstream: client-go's util/jsonpath, with AllowMissingKeys.
public final class JsonPath {
  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /// @throws IllegalArgumentException where it is no path; the message says why
  public static JsonPath parse(String text) {
    return new JsonPath(new JsonPathParser(text).steps());
  }

  /// All values that the path leads to, in order.
  public List<Object> find(Object root) {
    List<Object> found = List.of(root);
    for (Step step : steps) {
      found = found.stream().flatMap(step::from).toList();
    }
    return found;
  }

  public Optional<Object> findFirst(Object root) {
    return find(root).stream().findFirst();
  }

  /// A value as text, objects and lists in JSON.
  public static String text(Object value) {
    return switch (value) {
      case JsonObject _, JsonArray _ -> Json.write(value);
      default -> GoText.plain(value);
    };
  }

  /// One step down.
  sealed interface Step {
    Stream<Object> from(Object value);
  }

  record Name(String name) implements Step {
    @Override
    public Stream<Object> from(Object value) {
      return value instanceof JsonObject object
          ? Stream.ofNullable(object.get(name))
          : Stream.empty();
    }
  }

  /// `*`: every field, or every item.
  record All() implements Step {
    @Override
    public Stream<Object> from(Object value) {
      return switch (value) {
        case JsonObject object -> object.stream().map(java.util.Map.Entry::getValue);
        case JsonArray array -> array.stream();
        default -> Stream.empty();
      };
    }
  }

  /// `[from:to:step]`, of which one index is a short form; negative ones count from the end.
  record Slice(int first, Optional<Integer> end, int step) implements Step {
    @Override
    public Stream<Object> from(Object value) {
      if (!(value instanceof JsonArray array)) {
        return Stream.empty();
      }
      int size = array.size();
      int low = Math.max(0, first < 0 ? first + size : first);
      int high = Math.min(size, end.map(e -> e < 0 ? e + size : e).orElse(size));
      return IntStream.iterate(low, i -> i < high, i -> i + step).mapToObj(array::get);
    }
  }

  /// `[0,1]` and `['a','b']`.
  record Union(List<Step> alternatives) implements Step {
    @Override
    public Stream<Object> from(Object value) {
      return alternatives.stream().flatMap(step -> step.from(value));
    }
  }

  /// `..`: the value and everything below it.
  record Descent() implements Step {
    @Override
    public Stream<Object> from(Object value) {
      List<Object> all = new ArrayList<>();
      collect(value, all);
      return all.stream();
    }

    private static void collect(Object value, List<Object> all) {
      all.add(value);
      new All().from(value).forEach(below -> collect(below, all));
    }
  }

  /// `[?(@.a=="b")]`; without an operator, whether the left side is there.
  record Filter(Operand left, String operator, Operand right) implements Step {
    @Override
    public Stream<Object> from(Object value) {
      return value instanceof JsonArray array ? array.stream().filter(this::holds) : Stream.empty();
    }

    private boolean holds(Object item) {
      Optional<Object> one = left.of(item);
      if (operator.isEmpty()) {
        return one.isPresent();
      }
      Optional<Object> other = right.of(item);
      if (one.isEmpty() || other.isEmpty()) {
        return false;
      }
      return compare(one.get(), other.get());
    }

    private boolean compare(Object one, Object other) {
      int order =
          one instanceof Number a && other instanceof Number b
              ? Double.compare(a.doubleValue(), b.doubleValue())
              : text(one).compareTo(text(other));
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  /// A side of a comparison.
  sealed interface Operand {
    Optional<Object> of(Object item);
  }

  record Constant(Object value) implements Operand {
    @Override
    public Optional<Object> of(Object item) {
      return value == JsonNull.NULL ? Optional.empty() : Optional.of(value);
    }
  }

  record Relative(JsonPath path) implements Operand {
    @Override
    public Optional<Object> of(Object item) {
      return path.findFirst(item);
    }
  }
}
