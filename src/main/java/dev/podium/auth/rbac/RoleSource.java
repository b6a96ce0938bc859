package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import java.util.Collection;

/// The roles and bindings there are, as stored.
public interface RoleSource {
  /// Another number whenever any role or binding changed; asked at every decision, so it must be
  /// cheap. Whoever reads it first and the objects after sees objects at least that new.
  long version();

  Collection<ApiObject> roles();

  Collection<ApiObject> clusterRoles();

  Collection<ApiObject> roleBindings();

  Collection<ApiObject> clusterRoleBindings();
}
