package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.store.ChangeCount;
import dev.podium.store.Store;
import java.util.Collection;
import java.util.List;

/// The roles and bindings in the store: no decision is made on older ones than the question.
public final class StoredRoles implements RoleSource {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final GroupResource ROLES = new GroupResource(GROUP, "roles");
  private static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
  private static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
  private static final GroupResource CLUSTER_ROLE_BINDINGS =
      new GroupResource(GROUP, "clusterrolebindings");

  private final Store store;
  private final ChangeCount changes;

  public StoredRoles(Store store) {
    this.store = store;
    this.changes =
        new ChangeCount(store, List.of(ROLES, CLUSTER_ROLES, ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS));
  }

  @Override
  public long version() {
    return changes.current();
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
