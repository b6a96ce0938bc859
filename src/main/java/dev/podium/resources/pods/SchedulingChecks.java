package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a pod wants to run: affinities and spread constraints.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateAffinity,
/// validateTopologySpreadConstraints).
final class SchedulingChecks {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String NOT_POSITIVE = "must be greater than zero";
  private static final String NO_SELECTOR = "must not be specified when labelSelector is not set";
  private static final String IN_BOTH = "exists in both matchLabelKeys and labelSelector";

  private SchedulingChecks() {}

  static void affinity(Part affinity) {
    affinity
        .find("nodeAffinity")
        .ifPresent(node -> {
          node.find(REQUIRED).ifPresent(NodeSelectorFields::check);
          for (Part term : node.items(PREFERRED)) {
            weight(term);
            // A preference for values that no node can have does no harm.
            NodeSelectorFields.term(term.at("preference"), false);
          }
        });
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      affinity
          .find(kind)
          .ifPresent(pods -> {
            pods.items(REQUIRED).forEach(SchedulingChecks::podTerm);
            for (Part weighted : pods.items(PREFERRED)) {
              weight(weighted);
              podTerm(weighted.at("podAffinityTerm"));
            }
          });
    }
  }

  private static void weight(Part term) {
    long weight = term.integer("weight");
    if (weight <= 0 || weight > 100) {
      term.invalid("weight", weight, "must be in the range 1-100");
    }
  }

  private static void podTerm(Part term) {
    term.find("labelSelector").ifPresent(SelectorFields::check);
    term.find("namespaceSelector").ifPresent(SelectorFields::check);
    for (String namespace : term.strings("namespaces")) {
      FieldChecks.format(
          namespace, NameFormats.dns1123Label(namespace), term.child("namespace"), term.errors());
    }
    labelKeys(term);
    if (term.string("topologyKey").isEmpty()) {
      term.required("topologyKey", "can not be empty");
    }
    SelectorFields.labelName(term, "topologyKey");
  }

  /// Upstream: validateMatchLabelKeysAndMismatchLabelKeys.
  private static void labelKeys(Part term) {
    List<String> match = term.strings("matchLabelKeys");
    List<String> mismatch = term.strings("mismatchLabelKeys");
    for (String field : List.of("matchLabelKeys", "mismatchLabelKeys")) {
      if (!term.strings(field).isEmpty() && !term.has("labelSelector")) {
        term.forbidden(field, NO_SELECTOR);
      } else {
        labelNames(term, field);
      }
    }
    JsonObject selector = term.value().object("labelSelector");
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < match.size(); i++) {
      positions.put(match.get(i), i);
    }
    // By now the keys are in the selector once themselves; a second time is the user's.
    Set<String> seen = new HashSet<>(selector.object("matchLabels").keys());
    for (JsonObject expression : selector.objects("matchExpressions")) {
      String key = expression.string("key");
      Integer position = positions.get(key);
      if (position != null && seen.contains(key)) {
        term.add(FieldError.invalid(term.path().index(position), key, IN_BOTH));
      }
      seen.add(key);
    }
    for (int i = 0; i < match.size(); i++) {
      if (mismatch.contains(match.get(i))) {
        term.add(
            FieldError.invalid(
                term.child("matchLabelKeys").index(i),
                match.get(i),
                "exists in both matchLabelKeys and mismatchLabelKeys"));
      }
    }
  }

  private static void labelNames(Part part, String field) {
    List<String> keys = part.strings(field);
    for (int i = 0; i < keys.size(); i++) {
      FieldChecks.format(
          keys.get(i), LabelFormats.key(keys.get(i)), part.child(field).index(i), part.errors());
    }
  }

  static void spread(Part spec) {
    List<Part> constraints = spec.items("topologySpreadConstraints");
    for (int i = 0; i < constraints.size(); i++) {
      Part constraint = constraints.get(i);
      if (constraint.integer("maxSkew") <= 0) {
        constraint.invalid("maxSkew", constraint.integer("maxSkew"), NOT_POSITIVE);
      }
      if (constraint.string("topologyKey").isEmpty()) {
        constraint.required("topologyKey", "can not be empty");
      }
      String action = constraint.string("whenUnsatisfiable");
      if (!List.of("DoNotSchedule", "ScheduleAnyway").contains(action)) {
        constraint.add(
            FieldError.notSupported(
                constraint.child("whenUnsatisfiable"),
                action,
                List.of("DoNotSchedule", "ScheduleAnyway")));
      }
      repeated(constraint, constraints.subList(i + 1, constraints.size()));
      minDomains(constraint, action);
      constraint.oneOfIfPresent("nodeAffinityPolicy", List.of("Honor", "Ignore"));
      constraint.oneOfIfPresent("nodeTaintsPolicy", List.of("Honor", "Ignore"));
      spreadKeys(constraint);
      constraint.find("labelSelector").ifPresent(SelectorFields::check);
    }
  }

  private static void repeated(Part constraint, List<Part> rest) {
    String key = constraint.string("topologyKey");
    String action = constraint.string("whenUnsatisfiable");
    boolean again =
        rest.stream()
            .anyMatch(other ->
                other.string("topologyKey").equals(key)
                    && other.string("whenUnsatisfiable").equals(action));
    if (again) {
      constraint.duplicate("{topologyKey, whenUnsatisfiable}", "{" + key + ", " + action + "}");
    }
  }

  private static void minDomains(Part constraint, String action) {
    if (!constraint.has("minDomains")) {
      return;
    }
    if (constraint.integer("minDomains") <= 0) {
      constraint.invalid("minDomains", NOT_POSITIVE);
    }
    if (!action.equals("DoNotSchedule")) {
      constraint.invalid(
          "minDomains",
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
    }
  }

  /// Upstream: validateMatchLabelKeysInTopologySpread. The keys are merged into the selector of a
  /// pod before, so only a key that stands there twice is one too many.
  private static void spreadKeys(Part constraint) {
    List<String> keys = constraint.strings("matchLabelKeys");
    if (!keys.isEmpty() && !constraint.has("labelSelector")) {
      constraint.forbidden("matchLabelKeys", NO_SELECTOR);
    }
    labelNames(constraint, "matchLabelKeys");
    JsonObject selector = constraint.value().object("labelSelector");
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      long times =
          selector.objects("matchExpressions").stream()
              .filter(expression -> expression.string("key").equals(key))
              .count();
      if (selector.object("matchLabels").has(key) || times > 1) {
        constraint.add(
            FieldError.invalid(constraint.child("matchLabelKeys").index(i), key, IN_BOTH));
      }
    }
  }
}
