package dev.podium.auth.rbac;

import dev.podium.auth.Attributes;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One rule of a role (kubernetes' pkg/apis/rbac/v1/evaluation_helpers.go).
public record PolicyRule(
    List<String> verbs,
    List<String> apiGroups,
    List<String> resources,
    List<String> resourceNames,
    List<String> nonResourceUrls) {
  private static final String ALL = "*";

  /// The rules of a Role or ClusterRole.
  public static List<PolicyRule> of(ApiObject role) {
    return role.root().objects("rules").stream().map(PolicyRule::of).toList();
  }

  public static PolicyRule of(JsonObject rule) {
    return new PolicyRule(
        rule.strings("verbs"),
        rule.strings("apiGroups"),
        rule.strings("resources"),
        rule.strings("resourceNames"),
        rule.strings("nonResourceURLs"));
  }

  /// Whether it allows an act, whoever it is given to.
  public boolean allows(Attributes asked) {
    if (!has(verbs, asked.verb())) {
      return false;
    }
    return asked.resourceRequest()
        ? has(apiGroups, asked.apiGroup())
            && matchesResource(asked)
            && (resourceNames.isEmpty() || resourceNames.contains(asked.name()))
        : matchesPath(asked.path());
  }

  private static boolean has(List<String> given, String asked) {
    return given.contains(asked) || given.contains(ALL);
  }

  private boolean matchesResource(Attributes asked) {
    return has(resources, asked.combinedResource())
        || !asked.subresource().isEmpty() && resources.contains("*/" + asked.subresource());
  }

  private boolean matchesPath(String path) {
    for (String url : nonResourceUrls) {
      if (url.equals(path) || url.endsWith(ALL) && path.startsWith(withoutStars(url))) {
        return true;
      }
    }
    return false;
  }

  private static String withoutStars(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '*') {
      end--;
    }
    return url.substring(0, end);
  }

  /// As a refusal to grant it quotes it: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`.
  String compact() {
    List<String> parts = new ArrayList<>();
    part(parts, "APIGroups", apiGroups);
    part(parts, "Resources", resources);
    part(parts, "NonResourceURLs", nonResourceUrls);
    part(parts, "ResourceNames", resourceNames);
    part(parts, "Verbs", verbs);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void part(List<String> parts, String name, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(name + ":" + quoted(values));
    }
  }

  static String quoted(List<String> values) {
    return values.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
  }
}
