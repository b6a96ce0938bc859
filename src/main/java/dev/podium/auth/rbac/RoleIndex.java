package dev.podium.auth.rbac;

import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.Binding.Subject;
import dev.podium.object.ApiObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Roles by name and bindings by subject at one version, so that a decision looks only at what the
/// caller's own names and groups lead to.
final class RoleIndex {
  private final Map<String, List<PolicyRule>> roles = new HashMap<>();
  private final Map<String, Map<String, List<Grant>>> grants = new HashMap<>();

  /// What was read of each object, so that the next index reads only what changed.
  private final Map<ApiObject, Binding> bindings = new IdentityHashMap<>();

  private final Map<ApiObject, List<PolicyRule>> rules = new IdentityHashMap<>();
  private final long version;

  /// A binding by one of its subjects, counted from 0.
  record Grant(Binding binding, int subject) {
    String describe() {
      return binding.describe(subject);
    }
  }

  private RoleIndex(long version) {
    this.version = version;
  }

  static RoleIndex empty() {
    return new RoleIndex(-1);
  }

  /// @param before an older index of the same source
  static RoleIndex of(RoleSource source, RoleIndex before) {
    RoleIndex index = new RoleIndex(source.version());
    source.roles().forEach(role -> index.addRole(role, before));
    source.clusterRoles().forEach(role -> index.addRole(role, before));
    source.clusterRoleBindings().forEach(binding -> index.addBinding(binding, before));
    source.roleBindings().forEach(binding -> index.addBinding(binding, before));
    return index;
  }

  long version() {
    return version;
  }

  private void addRole(ApiObject role, RoleIndex before) {
    List<PolicyRule> known = before.rules.get(role);
    List<PolicyRule> read = known == null ? PolicyRule.of(role) : known;
    rules.put(role, read);
    roles.put(roleKey(role.namespace(), role.name()), read);
  }

  private void addBinding(ApiObject object, RoleIndex before) {
    Binding known = before.bindings.get(object);
    Binding binding = known == null ? Binding.of(object) : known;
    bindings.put(object, binding);
    for (int i = 0; i < binding.subjects().size(); i++) {
      String key = binding.subjects().get(i).key();
      if (!key.isEmpty()) {
        grants
            .computeIfAbsent(binding.namespace(), _ -> new HashMap<>())
            .computeIfAbsent(key, _ -> new ArrayList<>(1))
            .add(new Grant(binding, i));
      }
    }
  }

  private static String roleKey(String namespace, String name) {
    return namespace + "/" + name;
  }

  /// What reaches the user in a namespace, or with an empty one in the whole cluster: each binding
  /// once, by the first of its subjects that fits, ClusterRoleBindings before RoleBindings.
  Collection<Grant> grants(UserInfo user, String namespace) {
    Map<Binding, Grant> found = new LinkedHashMap<>();
    collect(user, grants.getOrDefault("", Map.of()), found);
    if (!namespace.isEmpty()) {
      collect(user, grants.getOrDefault(namespace, Map.of()), found);
    }
    return found.values();
  }

  private static void collect(
      UserInfo user, Map<String, List<Grant>> bySubject, Map<Binding, Grant> found) {
    collect(bySubject.get(Subject.USER + user.name()), found);
    for (String group : user.groups()) {
      collect(bySubject.get(Subject.GROUP + group), found);
    }
  }

  private static void collect(@Nullable List<Grant> grants, Map<Binding, Grant> found) {
    if (grants != null) {
      for (Grant grant : grants) {
        found.merge(grant.binding(), grant, (a, b) -> a.subject() <= b.subject() ? a : b);
      }
    }
  }

  /// The rules of the role that a binding names.
  Rules rules(Binding binding) {
    boolean inNamespace = binding.namesRole();
    List<PolicyRule> rules =
        roles.get(roleKey(inNamespace ? binding.namespace() : "", binding.roleName()));
    if (rules != null) {
      return new Found(rules);
    }
    return new Missing(
        "%s.rbac.authorization.k8s.io \"%s\" not found"
            .formatted(inNamespace ? "role" : "clusterrole", binding.roleName()));
  }

  Optional<List<PolicyRule>> rules(String namespace, String name) {
    return Optional.ofNullable(roles.get(roleKey(namespace, name)));
  }

  sealed interface Rules {}

  record Found(List<PolicyRule> rules) implements Rules {}

  record Missing(String message) implements Rules {}
}
