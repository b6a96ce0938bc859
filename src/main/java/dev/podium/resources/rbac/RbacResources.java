package dev.podium.resources.rbac;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of rbac.authorization.k8s.io/v1.
public final class RbacResources {
  static final String GROUP = "rbac.authorization.k8s.io";
  static final String VERSION = GROUP + "/v1";

  private RbacResources() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        Bindings.clusterRoleBinding(), Roles.clusterRole(), Bindings.roleBinding(), Roles.role());
  }
}
