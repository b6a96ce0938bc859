package dev.podium.auth.rbac;

import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.Binding.Subject;
import dev.podium.auth.rbac.RoleSource.All;
import dev.podium.auth.rbac.RoleSource.Change;
import dev.podium.auth.rbac.RoleSource.Kind;
import dev.podium.auth.rbac.RoleSource.Put;
import dev.podium.auth.rbac.RoleSource.Removed;
import dev.podium.object.ApiObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Roles by name and bindings by subject, so that a decision looks only at what the caller's own
/// names and groups lead to, and a change costs what it changes.
///
/// One thread at a time changes it; others may read meanwhile: a binding that is replaced counts in
/// its old form or in its new one, or in both.
final class RoleIndex {
  private static final Comparator<Grant> ORDER =
      Comparator.comparing((Grant grant) -> grant.binding().name())
          .thenComparingInt(Grant::subject);

  private final Map<String, List<PolicyRule>> roles = new ConcurrentHashMap<>();
  private final Map<String, Binding> bindings = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<Grant>>> grants = new ConcurrentHashMap<>();

  /// A binding by one of its subjects, counted from 0.
  record Grant(Binding binding, int subject) {
    String describe() {
      return binding.describe(subject);
    }
  }

  void apply(Change change) {
    switch (change) {
      case Put(Kind kind, ApiObject object) -> put(kind, object);
      case Removed(Kind kind, String namespace, String name) -> remove(kind, key(namespace, name));
      case All(Kind kind, List<ApiObject> objects) -> {
        Set<String> gone = new HashSet<>((kind.isRole() ? roles : bindings).keySet());
        gone.removeIf(key -> key.startsWith("/") == kind.isNamespaced());
        for (ApiObject object : objects) {
          put(kind, object);
          gone.remove(key(object.namespace(), object.name()));
        }
        gone.forEach(key -> remove(kind, key));
      }
    }
  }

  private void put(Kind kind, ApiObject object) {
    String key = key(object.namespace(), object.name());
    if (kind.isRole()) {
      roles.put(key, PolicyRule.of(object));
      return;
    }
    Binding binding = Binding.of(object);
    Binding before = bindings.put(key, binding);
    change(binding, true);
    if (before != null) {
      change(before, false);
    }
  }

  private void remove(Kind kind, String key) {
    if (kind.isRole()) {
      roles.remove(key);
      return;
    }
    Binding before = bindings.remove(key);
    if (before != null) {
      change(before, false);
    }
  }

  /// Enters a binding under its subjects, or takes it out.
  private void change(Binding binding, boolean in) {
    Map<String, List<Grant>> own =
        grants.computeIfAbsent(binding.namespace(), _ -> new ConcurrentHashMap<>());
    for (int i = 0; i < binding.subjects().size(); i++) {
      Grant grant = new Grant(binding, i);
      String subject = binding.subjects().get(i).key();
      if (!subject.isEmpty()) {
        own.compute(subject, (_, known) -> in ? with(known, grant) : without(known, grant));
      }
    }
  }

  private static List<Grant> with(@Nullable List<Grant> known, Grant grant) {
    if (known == null) {
      return List.of(grant);
    }
    List<Grant> more = new ArrayList<>(known);
    int at = Collections.binarySearch(more, grant, ORDER);
    more.add(at < 0 ? -at - 1 : at, grant);
    return more;
  }

  private static @Nullable List<Grant> without(@Nullable List<Grant> known, Grant grant) {
    if (known == null) {
      return null;
    }
    List<Grant> fewer = new ArrayList<>(known);
    fewer.remove(grant);
    return fewer.isEmpty() ? null : fewer;
  }

  private static String key(String namespace, String name) {
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
        roles.get(key(inNamespace ? binding.namespace() : "", binding.roleName()));
    if (rules != null) {
      return new Found(rules);
    }
    return new Missing(
        "%s.rbac.authorization.k8s.io \"%s\" not found"
            .formatted(inNamespace ? "role" : "clusterrole", binding.roleName()));
  }

  Optional<List<PolicyRule>> rules(String namespace, String name) {
    return Optional.ofNullable(roles.get(key(namespace, name)));
  }

  sealed interface Rules {}

  record Found(List<PolicyRule> rules) implements Rules {}

  record Missing(String message) implements Rules {}
}
