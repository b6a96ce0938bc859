package dev.podium.controllers.bootstrap;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The roles and bindings of `rbac.yaml` beside this class, as objects.
///
/// Upstream: plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
final class RbacDefaults {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String AGGREGATE = RBAC + "/aggregate-to-";
  private static final String CONTROLLER = "controller:";

  private final JsonObject data;

  RbacDefaults() {
    try (InputStream in = RbacDefaults.class.getResourceAsStream("rbac.yaml")) {
      if (in == null) {
        throw new IllegalStateException("rbac.yaml is missing from the jar");
      }
      data = Yaml.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ApiObject> objects() {
    List<ApiObject> objects = new ArrayList<>();
    data.object("aggregated").forEach((name, facts) -> objects.add(aggregated(name, facts)));
    data.object("clusterRoles").forEach((name, rules) -> addClusterRole(objects, name, rules));
    data.object("clusterRoleBindings")
        .forEach((name, facts) -> objects.add(clusterBinding(name, strings(facts))));
    data.object("roles").forEach((path, rules) -> objects.add(role(path, rules)));
    data.object("roleBindings")
        .forEach((path, facts) -> objects.add(binding(path, strings(facts))));
    return objects;
  }

  private static ApiObject aggregated(String name, Object facts) {
    JsonObject given = (JsonObject) facts;
    ApiObject role = bootstrapped(Kinds.CLUSTER_ROLE, "", name);
    JsonObject selector =
        JsonObject.of("matchLabels", JsonObject.of(AGGREGATE + given.string("from"), "true"));
    return labelled(role, given.string("into"))
        .with("aggregationRule", JsonObject.of("clusterRoleSelectors", List.of(selector)));
  }

  private void addClusterRole(List<ApiObject> objects, String key, Object rules) {
    boolean controller = key.startsWith(CONTROLLER);
    String name = controller ? "system:" + key : key;
    ApiObject role = bootstrapped(Kinds.CLUSTER_ROLE, "", name).with("rules", rules(rules));
    objects.add(labelled(role, data.string("aggregatedInto", key)));
    if (controller) {
      String account = "ServiceAccount:kube-system/" + key.substring(CONTROLLER.length());
      objects.add(clusterBinding(name, List.of(name, account)));
    }
  }

  private static ApiObject role(String path, Object rules) {
    return bootstrapped(Kinds.ROLE, namespace(path), name(path)).with("rules", rules(rules));
  }

  private static ApiObject clusterBinding(String name, List<String> facts) {
    return bound(bootstrapped(Kinds.CLUSTER_ROLE_BINDING, "", name), "ClusterRole", facts);
  }

  private static ApiObject binding(String path, List<String> facts) {
    return bound(bootstrapped(Kinds.ROLE_BINDING, namespace(path), name(path)), "Role", facts);
  }

  private static ApiObject bound(ApiObject binding, String roleKind, List<String> facts) {
    ApiObject bound =
        binding.with(
            "roleRef", JsonObject.of("apiGroup", RBAC, "kind", roleKind, "name", facts.getFirst()));
    List<JsonObject> subjects = facts.stream().skip(1).map(RbacDefaults::subject).toList();
    return subjects.isEmpty() ? bound : bound.with("subjects", subjects);
  }

  private static JsonObject subject(String text) {
    String kind = text.substring(0, text.indexOf(':'));
    String name = text.substring(kind.length() + 1);
    return kind.equals("ServiceAccount")
        ? JsonObject.of("kind", kind, "name", name(name), "namespace", namespace(name))
        : JsonObject.of("kind", kind, "apiGroup", RBAC, "name", name);
  }

  private static ApiObject bootstrapped(GroupVersionKind kind, String namespace, String name) {
    return ApiObject.named(kind, namespace, name)
        .editMetadata(metadata -> {
          metadata.object("labels").set("kubernetes.io/bootstrapping", "rbac-defaults");
          metadata.object("annotations").set("rbac.authorization.kubernetes.io/autoupdate", "true");
        });
  }

  private static ApiObject labelled(ApiObject role, String aggregate) {
    return aggregate.isEmpty()
        ? role
        : role.editMetadata(
            metadata -> metadata.object("labels").set(AGGREGATE + aggregate, "true"));
  }

  private static JsonArray rules(Object rules) {
    return JsonArray.of(
        ((JsonArray) rules).stream().map(rule -> rule(((JsonArray) rule).strings())).toList());
  }

  private static JsonObject rule(List<String> facts) {
    JsonObject rule = JsonObject.of("verbs", words(facts.get(0)));
    if (facts.get(1).equals("url")) {
      return rule.with("nonResourceURLs", words(facts.get(2)));
    }
    List<String> groups =
        words(facts.get(1)).stream().map(group -> group.equals("core") ? "" : group).toList();
    rule = rule.with("apiGroups", groups).with("resources", words(facts.get(2)));
    return facts.size() > 3 ? rule.with("resourceNames", words(facts.get(3))) : rule;
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" "));
  }

  private static List<String> strings(Object facts) {
    return ((JsonArray) facts).strings();
  }

  private static String namespace(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  private static String name(String path) {
    return path.substring(path.indexOf('/') + 1);
  }
}
