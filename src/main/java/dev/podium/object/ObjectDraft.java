package dev.podium.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A [JsonObject] while it is being edited: copies on the first write, and only along the path that
/// is written.
///
/// Made by [JsonObject#edit] and [ApiObject#edit], used by one thread, dead after that call. Where
/// nothing is written in a draft or below it, [#freeze] gives back the very object it began with,
/// so that "has anything changed" is a comparison of references. Reading and defaulting treat JSON
/// null as absent.
public final class ObjectDraft {
  private final JsonObject base;
  private @Nullable Map<String, Object> changed;
  private @Nullable Map<String, Object> children;

  public ObjectDraft(JsonObject base) {
    this.base = base;
  }

  /// The field as it stands now, frozen; `null` where absent or JSON null.
  public @Nullable Object get(String key) {
    Object value = current(key);
    return switch (value) {
      case null -> null;
      case JsonNull _ -> null;
      case ObjectDraft draft -> draft.freeze();
      case ListDraft draft -> draft.freeze();
      default -> value;
    };
  }

  public boolean has(String key) {
    Object value = current(key);
    return value != null && value != JsonNull.NULL;
  }

  public String string(String key) {
    return current(key) instanceof String s ? s : "";
  }

  public boolean bool(String key) {
    return current(key) instanceof Boolean b && b;
  }

  public OptionalLong findLong(String key) {
    return current(key) instanceof Long n ? OptionalLong.of(n) : OptionalLong.empty();
  }

  public List<String> keys() {
    return changed == null ? base.keys() : List.copyOf(changed.keySet());
  }

  public boolean isEmpty() {
    return changed == null ? base.isEmpty() : changed.isEmpty();
  }

  public ObjectDraft set(String key, Object value) {
    Object frozen = Json.value(value);
    forget(key);
    if (!frozen.equals(changed == null ? base.get(key) : changed.get(key))) {
      writable().put(key, frozen);
    }
    return this;
  }

  /// Sets a field that is absent or null.
  public ObjectDraft setDefault(String key, Object value) {
    return has(key) ? this : set(key, value);
  }

  /// Sets a string field that is absent, null or empty: Go's zero value, which upstream's
  /// defaulting tests for.
  public ObjectDraft setDefaultString(String key, String value) {
    return string(key).isEmpty() ? set(key, value) : this;
  }

  public ObjectDraft remove(String key) {
    forget(key);
    if (changed == null ? base.has(key) : changed.containsKey(key)) {
      writable().remove(key);
    }
    return this;
  }

  /// The object below `key` for editing; made empty where there is none.
  public ObjectDraft object(String key) {
    return findObject(key)
        .orElseGet(() -> {
          set(key, JsonObject.EMPTY);
          return child(key, new ObjectDraft(JsonObject.EMPTY));
        });
  }

  /// The object at a path for editing; every missing step is made.
  public ObjectDraft object(String first, String... rest) {
    ObjectDraft draft = object(first);
    for (String key : rest) {
      draft = draft.object(key);
    }
    return draft;
  }

  /// The object below `key` for editing, if there is one.
  public Optional<ObjectDraft> findObject(String key) {
    return switch (current(key)) {
      case ObjectDraft draft -> Optional.of(draft);
      case JsonObject object -> Optional.of(child(key, new ObjectDraft(object)));
      case null, default -> Optional.empty();
    };
  }

  /// The object at a path for editing, if every step exists.
  public Optional<ObjectDraft> findObject(String first, String... rest) {
    Optional<ObjectDraft> draft = findObject(first);
    for (String key : rest) {
      draft = draft.flatMap(d -> d.findObject(key));
    }
    return draft;
  }

  /// The list below `key` for editing; made empty where there is none.
  public ListDraft list(String key) {
    return findList(key)
        .orElseGet(() -> {
          set(key, JsonArray.EMPTY);
          return child(key, new ListDraft(JsonArray.EMPTY));
        });
  }

  public Optional<ListDraft> findList(String key) {
    return switch (current(key)) {
      case ListDraft draft -> Optional.of(draft);
      case JsonArray array -> Optional.of(child(key, new ListDraft(array)));
      case null, default -> Optional.empty();
    };
  }

  /// The objects of the list below `key` for editing; none where there is no list.
  public List<ObjectDraft> objects(String key) {
    return findList(key).map(ListDraft::objects).orElse(List.of());
  }

  /// The object as it stands.
  public JsonObject freeze() {
    if (children != null) {
      for (Map.Entry<String, Object> child : children.entrySet()) {
        Object frozen = frozen(child.getValue());
        String key = child.getKey();
        if (frozen != (changed == null ? base.get(key) : changed.get(key))) {
          writable().put(key, frozen);
        }
      }
    }
    return changed == null ? base : base.replaced(changed);
  }

  static Object frozen(Object child) {
    return child instanceof ObjectDraft object ? object.freeze() : ((ListDraft) child).freeze();
  }

  private @Nullable Object current(String key) {
    Object child = children == null ? null : children.get(key);
    if (child != null) {
      return child;
    }
    return changed == null ? base.get(key) : changed.get(key);
  }

  private <T> T child(String key, T draft) {
    if (children == null) {
      children = new LinkedHashMap<>();
    }
    children.put(key, draft);
    return draft;
  }

  private void forget(String key) {
    if (children != null) {
      children.remove(key);
    }
  }

  private Map<String, Object> writable() {
    Map<String, Object> map = changed;
    if (map == null) {
      map = LinkedHashMap.newLinkedHashMap(base.size() + 2);
      base.forEach(map::put);
      changed = map;
    }
    return map;
  }

  /// A [JsonArray] while it is being edited, under the rules of [ObjectDraft].
  public static final class ListDraft {
    private final JsonArray base;
    private @Nullable List<Object> items;

    ListDraft(JsonArray base) {
      this.base = base;
    }

    public int size() {
      return items == null ? base.size() : items.size();
    }

    public ListDraft add(Object value) {
      writable().add(Json.value(value));
      return this;
    }

    /// The elements that are objects, for editing.
    public List<ObjectDraft> objects() {
      List<ObjectDraft> drafts = new ArrayList<>(size());
      List<Object> all = writable();
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i) instanceof JsonObject object) {
          all.set(i, new ObjectDraft(object));
        }
        if (all.get(i) instanceof ObjectDraft draft) {
          drafts.add(draft);
        }
      }
      return drafts;
    }

    public JsonArray freeze() {
      List<Object> all = items;
      if (all == null) {
        return base;
      }
      boolean same = all.size() == base.size();
      Object[] frozen = new Object[all.size()];
      for (int i = 0; i < frozen.length; i++) {
        Object item = all.get(i);
        frozen[i] =
            item instanceof ObjectDraft || item instanceof ListDraft
                ? ObjectDraft.frozen(item)
                : item;
        same = same && frozen[i] == base.get(i);
      }
      return same ? base : JsonArray.owning(frozen);
    }

    private List<Object> writable() {
      List<Object> all = items;
      if (all == null) {
        all = new ArrayList<>(base.asList());
        items = all;
      }
      return all;
    }
  }
}
