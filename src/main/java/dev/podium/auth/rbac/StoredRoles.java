package dev.podium.auth.rbac;

import dev.podium.object.GroupResource;
import dev.podium.store.Snapshot;
import dev.podium.store.Store;
import dev.podium.store.StoreEvent;
import dev.podium.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The roles and bindings in the store.
///
/// A change is noticed when somebody asks, by looking whether the watches have something: no thread
/// of its own, and no decision on roles older than the question. The monitor is the one lock.
public final class StoredRoles implements RoleSource {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final Store store;
  private final Map<Kind, Watch> watches = new EnumMap<>(Kind.class);

  public StoredRoles(Store store) {
    this.store = store;
  }

  private static GroupResource resource(Kind kind) {
    return new GroupResource(
        GROUP,
        switch (kind) {
          case ROLE -> "roles";
          case CLUSTER_ROLE -> "clusterroles";
          case ROLE_BINDING -> "rolebindings";
          case CLUSTER_ROLE_BINDING -> "clusterrolebindings";
        });
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public synchronized List<Change> changes(long revision) {
    List<Change> changes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      add(kind, changes);
    }
    return changes;
  }

  private void add(Kind kind, List<Change> changes) {
    Watch watch = watches.get(kind);
    try {
      if (watch == null || watch.isClosed()) {
        Snapshot snapshot = store.snapshot(resource(kind));
        watches.put(kind, store.watch(resource(kind), "", snapshot.revision()));
        changes.add(new All(kind, snapshot.stream("", "").toList()));
        return;
      }
      watch.take(Duration.ZERO).forEach(event -> changes.add(change(kind, event)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      // What was not taken is there again with the next snapshot.
      watches.remove(kind);
    }
  }

  private static Change change(Kind kind, StoreEvent event) {
    return switch (event.type()) {
      case CREATED, UPDATED -> new Put(kind, event.object());
      case DELETED -> new Removed(kind, event.key().namespace(), event.key().name());
    };
  }
}
