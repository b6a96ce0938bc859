package dev.podium.patch;

import dev.podium.object.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One node of a [FieldSet] while it is being put together.
final class FieldSetBuilder {
  private @Nullable Map<String, JsonObject> children;
  private boolean member;

  /// Makes the path to this node a member.
  void add() {
    member = true;
  }

  /// Makes the path to a step below a member.
  void add(String step) {
    children().merge(step, JsonObject.EMPTY, FieldSetBuilder::and);
  }

  /// Puts a node below a step, unless there is nothing in it.
  void put(String step, FieldSetBuilder child) {
    if (child.member || child.children != null) {
      children().merge(step, child.node(), FieldSetBuilder::and);
    }
  }

  private static JsonObject and(JsonObject a, JsonObject b) {
    return new FieldSet(JsonObject.of("s", a))
        .union(new FieldSet(JsonObject.of("s", b)))
        .tree()
        .object("s");
  }

  private Map<String, JsonObject> children() {
    Map<String, JsonObject> map = children;
    if (map == null) {
      map = new TreeMap<>(PathElement.ORDER);
      children = map;
    }
    return map;
  }

  private JsonObject node() {
    return FieldSet.node(member, children());
  }

  FieldSet build() {
    return children == null ? FieldSet.EMPTY : new FieldSet(JsonObject.of(children));
  }
}
