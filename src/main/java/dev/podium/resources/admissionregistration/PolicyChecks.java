package dev.podium.resources.admissionregistration;

import dev.podium.admission.policy.CompiledPolicy;
import dev.podium.cel.FieldNames;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether admission policies say when they hold and what they want.
///
/// Upstream: pkg/apis/admissionregistration/validation/validation.go.
final class PolicyChecks {
  private static final int MOST_ANNOTATIONS = 20;
  private static final int LONGEST_EXPRESSION = 5 * 1024;
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\r]");

  private PolicyChecks() {}

  static void validating(ApiObject policy, List<FieldError> errors) {
    Part spec = Part.of(policy, errors).at("spec");
    common(spec);
    if (spec.array("validations").isEmpty() && spec.array("auditAnnotations").isEmpty()) {
      String words = "validations or auditAnnotations must contain at least one item";
      spec.required("validations", words);
      spec.required("auditAnnotations", words);
      return;
    }
    spec.items("validations").forEach(PolicyChecks::validation);
    annotations(spec, policy.name());
    expressions(policy, errors);
  }

  static void mutating(ApiObject policy, List<FieldError> errors) {
    Part spec = Part.of(policy, errors).at("spec");
    common(spec);
    if (spec.array("mutations").isEmpty()) {
      spec.required("mutations", "mutations must contain at least one item");
    }
    spec.items("mutations").forEach(PolicyChecks::mutation);
    spec.oneOf("reinvocationPolicy", List.of("IfNeeded", "Never"));
    expressions(policy, errors);
  }

  /// Reads the expressions of a policy whose variables and conditions are well formed.
  private static void expressions(ApiObject policy, List<FieldError> errors) {
    boolean readable =
        errors.stream()
            .map(FieldError::field)
            .noneMatch(f -> f.startsWith("spec.variables") || f.startsWith("spec.matchConditions"));
    if (readable) {
      errors.addAll(CompiledPolicy.of(policy.spec()).errors());
    }
  }

  private static void common(Part spec) {
    if (spec.has("failurePolicy")) {
      spec.oneOfIfPresent("failurePolicy", List.of("Fail", "Ignore"));
    } else {
      spec.required("failurePolicy");
    }
    spec.find("paramKind").ifPresent(PolicyChecks::parameterKind);
    spec.find("matchConstraints")
        .ifPresentOrElse(
            match -> {
              MatchChecks.resources(match);
              if (match.array("resourceRules").isEmpty()) {
                match.required("resourceRules");
              }
            },
            () -> spec.required("matchConstraints"));
    // The expressions of a policy are read together, afterwards.
    MatchChecks.conditions(spec, _ -> Optional.empty());
    spec.items("variables").forEach(PolicyChecks::variable);
  }

  private static void parameterKind(Part kind) {
    if (kind.requireText("apiVersion")) {
      apiVersion(kind);
    }
    if (kind.requireText("kind")) {
      List<String> faults = NameFormats.dns1035Label(kind.string("kind").toLowerCase(Locale.ROOT));
      if (!faults.isEmpty()) {
        kind.invalid(
            "kind", "may have mixed case, but should otherwise match: " + String.join(",", faults));
      }
    }
  }

  private static void apiVersion(Part kind) {
    String text = kind.string("apiVersion");
    int slash = text.indexOf('/');
    if (slash != text.lastIndexOf('/')) {
      kind.invalid("apiVersion", "unexpected GroupVersion string: " + text);
      return;
    }
    String group = slash < 0 ? "" : text.substring(0, slash);
    String version = text.substring(slash + 1);
    List<String> groupFaults = group.isEmpty() ? List.of() : NameFormats.dns1123Subdomain(group);
    if (!groupFaults.isEmpty()) {
      kind.invalid("apiVersion", group, String.join(",", groupFaults));
    }
    if (version.isEmpty()) {
      kind.invalid("apiVersion", "version must be specified");
      return;
    }
    List<String> versionFaults = NameFormats.dns1035Label(version);
    if (!versionFaults.isEmpty()) {
      kind.invalid("apiVersion", version, String.join(",", versionFaults));
    }
  }

  private static void variable(Part variable) {
    String name = variable.string("name");
    if (name.isBlank()) {
      variable.required("name", "name is not specified");
    } else if (!FieldNames.isIdentifier(name)) {
      variable.invalid("name", "name is not a valid CEL identifier");
    }
    requireExpression(variable, "expression");
  }

  private static void requireExpression(Part part, String field) {
    if (part.string(field).isBlank()) {
      part.required(field, field + " is not specified");
    }
  }

  private static void validation(Part validation) {
    requireExpression(validation, "expression");
    String messageExpression = validation.string("messageExpression");
    if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
      validation.invalid("messageExpression", "must be non-empty if specified");
    }
    String message = validation.string("message");
    if (!message.isEmpty() && message.isBlank()) {
      validation.invalid("message", "message must be non-empty if specified");
    } else if (LINE_BREAK.matcher(message.strip()).find()) {
      validation.invalid("message", "message must not contain line breaks");
    }
    validation.oneOfIfPresent("reason", List.of("Forbidden", "Invalid", "RequestEntityTooLarge"));
  }

  private static void annotations(Part spec, String policy) {
    List<Part> annotations = spec.items("auditAnnotations");
    if (annotations.size() > MOST_ANNOTATIONS) {
      spec.invalid("auditAnnotations", "must not have more than 20 auditAnnotations");
    }
    Set<String> keys = new HashSet<>();
    for (Part annotation : annotations) {
      String key = annotation.string("key");
      for (String fault : LabelFormats.key(policy + "/" + key)) {
        annotation.invalid("key", policy + "/" + key, fault);
      }
      requireExpression(annotation, "valueExpression");
      if (annotation.string("valueExpression").strip().length() > LONGEST_EXPRESSION) {
        annotation.required("valueExpression", "must not exceed 5120 bytes in length");
      }
      if (!keys.add(key)) {
        annotation.duplicate("key", key);
      }
    }
  }

  private static void mutation(Part mutation) {
    mutation.oneOf("patchType", List.of("ApplyConfiguration", "JSONPatch"));
    switch (mutation.string("patchType")) {
      case "ApplyConfiguration" -> source(mutation, "applyConfiguration", "jsonPatch");
      case "JSONPatch" -> source(mutation, "jsonPatch", "applyConfiguration");
      default -> {}
    }
  }

  private static void source(Part mutation, String wanted, String other) {
    mutation
        .find(wanted)
        .ifPresentOrElse(
            source -> requireExpression(source, "expression"),
            () ->
                mutation.required(
                    wanted, "must be specified when patchType is " + mutation.string("patchType")));
    if (mutation.find(other).isPresent()) {
      // Not the other source is shown, but its name.
      mutation.invalid(
          other,
          "{" + other + "}",
          "must not be specified when patchType is " + mutation.string("patchType"));
    }
  }
}
