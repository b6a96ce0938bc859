package dev.podium.auth.flow;

import dev.podium.auth.Attributes;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;

/// Which requests a FlowSchema means.
///
/// Upstream: apiserver's pkg/util/flowcontrol/rule.go (matchesFlowSchema).
record FlowRule(List<JsonObject> rules) {
  private static final String ALL = "*";

  static FlowRule of(ApiObject schema) {
    return new FlowRule(schema.spec().objects("rules"));
  }

  boolean matches(Attributes asked) {
    return rules.stream()
        .anyMatch(rule ->
            rule.objects("subjects").stream().anyMatch(s -> means(s, asked.user()))
                && (asked.resourceRequest()
                    ? rule.objects("resourceRules").stream().anyMatch(r -> onResource(r, asked))
                    : rule.objects("nonResourceRules").stream().anyMatch(r -> onPath(r, asked))));
  }

  private static boolean means(JsonObject subject, UserInfo user) {
    return switch (subject.string("kind")) {
      case "User" -> isOneOf(user.name(), List.of(subject.string("user", "name")));
      case "Group" -> {
        String group = subject.string("group", "name");
        yield group.equals(ALL) || user.groups().contains(group);
      }
      case "ServiceAccount" -> isAccount(subject.object("serviceAccount"), user.name());
      default -> false;
    };
  }

  private static boolean isAccount(JsonObject account, String user) {
    String prefix = "system:serviceaccount:" + account.string("namespace") + ":";
    String name = account.string("name");
    return user.startsWith(prefix)
        && (name.equals(ALL) || user.substring(prefix.length()).equals(name));
  }

  private static boolean onResource(JsonObject rule, Attributes asked) {
    boolean placed =
        asked.namespace().isEmpty()
            ? rule.bool("clusterScope")
            : isOneOf(asked.namespace(), rule.strings("namespaces"));
    return placed
        && isOneOf(asked.verb(), rule.strings("verbs"))
        && isOneOf(asked.combinedResource(), rule.strings("resources"))
        && isOneOf(asked.apiGroup(), rule.strings("apiGroups"));
  }

  private static boolean onPath(JsonObject rule, Attributes asked) {
    return isOneOf(asked.verb(), rule.strings("verbs"))
        && rule.strings("nonResourceURLs").stream().anyMatch(url -> covers(url, asked.path()));
  }

  private static boolean covers(String url, String path) {
    return url.equals(ALL)
        || url.equals(path)
        || url.endsWith("/*") && path.startsWith(url.substring(0, url.length() - 1));
  }

  private static boolean isOneOf(String asked, List<String> given) {
    return given.contains(asked) || given.contains(ALL);
  }
}
