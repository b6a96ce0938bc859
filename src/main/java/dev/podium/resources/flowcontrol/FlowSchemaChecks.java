package dev.podium.resources.flowcontrol;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a flow schema says which requests it means.
///
/// Upstream: pkg/apis/flowcontrol/validation/validation.go.
final class FlowSchemaChecks {
  private static final long HIGHEST_PRECEDENCE = 10_000;
  private static final String ALL = "*";
  private static final Map<String, String> SUBJECTS =
      Map.of("Group", "group", "ServiceAccount", "serviceAccount", "User", "user");
  private static final List<String> VERBS =
      List.of(
          "create",
          "delete",
          "deletecollection",
          "get",
          "list",
          "patch",
          "proxy",
          "update",
          "watch");

  private FlowSchemaChecks() {}

  static void check(ApiObject schema, List<FieldError> errors) {
    Part spec = Part.of(schema, errors).at("spec");
    precedence(spec, schema.name());
    List<String> methods = List.of("ByNamespace", "ByUser");
    spec.find("distinguisherMethod")
        .filter(method -> !methods.contains(method.string("type")))
        .ifPresent(method ->
            // Upstream shows the whole structure where it means the type.
            method.add(
                FieldError.notSupported(
                    method.child("type"), JsonObject.of("Type", method.string("type")), methods)));
    Part level = spec.at("priorityLevelConfiguration");
    if (level.string("name").isEmpty()) {
      level.required("name", "must reference a priority level");
    } else {
      level.faults("name", NameFormats.dns1123Subdomain(level.string("name")));
    }
    spec.items("rules").forEach(FlowSchemaChecks::rule);
  }

  private static void precedence(Part spec, String name) {
    long precedence = spec.integer("matchingPrecedence");
    if (precedence <= 0) {
      spec.invalid("matchingPrecedence", "must be a positive value");
    }
    if (precedence > HIGHEST_PRECEDENCE) {
      spec.invalid("matchingPrecedence", "must not be greater than " + HIGHEST_PRECEDENCE);
    }
    if (precedence == 1 && !name.equals("exempt")) {
      spec.invalid(
          "matchingPrecedence", "only the schema named 'exempt' may have matchingPrecedence 1");
    }
  }

  private static void rule(Part rule) {
    if (rule.array("subjects").isEmpty()) {
      rule.required("subjects", "subjects must contain at least one value");
    }
    rule.items("subjects").forEach(FlowSchemaChecks::subject);
    if (rule.array("resourceRules").isEmpty() && rule.array("nonResourceRules").isEmpty()) {
      rule.add(
          FieldError.required(
              rule.path(),
              "at least one of resourceRules and nonResourceRules has to be non-empty"));
    }
    rule.items("resourceRules").forEach(FlowSchemaChecks::resourceRule);
    rule.items("nonResourceRules").forEach(FlowSchemaChecks::pathRule);
  }

  private static void subject(Part subject) {
    String kind = subject.string("kind");
    String wanted = SUBJECTS.get(kind);
    if (wanted == null) {
      subject.add(
          FieldError.notSupported(
              subject.child("kind"), kind, List.of("Group", "ServiceAccount", "User")));
      return;
    }
    Optional<Part> who = subject.find(wanted);
    if (who.isEmpty()) {
      subject.required(wanted, wanted + " is required when subject kind is '" + kind + "'");
    } else if (kind.equals("ServiceAccount")) {
      serviceAccount(who.get());
    } else {
      who.get().requireText("name");
    }
    for (String other : List.of("ServiceAccount", "User", "Group")) {
      String field = SUBJECTS.getOrDefault(other, "");
      if (!other.equals(kind) && subject.find(field).isPresent()) {
        subject.forbidden(field, field + " is forbidden when subject kind is not '" + other + "'");
      }
    }
  }

  private static void serviceAccount(Part account) {
    String name = account.string("name");
    if (account.requireText("name") && !name.equals(ALL)) {
      account.faults("name", NameFormats.dns1123Subdomain(name));
    }
    if (account.string("namespace").isEmpty()) {
      account.required("namespace", "must specify namespace for service account");
    } else {
      account.faults("namespace", NameFormats.dns1123Label(account.string("namespace")));
    }
  }

  private static void resourceRule(Part rule) {
    verbs(rule);
    some(rule, "apiGroups", "resource rules must supply at least one api group", "api groups");
    some(rule, "resources", "resource rules must supply at least one resource", "resources");
    List<String> namespaces = rule.strings("namespaces");
    if (namespaces.isEmpty() && !rule.bool("clusterScope")) {
      rule.required(
          "namespaces",
          "resource rules that are not cluster scoped must supply at least one namespace");
    } else if (namespaces.contains(ALL)) {
      aloneIfAll(rule, "namespaces", "namespaces");
    } else {
      for (int i = 0; i < namespaces.size(); i++) {
        List<String> faults =
            NameFormats.dns1123Label(namespaces.get(i)).stream()
                .map(fault -> "each member of this list must be '*' or a DNS-1123 label; " + fault)
                .toList();
        FieldChecks.format(
            namespaces.get(i), faults, rule.child("namespaces").index(i), rule.errors());
      }
    }
  }

  private static void verbs(Part rule) {
    List<String> verbs = rule.strings("verbs");
    if (verbs.isEmpty()) {
      rule.required("verbs", "verbs must contain at least one value");
    } else if (verbs.contains(ALL)) {
      aloneIfAll(rule, "verbs", "verbs");
    } else if (!Set.copyOf(VERBS).containsAll(verbs)) {
      rule.notSupported("verbs", VERBS);
    }
  }

  private static void some(Part rule, String field, String missing, String words) {
    if (rule.array(field).isEmpty()) {
      rule.required(field, missing);
    } else {
      aloneIfAll(rule, field, words);
    }
  }

  private static void aloneIfAll(Part rule, String field, String words) {
    List<String> values = rule.strings(field);
    if (values.size() > 1 && values.contains(ALL)) {
      rule.invalid(field, "if '*' is present, must not specify other " + words);
    }
  }

  private static void pathRule(Part rule) {
    verbs(rule);
    List<String> urls = rule.strings("nonResourceURLs");
    if (urls.isEmpty()) {
      rule.required("nonResourceURLs", "nonResourceURLs must contain at least one value");
    } else if (urls.contains(ALL)) {
      aloneIfAll(rule, "nonResourceURLs", "non-resource URLs");
    } else {
      for (int i = 0; i < urls.size(); i++) {
        FieldPath path = rule.child("nonResourceURLs").index(i);
        FieldChecks.format(urls.get(i), pathFault(urls.get(i)), path, rule.errors());
      }
    }
  }

  /// ValidateNonResourceURLPath.
  private static List<String> pathFault(String url) {
    if (url.isEmpty()) {
      return List.of("must not be empty");
    }
    if (!url.startsWith("/")) {
      return List.of("must start with slash");
    }
    if (url.contains(" ")) {
      return List.of("must not contain white-space");
    }
    if (url.contains("//")) {
      return List.of("must not contain double slash");
    }
    int star = url.indexOf('*');
    boolean suffix = star == url.length() - 1 && url.endsWith("/*");
    return star < 0 || suffix ? List.of() : List.of("wildcard can only do suffix matching");
  }
}
