package dev.podium.patch;

import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// A set of fields of an object, such as those that one writer owns.
///
/// It *is* the tree that `fieldsV1` holds, so reading and writing one costs nothing and operations
/// share what they do not change: under each step ([PathElement]) stands an object; an empty one,
/// or one with a field `.`, makes the path up to there a member. Steps stand in
/// [PathElement#ORDER], `.` first. Upstream: structured-merge-diff fieldpath/set.go.
public record FieldSet(JsonObject tree) {
  public static final FieldSet EMPTY = new FieldSet(JsonObject.EMPTY);
  static final String SELF = ".";
  private static final JsonObject MEMBER = JsonObject.EMPTY;

  /// The set of a few fields, each a path of field names: `FieldSet.of("spec", "metadata.labels")`.
  public static FieldSet of(String... dottedPaths) {
    FieldSet set = EMPTY;
    for (String path : dottedPaths) {
      List<String> steps = new ArrayList<>();
      for (String name : path.split("\\.", -1)) {
        steps.add(PathElement.field(name));
      }
      set = set.with(steps);
    }
    return set;
  }

  /// A set that a client sent, brought into order; nothing where it is none.
  static Optional<FieldSet> parse(JsonObject fieldsV1) {
    return canonical(fieldsV1).map(FieldSet::new);
  }

  private static Optional<JsonObject> canonical(JsonObject node) {
    Map<String, JsonObject> sorted = new TreeMap<>(PathElement.ORDER);
    boolean self = false;
    for (Map.Entry<String, Object> entry : node) {
      if (entry.getKey().equals(SELF)) {
        self = true;
        continue;
      }
      Optional<String> step = PathElement.canonical(entry.getKey());
      Optional<JsonObject> child =
          entry.getValue() instanceof JsonObject object ? canonical(object) : Optional.empty();
      if (step.isEmpty() || child.isEmpty()) {
        return Optional.empty();
      }
      sorted.put(step.get(), child.get());
    }
    return Optional.of(node(self, sorted));
  }

  public boolean isEmpty() {
    return tree.isEmpty();
  }

  /// This set with one more member.
  FieldSet with(List<String> path) {
    JsonObject node = MEMBER;
    for (String step : path.reversed()) {
      node = JsonObject.of(step, node);
    }
    return union(new FieldSet(node));
  }

  /// The members below one step, without it.
  FieldSet below(String step) {
    return tree.get(step) instanceof JsonObject child ? new FieldSet(children(child)) : EMPTY;
  }

  /// Whether a path of one step is a member.
  boolean hasStep(String step) {
    return tree.get(step) instanceof JsonObject child && isMember(child);
  }

  public FieldSet union(FieldSet other) {
    return with(union(tree, other.tree));
  }

  /// The members of this set that are members of the other.
  public FieldSet intersection(FieldSet other) {
    return with(intersection(tree, other.tree));
  }

  /// The members of this set that are no members of the other; those below a member of the other
  /// stay.
  public FieldSet difference(FieldSet other) {
    return with(difference(tree, other.tree, false));
  }

  /// The members of this set that are neither members of the other nor below one.
  public FieldSet recursiveDifference(FieldSet other) {
    return with(difference(tree, other.tree, true));
  }

  /// The members that have no member below them.
  FieldSet leaves() {
    return with(leaves(tree));
  }

  /// The paths of all members: those of one object before what is below them.
  List<List<String>> paths() {
    List<List<String>> paths = new ArrayList<>();
    collect(tree, List.of(), paths);
    return Collections.unmodifiableList(paths);
  }

  private static void collect(JsonObject node, List<String> prefix, List<List<String>> paths) {
    List<List<String>> here = new ArrayList<>();
    node.forEach((step, child) -> {
      if (!step.equals(SELF)) {
        List<String> path = new ArrayList<>(prefix);
        path.add(step);
        here.add(path);
        if (isMember((JsonObject) child)) {
          paths.add(path);
        }
      }
    });
    for (List<String> path : here) {
      collect((JsonObject) Objects.requireNonNull(node.get(path.getLast())), path, paths);
    }
  }

  /// A path as messages show it: `.spec.containers[name="c"].image`.
  static String shown(List<String> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(step -> text.append(PathElement.shown(step)));
    return text.toString();
  }

  private FieldSet with(JsonObject changed) {
    return changed == tree ? this : changed.isEmpty() ? EMPTY : new FieldSet(changed);
  }

  static boolean isMember(JsonObject node) {
    return node.isEmpty() || node.has(SELF);
  }

  private static JsonObject children(JsonObject node) {
    return node.without(SELF);
  }

  /// The node of a path that is, or is not, a member and has these below it; with nothing below it
  /// the path is taken for a member.
  static JsonObject node(boolean member, Map<String, JsonObject> children) {
    if (children.isEmpty()) {
      return MEMBER;
    }
    if (!member) {
      return JsonObject.of(children);
    }
    Map<String, JsonObject> all = LinkedHashMap.newLinkedHashMap(children.size() + 1);
    all.put(SELF, MEMBER);
    all.putAll(children);
    return JsonObject.of(all);
  }

  private static JsonObject union(JsonObject a, JsonObject b) {
    if (a == b || b.isEmpty()) {
      return a;
    }
    if (a.isEmpty()) {
      return b;
    }
    Map<String, JsonObject> merged = new TreeMap<>(FieldSet::compareSteps);
    a.forEach((step, child) -> merged.put(step, (JsonObject) child));
    boolean changed = false;
    for (Map.Entry<String, Object> entry : b) {
      JsonObject mine = merged.get(entry.getKey());
      JsonObject theirs = (JsonObject) entry.getValue();
      JsonObject both = mine == null ? theirs : unionOfNodes(mine, theirs);
      changed |= both != mine;
      merged.put(entry.getKey(), both);
    }
    return changed ? JsonObject.of(merged) : a;
  }

  private static JsonObject unionOfNodes(JsonObject a, JsonObject b) {
    JsonObject before = children(a);
    JsonObject below = union(before, children(b));
    boolean member = isMember(a) || isMember(b);
    if (below == before && member == isMember(a)) {
      return a;
    }
    return member && !below.isEmpty() ? withSelf(below) : below;
  }

  private static JsonObject withSelf(JsonObject children) {
    Map<String, Object> all = LinkedHashMap.newLinkedHashMap(children.size() + 1);
    all.put(SELF, MEMBER);
    children.forEach(all::put);
    return JsonObject.of(all);
  }

  private static JsonObject intersection(JsonObject a, JsonObject b) {
    Map<String, JsonObject> kept = LinkedHashMap.newLinkedHashMap(Math.min(a.size(), b.size()));
    a.forEach((step, value) -> {
      if (!step.equals(SELF) && b.get(step) instanceof JsonObject theirs) {
        JsonObject mine = (JsonObject) value;
        boolean member = isMember(mine) && isMember(theirs);
        JsonObject below = intersection(children(mine), children(theirs));
        if (member || !below.isEmpty()) {
          kept.put(step, member && !below.isEmpty() ? withSelf(below) : below);
        }
      }
    });
    return JsonObject.of(kept);
  }

  private static JsonObject difference(JsonObject a, JsonObject b, boolean recursive) {
    if (b.isEmpty()) {
      return a;
    }
    Map<String, JsonObject> kept = LinkedHashMap.newLinkedHashMap(a.size());
    boolean changed = false;
    for (Map.Entry<String, Object> entry : a) {
      JsonObject mine = (JsonObject) entry.getValue();
      Optional<JsonObject> left =
          b.get(entry.getKey()) instanceof JsonObject theirs
              ? left(mine, theirs, recursive)
              : Optional.of(mine);
      changed |= left.isEmpty() || left.get() != mine;
      left.ifPresent(node -> kept.put(entry.getKey(), node));
    }
    return changed ? JsonObject.of(kept) : a;
  }

  private static Optional<JsonObject> left(JsonObject mine, JsonObject theirs, boolean recursive) {
    if (recursive && isMember(theirs)) {
      return Optional.empty();
    }
    boolean member = isMember(mine) && !isMember(theirs);
    JsonObject before = children(mine);
    JsonObject below = difference(before, children(theirs), recursive);
    if (below == before && member == isMember(mine)) {
      return Optional.of(mine);
    }
    if (below.isEmpty()) {
      return member ? Optional.of(MEMBER) : Optional.empty();
    }
    return Optional.of(member ? withSelf(below) : below);
  }

  private static JsonObject leaves(JsonObject node) {
    Map<String, JsonObject> kept = LinkedHashMap.newLinkedHashMap(node.size());
    node.forEach((step, child) -> {
      if (!step.equals(SELF)) {
        kept.put(step, leaves((JsonObject) child));
      }
    });
    return JsonObject.of(kept);
  }

  /// This set and, of the steps that lead to its members, those for which `isNamed` holds.
  FieldSet withNamedFields(NamedFields named) {
    return new FieldSet(withNamedFields(tree, named));
  }

  /// Which steps are fields that a type names, and what is below a step.
  interface NamedFields {
    boolean names(String step);

    NamedFields below(String step);
  }

  private static JsonObject withNamedFields(JsonObject node, NamedFields named) {
    Map<String, JsonObject> all = LinkedHashMap.newLinkedHashMap(node.size());
    node.forEach((step, value) -> {
      JsonObject child = (JsonObject) value;
      if (step.equals(SELF) || child.isEmpty()) {
        all.put(step, child);
        return;
      }
      JsonObject below = withNamedFields(child, named.below(step));
      all.put(step, named.names(step) && !below.has(SELF) ? withSelf(below) : below);
    });
    return JsonObject.of(all);
  }

  private static int compareSteps(String a, String b) {
    if (a.equals(SELF) || b.equals(SELF)) {
      return Boolean.compare(b.equals(SELF), a.equals(SELF));
    }
    return PathElement.ORDER.compare(a, b);
  }
}
