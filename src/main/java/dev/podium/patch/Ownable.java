package dev.podium.patch;

import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which fields a write on some path can make its writer's own: those that the path lets it change
/// at all, whatever the body says. Upstream: GetResetFields and GetResetFieldsFilter of the
/// strategies.
public sealed interface Ownable {
  Ownable ALL = new Except(FieldSet.EMPTY);

  /// Those of the fields that can be owned.
  FieldSet among(FieldSet fields);

  /// All but these fields and what is below them, as `spec` and `metadata.labels`.
  static Ownable except(String... paths) {
    return new Except(FieldSet.of(paths));
  }

  /// Only these fields, what is below them and the steps that lead to them; a step `*` stands for
  /// every item.
  static Ownable only(String... paths) {
    return new Only(FieldSet.of(paths));
  }

  record Except(FieldSet fixed) implements Ownable {
    @Override
    public FieldSet among(FieldSet fields) {
      return fixed.isEmpty() ? fields : fields.recursiveDifference(fixed);
    }
  }

  record Only(FieldSet patterns) implements Ownable {
    private static final String ANY = PathElement.field("*");

    @Override
    public FieldSet among(FieldSet fields) {
      return new FieldSet(matching(fields.tree(), patterns.tree()));
    }

    private static JsonObject matching(JsonObject node, JsonObject pattern) {
      if (FieldSet.isMember(pattern)) {
        return node;
      }
      Map<String, JsonObject> kept = LinkedHashMap.newLinkedHashMap(node.size());
      node.forEach((step, value) -> {
        JsonObject child = (JsonObject) value;
        if (pattern.get(pattern.has(ANY) ? ANY : step) instanceof JsonObject inner) {
          JsonObject below = matching(child, inner);
          if (FieldSet.isMember(child) || !below.isEmpty()) {
            kept.put(step, below);
          }
        }
      });
      return FieldSet.node(node.has(FieldSet.SELF), kept);
    }
  }
}
