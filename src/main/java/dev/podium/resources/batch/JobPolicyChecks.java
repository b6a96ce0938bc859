package dev.podium.resources.batch;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.LabelFormats;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// When a Job has failed or succeeded before its pods are through.
///
/// Upstream: pkg/apis/batch/validation/validation.go (validatePodFailurePolicy,
/// validateSuccessPolicy).
final class JobPolicyChecks {
  private static final int MOST_RULES = 20;
  private static final int MOST_EXIT_CODES = 255;
  private static final int MOST_CONDITIONS = 20;
  private static final int LONGEST_INDEXES = 64 << 10;
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> OPERATORS = List.of("In", "NotIn");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");

  private JobPolicyChecks() {}

  static void failure(Part spec, Part policy) {
    List<Part> rules = policy.items("rules");
    tooMany(policy, "rules", rules.size(), MOST_RULES);
    Set<String> containers = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      spec.value()
          .objects("template", "spec", list)
          .forEach(container -> containers.add(container.string("name")));
    }
    for (Part rule : rules) {
      action(spec, rule);
      rule.find("onExitCodes").ifPresent(codes -> exitCodes(codes, containers));
      conditions(rule);
      boolean codes = rule.has("onExitCodes");
      boolean conditions = !rule.array("onPodConditions").isEmpty();
      if (codes && conditions) {
        rule.add(
            withoutValue(
                rule.path(), "specifying both OnExitCodes and OnPodConditions is not supported"));
      }
      if (!codes && !conditions) {
        rule.add(
            withoutValue(
                rule.path(), "specifying one of OnExitCodes and OnPodConditions is required"));
      }
    }
  }

  private static FieldError withoutValue(FieldPath path, String detail) {
    return FieldError.invalidWithoutValue(path, detail);
  }

  private static void tooMany(Part part, String field, int actual, int most) {
    if (actual > most) {
      part.add(FieldError.tooMany(part.child(field), actual, most));
    }
  }

  private static void action(Part spec, Part rule) {
    String action = rule.string("action");
    if (action.isEmpty()) {
      rule.required("action", validValues(ACTIONS));
    } else if (action.equals("FailIndex") && !spec.has("backoffLimitPerIndex")) {
      rule.invalid("action", "requires the backoffLimitPerIndex to be set");
    } else {
      rule.oneOf("action", ACTIONS);
    }
  }

  private static String validValues(List<String> values) {
    return values.stream()
        .map(GoText::quote)
        .collect(Collectors.joining(" ", "valid values: [", "]"));
  }

  private static void exitCodes(Part codes, Set<String> containers) {
    if (codes.string("operator").isEmpty()) {
      codes.required("operator", validValues(OPERATORS));
    } else {
      codes.oneOf("operator", OPERATORS);
    }
    if (codes.has("containerName") && !containers.contains(codes.string("containerName"))) {
      codes.invalid(
          "containerName",
          "must be one of the container or initContainer names in the pod template");
    }
    List<Object> values = codes.array("values").asList();
    if (values.isEmpty()) {
      codes.invalid("values", "at least one value is required");
    }
    tooMany(codes, "values", values.size(), MOST_EXIT_CODES);
    Set<Object> seen = new HashSet<>();
    boolean ordered = true;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < values.size(); i++) {
      long code = values.get(i) instanceof Long n ? n : 0;
      FieldPath path = codes.child("values").index(i);
      if (code == 0 && codes.string("operator").equals("In")) {
        codes.add(FieldError.invalid(path, code, "must not be 0 for the In operator"));
      }
      if (!seen.add(code)) {
        codes.add(FieldError.duplicate(path, code));
      }
      ordered &= code >= last;
      last = code;
    }
    if (!ordered) {
      codes.invalid("values", "must be ordered");
    }
  }

  private static void conditions(Part rule) {
    List<Part> patterns = rule.items("onPodConditions");
    tooMany(rule, "onPodConditions", patterns.size(), MOST_CONDITIONS);
    for (Part pattern : patterns) {
      pattern.faults("type", LabelFormats.key(pattern.string("type")));
      if (pattern.string("status").isEmpty()) {
        pattern.required("status", validValues(STATUSES));
      } else {
        pattern.oneOf("status", STATUSES);
      }
    }
  }

  static void success(Part spec, Part policy) {
    if (!spec.string("completionMode").equals("Indexed")) {
      spec.invalid(
          "successPolicy",
          InternalForm.of("io.k8s.api.batch.v1.SuccessPolicy", policy.value()),
          "requires indexed completion mode");
      return;
    }
    List<Part> rules = policy.items("rules");
    if (rules.isEmpty()) {
      policy.required(
          "rules", "at least one rules must be specified when the successPolicy is specified");
    }
    tooMany(policy, "rules", rules.size(), MOST_RULES);
    rules.forEach(rule -> successRule(spec.integer("completions"), rule));
  }

  private static void successRule(long completions, Part rule) {
    boolean counted = rule.has("succeededCount");
    boolean indexed = rule.has("succeededIndexes");
    if (!counted && !indexed) {
      rule.add(
          FieldError.required(
              rule.path(), "at least one of succeededCount or succeededIndexes must be specified"));
    }
    long indexes = indexed ? indexes(completions, rule) : 0;
    if (!counted) {
      return;
    }
    rule.notNegative("succeededCount");
    long count = rule.integer("succeededCount");
    if (count > completions) {
      rule.invalid(
          "succeededCount",
          "must be less than or equal to %d (the number of specified completions)"
              .formatted(completions));
    }
    if (indexed && count > indexes) {
      rule.invalid(
          "succeededCount",
          "must be less than or equal to %d (the number of indexes in the specified succeededIndexes field)"
              .formatted(indexes));
    }
  }

  private static long indexes(long completions, Part rule) {
    String text = rule.string("succeededIndexes");
    if (text.length() > LONGEST_INDEXES) {
      rule.add(FieldError.tooLong(rule.child("succeededIndexes"), LONGEST_INDEXES));
    }
    try {
      return JobIndexes.parse(text, completions).count();
    } catch (IllegalArgumentException e) {
      rule.invalid("succeededIndexes", "error parsing succeededIndexes: " + e.getMessage());
      return 0;
    }
  }
}
