package dev.podium.object;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A frozen JSON object: fields in the order they were written, sub-trees shared freely.
///
/// Values are [String], [Long], [Double], [java.math.BigInteger] (integers beyond 64 bits),
/// [Boolean], [JsonNull], [JsonObject] and [JsonArray]; nothing else, never `null`. Readers take a
/// path and treat a missing step, a `null` and a value of another type alike: as absent. To change
/// an object, use [#edit].
///
/// Kept as two arrays rather than a map: most API objects have a dozen fields, and a cluster holds
/// hundreds of thousands of them.
public final class JsonObject implements Iterable<Map.Entry<String, Object>> {
  public static final JsonObject EMPTY = new JsonObject(new String[0], new Object[0]);

  /// From this size on an index is worth its memory.
  private static final int INDEXED = 48;

  private final String[] keys;
  private final Object[] values;
  private @Nullable Map<String, Integer> index;
  private int hash;

  private JsonObject(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /// Field names and values in turn: `JsonObject.of("name", "web", "replicas", 3L)`.
  public static JsonObject of(Object... namesAndValues) {
    Map<String, Object> map = LinkedHashMap.newLinkedHashMap(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(map);
  }

  /// Freezes a map; nested maps, collections, integers and drafts are taken over too.
  public static JsonObject of(Map<String, ?> map) {
    if (map.isEmpty()) {
      return EMPTY;
    }
    String[] keys = new String[map.size()];
    Object[] values = new Object[map.size()];
    int i = 0;
    for (Map.Entry<String, ?> field : map.entrySet()) {
      keys[i] = field.getKey();
      values[i++] = Json.value(field.getValue());
    }
    return new JsonObject(keys, values);
  }

  /// For parsers that already hold distinct keys and allowed values; both arrays are owned by the
  /// result.
  static JsonObject owning(String[] keys, Object[] values) {
    return keys.length == 0 ? EMPTY : new JsonObject(keys, values);
  }

  /// For decoders, which hold frozen values and look after distinct names themselves: neither is
  /// checked.
  public static final class Builder {
    private String[] keys;
    private Object[] values;
    private int size;

    public Builder(int expected) {
      keys = new String[expected];
      values = new Object[expected];
    }

    public Builder add(String key, Object value) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2 + 4);
        values = Arrays.copyOf(values, size * 2 + 4);
      }
      keys[size] = key;
      values[size++] = value;
      return this;
    }

    public int size() {
      return size;
    }

    public JsonObject build() {
      return size == keys.length
          ? owning(keys, values)
          : owning(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
    }
  }

  public int size() {
    return keys.length;
  }

  public boolean isEmpty() {
    return keys.length == 0;
  }

  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  /// The value of one field, or `null` where it is absent ([JsonNull] where it is null).
  public @Nullable Object get(String key) {
    int i = indexOf(key);
    return i < 0 ? null : values[i];
  }

  /// The value at a path, JSON null included.
  public Optional<Object> find(String... path) {
    return Optional.ofNullable(at(path));
  }

  /// The string at a path, or the empty string, which in the API means the same as absent.
  public String string(String... path) {
    return at(path) instanceof String s ? s : "";
  }

  public Optional<String> findString(String... path) {
    return at(path) instanceof String s ? Optional.of(s) : Optional.empty();
  }

  public boolean bool(String... path) {
    return at(path) instanceof Boolean b && b;
  }

  public Optional<Boolean> findBoolean(String... path) {
    return at(path) instanceof Boolean b ? Optional.of(b) : Optional.empty();
  }

  public OptionalLong findLong(String... path) {
    return at(path) instanceof Long n ? OptionalLong.of(n) : OptionalLong.empty();
  }

  /// The integer at a path, or 0.
  public long integer(String... path) {
    return at(path) instanceof Long n ? n : 0;
  }

  /// The object at a path, or an empty one.
  public JsonObject object(String... path) {
    return at(path) instanceof JsonObject o ? o : EMPTY;
  }

  public Optional<JsonObject> findObject(String... path) {
    return at(path) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
  }

  /// The list at a path, or an empty one.
  public JsonArray array(String... path) {
    return at(path) instanceof JsonArray a ? a : JsonArray.EMPTY;
  }

  /// The objects of the list at a path.
  public List<JsonObject> objects(String... path) {
    return array(path).objects();
  }

  /// The strings of the list at a path.
  public List<String> strings(String... path) {
    return array(path).strings();
  }

  /// The map of strings at a path, in order; values of other types are left out.
  public Map<String, String> stringMap(String... path) {
    JsonObject map = object(path);
    if (map.isEmpty()) {
      return Map.of();
    }
    Map<String, String> result = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((key, value) -> {
      if (value instanceof String s) {
        result.put(key, s);
      }
    });
    return result;
  }

  public List<String> keys() {
    return List.of(keys);
  }

  public Stream<Map.Entry<String, Object>> stream() {
    return IntStream.range(0, keys.length)
        .mapToObj(i -> new SimpleImmutableEntry<>(keys[i], values[i]));
  }

  @Override
  public Iterator<Map.Entry<String, Object>> iterator() {
    return stream().iterator();
  }

  /// What [#forEach(FieldVisitor)] calls for every field in order.
  @FunctionalInterface
  public interface FieldVisitor {
    void visit(String key, Object value);
  }

  public void forEach(FieldVisitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      visitor.visit(keys[i], values[i]);
    }
  }

  /// This object with one field set; the same instance where nothing changes.
  public JsonObject with(String key, Object value) {
    Object frozen = Json.value(value);
    int i = indexOf(key);
    if (i >= 0) {
      if (values[i].equals(frozen)) {
        return this;
      }
      Object[] changed = values.clone();
      changed[i] = frozen;
      return new JsonObject(keys, changed);
    }
    String[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
    Object[] moreValues = Arrays.copyOf(values, values.length + 1);
    moreKeys[keys.length] = key;
    moreValues[values.length] = frozen;
    return new JsonObject(moreKeys, moreValues);
  }

  /// This object with the object below `key` (empty where absent) replaced by what `change` makes
  /// of it.
  public JsonObject with(String key, UnaryOperator<JsonObject> change) {
    JsonObject before = object(key);
    JsonObject after = change.apply(before);
    return after == before ? this : with(key, after);
  }

  /// An equal object whose list of names and whose values are those that the functions give; this
  /// very one where they give what they were given.
  JsonObject mapped(UnaryOperator<String[]> names, UnaryOperator<Object> value) {
    String[] otherKeys = names.apply(keys);
    Object[] others = JsonArray.mapped(values, value);
    return otherKeys == keys && others == values ? this : new JsonObject(otherKeys, others);
  }

  /// This object with the fields of a map; where they have the same names in the same order, the
  /// names are not kept twice.
  JsonObject replaced(Map<String, ?> map) {
    JsonObject made = of(map);
    return Arrays.equals(keys, made.keys) ? new JsonObject(keys, made.values) : made;
  }

  public JsonObject without(String key) {
    int at = indexOf(key);
    if (at < 0) {
      return this;
    }
    String[] fewerKeys = new String[keys.length - 1];
    Object[] fewerValues = new Object[keys.length - 1];
    System.arraycopy(keys, 0, fewerKeys, 0, at);
    System.arraycopy(values, 0, fewerValues, 0, at);
    System.arraycopy(keys, at + 1, fewerKeys, at, keys.length - at - 1);
    System.arraycopy(values, at + 1, fewerValues, at, keys.length - at - 1);
    return owning(fewerKeys, fewerValues);
  }

  /// Copies what `change` touches and shares the rest; the same instance where nothing changed.
  public JsonObject edit(Consumer<ObjectDraft> change) {
    ObjectDraft draft = new ObjectDraft(this);
    change.accept(draft);
    return draft.freeze();
  }

  /// The name of the i-th field, for loops that must not allocate.
  public String keyAt(int i) {
    return keys[i];
  }

  public Object valueAt(int i) {
    return values[i];
  }

  private @Nullable Object at(String... path) {
    Object value = this;
    for (String step : path) {
      if (!(value instanceof JsonObject object)) {
        return null;
      }
      value = object.get(step);
    }
    return value;
  }

  private int indexOf(String key) {
    if (keys.length >= INDEXED) {
      return index().getOrDefault(key, -1);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// Built at first need; a race only builds it twice, since the map is complete before it is
  /// published.
  private Map<String, Integer> index() {
    Map<String, Integer> known = index;
    if (known == null) {
      Map<String, Integer> made = HashMap.newHashMap(keys.length);
      for (int i = 0; i < keys.length; i++) {
        made.put(keys[i], i);
      }
      known = Map.copyOf(made);
      index = known;
    }
    return known;
  }

  /// Equal fields in any order, as JSON defines equality of objects.
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof JsonObject o) || o.keys.length != keys.length) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      // Objects of one origin mostly have the same order, so look there first.
      Object theirs = keys[i].equals(o.keys[i]) ? o.values[i] : o.get(keys[i]);
      if (!values[i].equals(theirs)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      int sum = 0;
      for (int i = 0; i < keys.length; i++) {
        sum += keys[i].hashCode() ^ values[i].hashCode();
      }
      hash = sum;
    }
    return hash;
  }

  /// Compact JSON.
  @Override
  public String toString() {
    return Json.write(this);
  }
}
