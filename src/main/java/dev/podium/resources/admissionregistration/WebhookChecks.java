package dev.podium.resources.admissionregistration;

import dev.podium.admission.match.MatchConditions;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.fields.WebhookClients;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether webhooks can be called.
///
/// Upstream: pkg/apis/admissionregistration/validation/validation.go.
final class WebhookChecks {
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
  private static final List<String> HARMLESS = List.of("None", "NoneOnDryRun");
  private static final List<String> SIDE_EFFECTS =
      List.of("None", "NoneOnDryRun", "Some", "Unknown");
  private static final long LONGEST = 30;

  /// What is asked of all webhooks unless one of them was let through without it before.
  private record Rules(boolean harmless, boolean knownVersion, boolean uniqueNames) {
    static final Rules STRICT = new Rules(true, true, true);

    static Rules after(ApiObject old) {
      List<JsonObject> hooks = old.root().objects("webhooks");
      return new Rules(
          hooks.stream().allMatch(hook -> HARMLESS.contains(hook.string("sideEffects"))),
          hooks.stream()
              .map(hook -> hook.strings("admissionReviewVersions"))
              .allMatch(versions -> versions.isEmpty() || knows(versions)),
          hooks.stream().map(hook -> hook.string("name")).distinct().count() == hooks.size());
    }
  }

  private WebhookChecks() {}

  static void onCreate(ApiObject configuration, List<FieldError> errors) {
    check(configuration, Rules.STRICT, errors);
  }

  static void onUpdate(ApiObject configuration, ApiObject old, List<FieldError> errors) {
    check(configuration, Rules.after(old), errors);
  }

  private static void check(ApiObject configuration, Rules rules, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Part hook : Part.of(configuration, errors).items("webhooks")) {
      webhook(hook, rules);
      reviewVersions(hook, rules);
      String name = hook.string("name");
      if (rules.uniqueNames() && !name.isEmpty() && !names.add(name)) {
        hook.duplicate("name", name);
      }
    }
  }

  private static void webhook(Part hook, Rules rules) {
    qualifiedName(hook);
    hook.items("rules").forEach(MatchChecks::rule);
    hook.oneOfIfPresent("failurePolicy", List.of("Fail", "Ignore"));
    hook.oneOfIfPresent("matchPolicy", List.of("Equivalent", "Exact"));
    List<String> effects = rules.harmless() ? HARMLESS : SIDE_EFFECTS;
    if (hook.has("sideEffects")) {
      hook.oneOfIfPresent("sideEffects", effects);
    } else {
      hook.required("sideEffects", "must specify one of " + String.join(", ", effects));
    }
    long timeout = hook.findLong("timeoutSeconds").orElse(1);
    if (timeout < 1 || timeout > LONGEST) {
      hook.invalid("timeoutSeconds", "the timeout value must be between 1 and 30 seconds");
    }
    hook.find("namespaceSelector").ifPresent(SelectorFields::check);
    hook.find("objectSelector").ifPresent(SelectorFields::check);
    hook.oneOfIfPresent("reinvocationPolicy", List.of("IfNeeded", "Never"));
    WebhookClients.check(hook.at("clientConfig"));
    MatchChecks.conditions(hook, MatchConditions::fault);
  }

  /// IsFullyQualifiedName.
  private static void qualifiedName(Part hook) {
    if (!hook.requireText("name")) {
      return;
    }
    String name = hook.string("name");
    List<String> faults = NameFormats.dns1123Subdomain(name);
    if (!faults.isEmpty()) {
      hook.invalid("name", String.join(",", faults));
    } else if (name.split("\\.", -1).length < 3) {
      hook.invalid("name", "should be a domain with at least three segments separated by dots");
    }
  }

  private static void reviewVersions(Part hook, Rules rules) {
    List<String> versions = hook.strings("admissionReviewVersions");
    FieldPath path = hook.child("admissionReviewVersions");
    if (versions.isEmpty()) {
      hook.add(
          FieldError.required(path, "must specify one of " + String.join(", ", REVIEW_VERSIONS)));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i);
      if (!seen.add(version)) {
        hook.add(FieldError.invalid(path.index(i), version, "duplicate version"));
        continue;
      }
      for (String fault : NameFormats.dns1035Label(version)) {
        hook.add(FieldError.invalid(path.index(i), version, fault));
      }
    }
    if (rules.knownVersion() && !knows(versions)) {
      hook.add(
          FieldError.invalid(
              path,
              versions,
              "must include at least one of " + String.join(", ", REVIEW_VERSIONS)));
    }
  }

  private static boolean knows(List<String> versions) {
    return versions.stream().anyMatch(REVIEW_VERSIONS::contains);
  }
}
