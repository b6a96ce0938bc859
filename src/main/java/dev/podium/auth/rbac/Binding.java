package dev.podium.auth.rbac;

import dev.podium.auth.ServiceAccountName;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import java.util.List;

/// A RoleBinding, or with an empty namespace a ClusterRoleBinding. Equal only to itself, so that an
/// index may key by it however many subjects it has.
final class Binding {
  private final String namespace;
  private final String name;
  private final String roleKind;
  private final String roleName;
  private final List<Subject> subjects;

  private Binding(ApiObject binding) {
    this.namespace = binding.namespace();
    this.name = binding.name();
    this.roleKind = binding.root().string("roleRef", "kind");
    this.roleName = binding.root().string("roleRef", "name");
    this.subjects =
        binding.root().objects("subjects").stream()
            .map(subject -> Subject.of(subject, namespace))
            .toList();
  }

  /// @param key the user or group name by which a request finds it
  record Subject(String kind, String namespace, String name, String key) {
    static final String USER = "u/";
    static final String GROUP = "g/";

    static Subject of(JsonObject subject, String bindingNamespace) {
      String kind = subject.string("kind");
      String name = subject.string("name");
      String own = subject.string("namespace");
      String namespace = own.isEmpty() ? bindingNamespace : own;
      String key =
          switch (kind) {
            case "User" -> USER + name;
            case "Group" -> GROUP + name;
            case "ServiceAccount" ->
                namespace.isEmpty()
                    ? ""
                    : USER + new ServiceAccountName(namespace, name).userName();
            default -> "";
          };
      return new Subject(kind, namespace, name, key);
    }

    String describe() {
      return kind
          + " "
          + GoText.quote(kind.equals("ServiceAccount") ? name + "/" + namespace : name);
    }
  }

  static Binding of(ApiObject binding) {
    return new Binding(binding);
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  List<Subject> subjects() {
    return subjects;
  }

  /// Whether it names a Role of its namespace rather than a ClusterRole.
  boolean namesRole() {
    return roleKind.equals("Role");
  }

  String roleName() {
    return roleName;
  }

  /// For the reason of a decision: `RoleBinding "b/ns" of Role "r" to User "jane"`.
  String describe(int subject) {
    String kind = namespace.isEmpty() ? "ClusterRoleBinding " : "RoleBinding ";
    return kind
        + GoText.quote(namespace.isEmpty() ? name : name + "/" + namespace)
        + " of "
        + roleKind
        + " "
        + GoText.quote(roleName)
        + " to "
        + subjects.get(subject).describe();
  }
}
