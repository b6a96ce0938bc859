package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Shape.Form;
import dev.podium.schema.ObjectType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// An object with a configuration laid over it: what the configuration mentions wins, nothing goes.
///
/// Upstream: structured-merge-diff typed/merge.go. Lists keep the order of the configuration where
/// it says anything, and what it does not mention stays as near to its old place as that allows.
final class TypedMerge {
  private TypedMerge() {}

  /// @throws TypeMismatch where the configuration names an item twice
  static JsonObject merge(JsonObject live, JsonObject config, ObjectType type) {
    return maps(live, config, Shape.of(type));
  }

  private static Object values(Object live, Object config, Shape shape) {
    Form form = shape.form(config);
    if (shape.atomic(form) || shape.form(live) != form) {
      return config;
    }
    if (form == Form.MAP) {
      JsonObject old = live instanceof JsonObject o ? o : JsonObject.EMPTY;
      JsonObject wanted = config instanceof JsonObject o ? o : JsonObject.EMPTY;
      return old.isEmpty() && wanted.isEmpty() ? config : maps(old, wanted, shape);
    }
    JsonArray old = live instanceof JsonArray a ? a : JsonArray.EMPTY;
    JsonArray wanted = config instanceof JsonArray a ? a : JsonArray.EMPTY;
    return old.isEmpty() && wanted.isEmpty() ? config : lists(old, wanted, shape);
  }

  private static JsonObject maps(JsonObject live, JsonObject config, Shape shape) {
    JsonObject merged = live;
    for (Map.Entry<String, Object> field : config) {
      String name = field.getKey();
      Object old = live.get(name);
      Object now =
          old == null ? field.getValue() : values(old, field.getValue(), shape.requireField(name));
      merged = merged.with(name, now);
    }
    return merged;
  }

  private static JsonArray lists(JsonArray live, JsonArray config, Shape shape) {
    return new ListMerge(live, config, shape).merge();
  }

  /// Both lists are walked side by side: items that only the live list has are taken where they
  /// come, all others in the order of the configuration.
  private static final class ListMerge {
    private final Shape shape;
    private final JsonArray live;
    private final List<String> liveSteps;
    private final List<String> configSteps;
    private final Map<String, Object> liveItems;
    private final Map<String, Object> configItems;
    private final List<String> shared = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final List<Object> merged = new ArrayList<>();
    private int nextLive;
    private int nextConfig;
    private int nextShared;

    ListMerge(JsonArray live, JsonArray config, Shape shape) {
      this.shape = shape;
      this.live = live;
      this.liveItems = LinkedHashMap.newLinkedHashMap(live.size());
      this.configItems = LinkedHashMap.newLinkedHashMap(config.size());
      this.configSteps = index(config, configItems, false);
      this.liveSteps = index(live, liveItems, true);
      configSteps.stream().filter(liveItems::containsKey).forEach(shared::add);
    }

    private List<String> index(JsonArray list, Map<String, Object> items, boolean repeats) {
      List<String> steps = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        String step = Comparison.step(shape, list.get(i), i);
        if (items.containsKey(step)) {
          if (!repeats) {
            throw new TypeMismatch("duplicate entries for key " + PathElement.shown(step));
          }
          // Items that cannot be told apart are replaced, not merged with.
          items.put(step, JsonNull.NULL);
        } else {
          items.put(step, list.get(i));
        }
        steps.add(step);
      }
      return steps;
    }

    JsonArray merge() {
      while (nextLive < liveSteps.size() || nextConfig < configSteps.size()) {
        if (nextLive < liveSteps.size()) {
          String step = liveSteps.get(nextLive);
          if (!configItems.containsKey(step)) {
            merged.add(live.get(nextLive++));
            continue;
          }
          if (comesLater(step)) {
            nextLive++;
            continue;
          }
          if (taken.contains(step)) {
            nextLive++;
          }
        }
        if (nextConfig < configSteps.size()) {
          takeFromConfig();
        }
      }
      JsonArray result = JsonArray.of(merged);
      return result.equals(live) ? live : result;
    }

    /// Whether another item that both lists have is due before this one.
    private boolean comesLater(String step) {
      return nextConfig < configSteps.size()
          && !step.equals(configSteps.get(nextConfig))
          && nextShared < shared.size()
          && !shared.get(nextShared).equals(step);
    }

    private void takeFromConfig() {
      String step = configSteps.get(nextConfig++);
      if (nextLive < liveSteps.size() && liveSteps.get(nextLive).equals(step)) {
        nextLive++;
      }
      if (nextShared < shared.size() && shared.get(nextShared).equals(step)) {
        nextShared++;
      }
      taken.add(step);
      Object wanted = Objects.requireNonNull(configItems.get(step));
      Object old = liveItems.get(step);
      merged.add(old == null || old == JsonNull.NULL ? wanted : values(old, wanted, shape.items()));
    }
  }
}
