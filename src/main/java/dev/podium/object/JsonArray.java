package dev.podium.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A frozen JSON array; what its elements may be, [JsonObject] says.
public final class JsonArray implements Iterable<Object> {
  public static final JsonArray EMPTY = new JsonArray(new Object[0]);

  private final Object[] values;

  private JsonArray(Object[] values) {
    this.values = values;
  }

  public static JsonArray of(Object... values) {
    return of(Arrays.asList(values));
  }

  public static JsonArray of(Collection<?> values) {
    return values.isEmpty()
        ? EMPTY
        : new JsonArray(values.stream().map(Json::value).toArray(Object[]::new));
  }

  /// For decoders that already hold allowed values, which is not checked; the array is owned by the
  /// result.
  public static JsonArray owning(Object[] values) {
    return values.length == 0 ? EMPTY : new JsonArray(values);
  }

  public int size() {
    return values.length;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  public Object get(int i) {
    return values[i];
  }

  public Stream<Object> stream() {
    return Arrays.stream(values);
  }

  public List<Object> asList() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /// The elements that are objects.
  public List<JsonObject> objects() {
    if (values.length == 0) {
      return List.of();
    }
    List<JsonObject> result = new ArrayList<>(values.length);
    for (Object value : values) {
      if (value instanceof JsonObject object) {
        result.add(object);
      }
    }
    return result;
  }

  /// The elements that are strings.
  public List<String> strings() {
    if (values.length == 0) {
      return List.of();
    }
    List<String> result = new ArrayList<>(values.length);
    for (Object value : values) {
      if (value instanceof String string) {
        result.add(string);
      }
    }
    return result;
  }

  /// This list with one element more at its end.
  public JsonArray plus(Object value) {
    Object[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = Json.value(value);
    return new JsonArray(more);
  }

  /// An equal list of the elements that the function gives; this very one where it gives what it
  /// was given.
  JsonArray mapped(UnaryOperator<Object> element) {
    Object[] others = mapped(values, element);
    return others == values ? this : new JsonArray(others);
  }

  /// The very array where nothing changes.
  static Object[] mapped(Object[] values, UnaryOperator<Object> element) {
    Object[] result = values;
    for (int i = 0; i < values.length; i++) {
      Object other = element.apply(values[i]);
      if (other != values[i]) {
        if (result == values) {
          result = values.clone();
        }
        result[i] = other;
      }
    }
    return result;
  }

  @Override
  public Iterator<Object> iterator() {
    return asList().iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || other instanceof JsonArray a && Arrays.equals(values, a.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /// Compact JSON.
  @Override
  public String toString() {
    return Json.write(this);
  }
}
