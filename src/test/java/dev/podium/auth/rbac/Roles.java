package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Roles and bindings kept in lists, written as JSON with single quotes.
final class Roles implements RoleSource {
  private final List<ApiObject> roles = new ArrayList<>();
  private final List<ApiObject> clusterRoles = new ArrayList<>();
  private final List<ApiObject> roleBindings = new ArrayList<>();
  private final List<ApiObject> clusterRoleBindings = new ArrayList<>();
  private long version;

  Roles role(String namespace, String name, String... rules) {
    (namespace.isEmpty() ? clusterRoles : roles)
        .add(object(namespace, name).with("rules", array(rules)));
    version++;
    return this;
  }

  /// @param role `Role/name` or `ClusterRole/name`
  Roles binding(String namespace, String name, String role, String... subjects) {
    String[] ref = role.split("/", 2);
    (namespace.isEmpty() ? clusterRoleBindings : roleBindings)
        .add(
            object(namespace, name)
                .with("roleRef", JsonObject.of("kind", ref[0], "name", ref[1]))
                .with("subjects", array(subjects)));
    version++;
    return this;
  }

  private static ApiObject object(String namespace, String name) {
    return ApiObject.of(
        JsonObject.of("metadata", JsonObject.of("name", name, "namespace", namespace)));
  }

  private static JsonArray array(String... objects) {
    List<JsonObject> parsed = new ArrayList<>();
    for (String object : objects) {
      parsed.add(Json.parseObject(object.replace('\'', '"')));
    }
    return JsonArray.of(parsed);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Collection<ApiObject> roles() {
    return roles;
  }

  @Override
  public Collection<ApiObject> clusterRoles() {
    return clusterRoles;
  }

  @Override
  public Collection<ApiObject> roleBindings() {
    return roleBindings;
  }

  @Override
  public Collection<ApiObject> clusterRoleBindings() {
    return clusterRoleBindings;
  }
}
