package dev.podium.resources.admissionregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// ValidatingAdmissionPolicyBinding and MutatingAdmissionPolicyBinding: where a policy holds, and
/// with which parameters.
///
/// Upstream: pkg/registry/admissionregistration/{validating,mutating}admissionpolicybinding.
final class AdmissionPolicyBindings {
  private AdmissionPolicyBindings() {}

  static ResourceDefinition validating() {
    return AdmissionKinds.definition(
            "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings")
        .defaults(AdmissionPolicyBindings::defaults)
        .validate(BindingChecks::validating)
        .table(table())
        .build();
  }

  static ResourceDefinition mutating() {
    return AdmissionKinds.definition(
            "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings")
        .defaults(AdmissionPolicyBindings::defaults)
        .validate(BindingChecks::mutating)
        .table(table())
        .build();
  }

  private static void defaults(ObjectDraft binding) {
    binding.object("spec").findObject("matchResources").ifPresent(AdmissionPolicies::matchDefaults);
  }

  private static TableLayout table() {
    return TableLayout.of(
        AdmissionPolicyBindings::cells,
        TableLayout.name(),
        TableLayout.string("PolicyName"),
        TableLayout.string("ParamRef"),
        TableLayout.age());
  }

  private static List<Object> cells(ApiObject binding, Instant now) {
    return List.of(
        binding.name(),
        binding.spec().string("policyName"),
        parameters(binding.spec()),
        Cells.age(binding, now));
  }

  private static String parameters(JsonObject spec) {
    JsonObject reference = spec.object("paramRef");
    String name = reference.string("name");
    String namespace = reference.string("namespace");
    if (!name.isEmpty()) {
      return (namespace.isEmpty() ? "*" : namespace) + "/" + name;
    }
    return reference
        .findObject("selector")
        .map(AdmissionPolicyBindings::goText)
        .orElse(Cells.UNSET);
  }

  /// A selector as Go prints the message that it is there.
  private static String goText(JsonObject selector) {
    String labels =
        selector.stringMap("matchLabels").entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + ": " + label.getValue() + ",")
            .collect(Collectors.joining());
    String expressions =
        selector.objects("matchExpressions").stream()
            .map(expression ->
                "LabelSelectorRequirement{Key:%s,Operator:%s,Values:[%s],},"
                    .formatted(
                        expression.string("key"),
                        expression.string("operator"),
                        String.join(" ", expression.strings("values"))))
            .collect(Collectors.joining());
    return "&LabelSelector{MatchLabels:map[string]string{%s},MatchExpressions:[]LabelSelectorRequirement{%s},}"
        .formatted(labels, expressions);
  }
}
