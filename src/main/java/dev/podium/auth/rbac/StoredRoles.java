package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.store.Store;
import dev.podium.store.Watch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The roles and bindings in the store.
///
/// A change is noticed when somebody asks, by looking whether the watches have something: no thread
/// of its own, and no decision on roles older than the question. The monitor is the one lock.
public final class StoredRoles implements RoleSource {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final GroupResource ROLES = new GroupResource(GROUP, "roles");
  private static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
  private static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
  private static final GroupResource CLUSTER_ROLE_BINDINGS =
      new GroupResource(GROUP, "clusterrolebindings");

  private final Store store;
  private final Map<GroupResource, Watch> watches = new HashMap<>();
  private volatile long seenRevision;
  private long version;

  public StoredRoles(Store store) {
    this.store = store;
  }

  @Override
  public long version() {
    long revision = store.revision();
    synchronized (this) {
      if (revision > seenRevision) {
        for (GroupResource resource :
            new GroupResource[] {ROLES, CLUSTER_ROLES, ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS}) {
          version += changed(resource, revision) ? 1 : 0;
        }
        seenRevision = revision;
      }
      return version;
    }
  }

  private boolean changed(GroupResource resource, long revision) {
    Watch watch = watches.get(resource);
    if (watch == null || watch.isClosed()) {
      watches.put(resource, store.watch(resource, "", revision));
      return true;
    }
    try {
      return !watch.take(Duration.ZERO).isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public Collection<ApiObject> roles() {
    return all(ROLES);
  }

  @Override
  public Collection<ApiObject> clusterRoles() {
    return all(CLUSTER_ROLES);
  }

  @Override
  public Collection<ApiObject> roleBindings() {
    return all(ROLE_BINDINGS);
  }

  @Override
  public Collection<ApiObject> clusterRoleBindings() {
    return all(CLUSTER_ROLE_BINDINGS);
  }

  private Collection<ApiObject> all(GroupResource resource) {
    return store.snapshot(resource).stream("", "").toList();
  }
}
