package dev.podium.auth.rbac;

import dev.podium.auth.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether somebody would hand out rights that they do not have.
///
/// Upstream: pkg/registry/rbac/validation/rule.go (ConfirmNoEscalation), policy_compact.go, and
/// component-helpers/auth/rbac/validation/policy_comparator.go.
public final class Escalation {
  private static final String ALL = "*";

  private Escalation() {}

  /// Why a user may not grant the rules; empty where they hold all of them.
  public static Optional<String> problem(UserInfo user, Rights held, List<PolicyRule> granted) {
    List<PolicyRule> missing = missing(held.rules(), granted);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Set<String> texts = new TreeSet<>();
    compacted(missing).forEach(rule -> texts.add(rule.compact()));
    String message =
        "user "
            + dev.podium.object.GoText.quote(user.name())
            + " (groups="
            + PolicyRule.quoted(user.groups())
            + ") is attempting to grant RBAC permissions not currently held:\n"
            + String.join("\n", texts);
    return Optional.of(
        held.problems().isEmpty()
            ? message
            : message + "; resolution errors: [" + String.join(", ", held.problems()) + "]");
  }

  /// The single rights among the granted that no held rule covers.
  static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> granted) {
    return granted.stream()
        .flatMap(rule -> single(rule).stream())
        .filter(one -> held.stream().noneMatch(rule -> covers(rule, one)))
        .toList();
  }

  /// Rules of one verb on one thing each.
  private static List<PolicyRule> single(PolicyRule rule) {
    List<PolicyRule> singles = new ArrayList<>();
    for (String group : rule.apiGroups()) {
      for (String resource : rule.resources()) {
        for (String verb : rule.verbs()) {
          if (rule.resourceNames().isEmpty()) {
            singles.add(onResource(verb, group, resource, List.of()));
          }
          for (String name : rule.resourceNames()) {
            singles.add(onResource(verb, group, resource, List.of(name)));
          }
        }
      }
    }
    for (String url : rule.nonResourceUrls()) {
      for (String verb : rule.verbs()) {
        singles.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return singles;
  }

  private static PolicyRule onResource(
      String verb, String group, String resource, List<String> names) {
    return new PolicyRule(List.of(verb), List.of(group), List.of(resource), names, List.of());
  }

  private static boolean covers(PolicyRule held, PolicyRule one) {
    return hasAll(held.verbs(), one.verbs())
        && hasAll(held.apiGroups(), one.apiGroups())
        && one.resources().stream().allMatch(resource -> coversResource(held, resource))
        && coversNames(held.resourceNames(), one.resourceNames())
        && one.nonResourceUrls().stream().allMatch(url -> coversUrl(held, url));
  }

  private static boolean hasAll(List<String> held, List<String> wanted) {
    return held.contains(ALL) || held.containsAll(wanted);
  }

  private static boolean coversResource(PolicyRule held, String resource) {
    int slash = resource.indexOf('/');
    return held.resources().contains(ALL)
        || held.resources().contains(resource)
        || slash >= 0 && held.resources().contains(ALL + resource.substring(slash));
  }

  private static boolean coversNames(List<String> held, List<String> wanted) {
    return held.isEmpty() || !wanted.isEmpty() && held.containsAll(wanted);
  }

  private static boolean coversUrl(PolicyRule held, String url) {
    return held.nonResourceUrls().stream()
        .anyMatch(own ->
            own.equals(url) || own.endsWith(ALL) && url.startsWith(own.replaceAll("\\*+$", "")));
  }

  /// Joins the verbs of rules that are about the same one resource.
  private static List<PolicyRule> compacted(List<PolicyRule> singles) {
    Map<List<String>, PolicyRule> simple = new LinkedHashMap<>();
    List<PolicyRule> compacted = new ArrayList<>();
    for (PolicyRule rule : singles) {
      if (rule.nonResourceUrls().isEmpty()) {
        List<String> about = new ArrayList<>(rule.apiGroups());
        about.addAll(rule.resources());
        about.addAll(rule.resourceNames());
        simple.merge(about, rule, Escalation::withVerbsOf);
      } else {
        compacted.add(rule);
      }
    }
    compacted.addAll(simple.values());
    return compacted;
  }

  private static PolicyRule withVerbsOf(PolicyRule rule, PolicyRule other) {
    List<String> verbs = new ArrayList<>(rule.verbs());
    verbs.addAll(other.verbs());
    return new PolicyRule(
        verbs, rule.apiGroups(), rule.resources(), rule.resourceNames(), rule.nonResourceUrls());
  }
}
