package dev.podium.registry;

import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which resources are served now. Definitions come and go while the server runs (custom
/// resources), so every reader takes one consistent state.
///
/// Writers are serialised by the lock of this object; readers take none.
public final class ResourceCatalog {
  private record Path(GroupVersion groupVersion, String plural) {}

  private record State(
      long version,
      Map<Path, ResourceDefinition> byPath,
      Map<GroupVersionKind, ResourceDefinition> byKind) {}

  private final List<Runnable> changes = new CopyOnWriteArrayList<>();
  private volatile State state = new State(0, Map.of(), Map.of());

  public ResourceCatalog(Collection<ResourceDefinition> builtIn) {
    builtIn.forEach(this::add);
  }

  /// Serves a resource, instead of one of the same group, version and plural where there is one.
  public synchronized void add(ResourceDefinition definition) {
    Map<Path, ResourceDefinition> byPath = new LinkedHashMap<>(state.byPath);
    Map<GroupVersionKind, ResourceDefinition> byKind = new LinkedHashMap<>(state.byKind);
    byPath.put(new Path(definition.groupVersion(), definition.plural()), definition);
    byKind.put(definition.kind(), definition);
    state = new State(state.version + 1, byPath, byKind);
  }

  public synchronized void remove(ResourceDefinition definition) {
    Map<Path, ResourceDefinition> byPath = new LinkedHashMap<>(state.byPath);
    Map<GroupVersionKind, ResourceDefinition> byKind = new LinkedHashMap<>(state.byKind);
    byPath.remove(new Path(definition.groupVersion(), definition.plural()));
    byKind.remove(definition.kind());
    state = new State(state.version + 1, byPath, byKind);
  }

  /// Serves a custom resource in these versions and in no others; none at all ends it.
  public void serve(GroupResource resource, List<ResourceDefinition> versions) {
    replace(resource, versions);
    changes.forEach(Runnable::run);
  }

  private synchronized void replace(GroupResource resource, List<ResourceDefinition> versions) {
    Map<Path, ResourceDefinition> byPath = new LinkedHashMap<>(state.byPath);
    Map<GroupVersionKind, ResourceDefinition> byKind = new LinkedHashMap<>(state.byKind);
    byPath.values().removeIf(old -> old.custom() && old.resource().equals(resource));
    byKind.values().removeIf(old -> old.custom() && old.resource().equals(resource));
    for (ResourceDefinition version : versions) {
      byPath.putIfAbsent(new Path(version.groupVersion(), version.plural()), version);
      byKind.putIfAbsent(version.kind(), version);
    }
    state = new State(state.version + 1, byPath, byKind);
  }

  /// Calls `listener` whenever custom resources come, change or go, after it has happened. It must
  /// not wait for anything.
  public void listen(Runnable listener) {
    changes.add(listener);
  }

  /// Whether a definition is served still.
  boolean serves(ResourceDefinition definition) {
    return find(definition.groupVersion(), definition.plural()).orElse(null) == definition;
  }

  public Optional<ResourceDefinition> find(GroupVersion groupVersion, String plural) {
    return Optional.ofNullable(state.byPath.get(new Path(groupVersion, plural)));
  }

  public Optional<ResourceDefinition> find(GroupVersionKind kind) {
    return Optional.ofNullable(state.byKind.get(kind));
  }

  /// The definition that something else takes for granted.
  public ResourceDefinition require(GroupVersionKind kind) {
    return find(kind).orElseThrow(() -> new IllegalStateException("not served: " + kind));
  }

  /// The definition by which objects of another one are prepared and checked: that of the version
  /// they are stored in, but for custom kinds, of which every version checks its own.
  public ResourceDefinition storageOf(ResourceDefinition definition) {
    boolean own = definition.custom() || !definition.converts();
    return own ? definition : require(definition.storageKind());
  }

  /// Any version of a resource.
  public Optional<ResourceDefinition> find(GroupResource resource) {
    return state.byPath.values().stream().filter(d -> d.resource().equals(resource)).findFirst();
  }

  /// Grows with every change, so that what was derived from the catalog can be kept until then.
  public long version() {
    return state.version;
  }

  /// All definitions in order of registration.
  public List<ResourceDefinition> all() {
    return List.copyOf(state.byPath.values());
  }
}
