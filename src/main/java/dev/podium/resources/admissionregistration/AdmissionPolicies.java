package dev.podium.resources.admissionregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.resources.fields.ConditionFields;
import dev.podium.resources.fields.Part;
import java.util.List;

/// ValidatingAdmissionPolicy and MutatingAdmissionPolicy: what expressions say about a write.
///
/// Upstream: pkg/registry/admissionregistration/{validating,mutating}admissionpolicy and
/// pkg/apis/admissionregistration/v1/defaults.go.
final class AdmissionPolicies {
  private AdmissionPolicies() {}

  static ResourceDefinition validating() {
    return AdmissionKinds.definition("ValidatingAdmissionPolicy", "validatingadmissionpolicies")
        .defaults(AdmissionPolicies::defaults)
        .prepareCreate((policy, _) -> policy.set("status", JsonObject.EMPTY))
        .validate(PolicyChecks::validating)
        .table(table("Validations", "validations"))
        .status(Subresource.keepsMetadata(), AdmissionPolicies::checkStatus)
        .owns("status", Ownable.except("metadata", "spec"))
        .build();
  }

  static ResourceDefinition mutating() {
    return AdmissionKinds.definition("MutatingAdmissionPolicy", "mutatingadmissionpolicies")
        .defaults(AdmissionPolicies::defaults)
        .validate(PolicyChecks::mutating)
        .table(table("Mutations", "mutations"))
        .build();
  }

  /// Upstream: validateValidatingAdmissionPolicyStatus.
  private static void checkStatus(ApiObject policy, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(policy, errors).at("status");
    for (Part warning : status.at("typeChecking").items("expressionWarnings")) {
      warning.requireText("warning");
      if (warning.string("fieldRef").isBlank()) {
        warning.required("fieldRef");
      }
    }
    ConditionFields.check(status);
  }

  private static void defaults(ObjectDraft policy) {
    ObjectDraft spec = policy.object("spec");
    spec.setDefaultString("failurePolicy", "Fail");
    spec.findObject("matchConstraints").ifPresent(AdmissionPolicies::matchDefaults);
  }

  /// Upstream: SetDefaults_MatchResources.
  static void matchDefaults(ObjectDraft match) {
    match.setDefaultString("matchPolicy", "Equivalent");
    match.object("namespaceSelector");
    match.object("objectSelector");
    for (String rules : List.of("resourceRules", "excludeResourceRules")) {
      match.objects(rules).forEach(rule -> rule.setDefaultString("scope", "*"));
    }
  }

  private static TableLayout table(String column, String field) {
    return TableLayout.of(
        (policy, now) ->
            List.of(
                policy.name(),
                (long) policy.spec().array(field).size(),
                parameterKind(policy.spec()),
                Cells.age(policy, now)),
        TableLayout.name(),
        TableLayout.integer(column),
        TableLayout.string("ParamKind"),
        TableLayout.age());
  }

  private static String parameterKind(JsonObject spec) {
    return spec.findObject("paramKind")
        .map(kind -> kind.string("apiVersion") + "/" + kind.string("kind"))
        .orElse(Cells.UNSET);
  }
}
