package dev.podium.controllers.garbagecollector;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Who owns whom, across all kinds that can be watched and deleted.
///
/// A key of this graph is the kind and the name of an object in its namespace.
final class OwnershipGraph {
  /// An object and its kind.
  record Node(GroupVersionKind kind, ApiObject object) {}

  private record Tracked(
      GroupVersionKind kind,
      boolean namespaced,
      Informer objects,
      Function<String, List<ApiObject>> byOwner) {}

  private final ControlLoops loops;
  private final ApiClient client;
  private volatile Map<GroupKind, Tracked> kinds = Map.of();

  private OwnershipGraph(ControlLoops loops, ApiClient client) {
    this.loops = loops;
    this.client = client;
  }

  /// What a change of the served kinds means for this graph.
  record Change(List<Informer> come, List<Informer> gone) {}

  static OwnershipGraph over(ControlLoops loops, ApiClient client) {
    OwnershipGraph graph = new OwnershipGraph(loops, client);
    graph.update();
    return graph;
  }

  /// Takes up the kinds that are served now. Of each, one version is followed.
  synchronized Change update() {
    Map<GroupKind, Tracked> now = new LinkedHashMap<>();
    List<Informer> come = new ArrayList<>();
    Set<Object> stores = new HashSet<>();
    for (ResourceDefinition definition : client.served()) {
      boolean tracked =
          definition.verbs().containsAll(List.of(Verb.LIST, Verb.WATCH, Verb.DELETE))
              && !definition.plural().equals("events")
              && stores.add(definition.storage());
      if (tracked) {
        GroupKind kind = definition.storageKind().groupKind();
        Tracked before = kinds.get(kind);
        Tracked after = before != null && isCurrent(before) ? before : follow(definition);
        if (after != before) {
          come.add(after.objects());
        }
        now.put(kind, after);
      }
    }
    List<Informer> gone =
        kinds.values().stream()
            .filter(tracked -> !now.containsValue(tracked))
            .map(Tracked::objects)
            .toList();
    kinds = now;
    return new Change(come, gone);
  }

  private boolean isCurrent(Tracked tracked) {
    return client.serves(tracked.kind()) && loops.informer(tracked.kind()) == tracked.objects();
  }

  private Tracked follow(ResourceDefinition definition) {
    GroupVersionKind kind = definition.custom() ? definition.kind() : definition.storageKind();
    Informer objects = loops.informer(kind);
    Function<String, List<ApiObject>> byOwner =
        objects.indexed(
            "owner uid",
            object -> object.ownerReferences().stream().map(owner -> owner.string("uid")).toList());
    return new Tracked(kind, definition.namespaced(), objects, byOwner);
  }

  Collection<Informer> informers() {
    return kinds.values().stream().map(Tracked::objects).toList();
  }

  Stream<Node> dependents(String uid) {
    return kinds.values().stream()
        .flatMap(tracked ->
            tracked.byOwner().apply(uid).stream().map(object -> new Node(tracked.kind(), object)));
  }

  Key key(Node node) {
    return key(node.kind(), node.object());
  }

  Key key(GroupVersionKind kind, ApiObject object) {
    return new Key(object.namespace(), kind.groupKind() + "/" + object.name());
  }

  /// The key of the owner that a reference of an object in `namespace` names.
  Optional<Key> key(JsonObject reference, String namespace) {
    return tracked(reference)
        .map(tracked ->
            new Key(
                tracked.namespaced() ? namespace : "",
                tracked.kind().groupKind() + "/" + reference.string("name")));
  }

  Optional<Node> find(Key key) {
    int slash = key.name().indexOf('/');
    String kind = key.name().substring(0, slash);
    int dot = kind.indexOf('.');
    Tracked tracked =
        kinds.get(
            dot < 0
                ? new GroupKind("", kind)
                : new GroupKind(kind.substring(dot + 1), kind.substring(0, dot)));
    return tracked == null
        ? Optional.empty()
        : tracked
            .objects()
            .find(key.namespace(), key.name().substring(slash + 1))
            .map(object -> new Node(tracked.kind(), object));
  }

  /// Whether the kind that a reference names is served.
  boolean knows(JsonObject reference) {
    return tracked(reference).isPresent();
  }

  /// The object that a reference of an object in `namespace` names, of whatever uid.
  Optional<ApiObject> owner(JsonObject reference, String namespace) {
    return key(reference, namespace).flatMap(this::find).map(Node::object);
  }

  private Optional<Tracked> tracked(JsonObject reference) {
    GroupKind kind =
        GroupVersionKind.of(reference.string("apiVersion"), reference.string("kind")).groupKind();
    return Optional.ofNullable(kinds.get(kind));
  }
}
