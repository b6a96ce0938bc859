package dev.podium.resources.admissionregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a binding names a policy, its parameters and what is to be done.
///
/// Upstream: pkg/apis/admissionregistration/validation/validation.go.
final class BindingChecks {
  private static final String EXCLUSIVE = "name and selector are mutually exclusive";
  private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");

  private BindingChecks() {}

  static void validating(ApiObject binding, List<FieldError> errors) {
    Part spec = Part.of(binding, errors).at("spec");
    common(spec);
    actions(spec);
  }

  static void mutating(ApiObject binding, List<FieldError> errors) {
    common(Part.of(binding, errors).at("spec"));
  }

  private static void common(Part spec) {
    if (spec.requireText("policyName")) {
      spec.faults("policyName", NameFormats.dns1123Subdomain(spec.string("policyName")));
    }
    spec.find("paramRef").ifPresent(BindingChecks::parameters);
    spec.find("matchResources").ifPresent(MatchChecks::resources);
  }

  private static void parameters(Part reference) {
    String name = reference.string("name");
    Optional<Part> selector = reference.find("selector");
    if (!name.isEmpty()) {
      reference.faults("name", NameFormats.pathSegment(name));
      if (selector.isPresent()) {
        reference.forbidden("name", EXCLUSIVE);
      }
    }
    selector.ifPresent(SelectorFields::check);
    if (selector.isPresent() && !name.isEmpty()) {
      reference.forbidden("selector", EXCLUSIVE);
    }
    if (selector.isEmpty() && name.isEmpty()) {
      reference.add(
          FieldError.required(reference.path(), "one of name or selector must be specified"));
    }
    reference.oneOf("parameterNotFoundAction", List.of("Deny", "Allow"));
  }

  private static void actions(Part spec) {
    List<String> actions = spec.strings("validationActions");
    FieldPath path = spec.child("validationActions");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < actions.size(); i++) {
      if (!ACTIONS.contains(actions.get(i))) {
        spec.add(FieldError.notSupported(path.index(i), actions.get(i), ACTIONS));
      }
      if (!seen.add(actions.get(i))) {
        spec.add(FieldError.duplicate(path.index(i), actions.get(i)));
      }
    }
    if (seen.contains("Deny") && seen.contains("Warn")) {
      spec.invalid(
          "validationActions",
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)");
    }
    if (seen.isEmpty()) {
      spec.required("validationActions", "at least one validation action is required");
    }
  }
}
