package dev.podium.auth.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Roles and bindings as they come, written as JSON with single quotes.
final class Roles implements RoleSource {
  private final List<Change> changes = new ArrayList<>();
  private long revision;

  Roles role(String namespace, String name, String... rules) {
    return change(
        new Put(
            namespace.isEmpty() ? Kind.CLUSTER_ROLE : Kind.ROLE,
            object(namespace, name).with("rules", array(rules))));
  }

  /// @param role `Role/name` or `ClusterRole/name`
  Roles binding(String namespace, String name, String role, String... subjects) {
    String[] ref = role.split("/", 2);
    return change(
        new Put(
            namespace.isEmpty() ? Kind.CLUSTER_ROLE_BINDING : Kind.ROLE_BINDING,
            object(namespace, name)
                .with("roleRef", JsonObject.of("kind", ref[0], "name", ref[1]))
                .with("subjects", array(subjects))));
  }

  Roles change(Change change) {
    changes.add(change);
    revision++;
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
  public long revision() {
    return revision;
  }

  @Override
  public List<Change> changes(long upTo) {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }
}
