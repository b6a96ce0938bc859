package dev.podium.resources.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// RoleBinding and ClusterRoleBinding: who has a role.
///
/// Upstream: pkg/apis/rbac/v1/defaults.go, pkg/apis/rbac/validation/validation.go, printRoleBinding
/// in pkg/printers/internalversion.
final class Bindings {
  private static final FieldPath ROLE_REF = FieldPath.of("roleRef");

  private Bindings() {}

  static ResourceDefinition roleBinding() {
    return common(ResourceDefinition.of(RbacResources.VERSION, "RoleBinding", "rolebindings"), true)
        .build();
  }

  static ResourceDefinition clusterRoleBinding() {
    return common(
            ResourceDefinition.of(
                    RbacResources.VERSION, "ClusterRoleBinding", "clusterrolebindings")
                .clusterScoped(),
            false)
        .build();
  }

  private static DefinitionBuilder common(DefinitionBuilder builder, boolean namespaced) {
    return builder
        .nameRule(NameRule.PATH_SEGMENT)
        .createsOnUpdate()
        .defaults(Bindings::fillGroups)
        .validate((binding, errors) -> validate(binding, namespaced, errors))
        .validateUpdate((binding, old, errors) -> {
          validate(binding, namespaced, errors);
          JsonObject role = binding.root().object("roleRef");
          if (!role.equals(old.root().object("roleRef"))) {
            errors.add(FieldError.invalid(ROLE_REF, goNames(role), "cannot change roleRef"));
          }
        })
        .table(
            TableLayout.of(
                Bindings::cells,
                TableLayout.name(),
                TableLayout.string("Role"),
                TableLayout.age(),
                TableLayout.string("Users").wide(),
                TableLayout.string("Groups").wide(),
                TableLayout.string("ServiceAccounts").wide()));
  }

  private static JsonObject goNames(JsonObject role) {
    return JsonObject.of(
        "APIGroup",
        role.string("apiGroup"),
        "Kind",
        role.string("kind"),
        "Name",
        role.string("name"));
  }

  private static void fillGroups(ObjectDraft binding) {
    binding
        .findObject("roleRef")
        .ifPresent(role -> role.setDefaultString("apiGroup", RbacResources.GROUP));
    for (ObjectDraft subject : binding.objects("subjects")) {
      switch (subject.string("kind")) {
        case "User", "Group" -> subject.setDefaultString("apiGroup", RbacResources.GROUP);
        default -> {}
      }
    }
  }

  private static void validate(ApiObject binding, boolean namespaced, List<FieldError> errors) {
    role(binding.root().object("roleRef"), namespaced, errors);
    List<JsonObject> subjects = binding.root().objects("subjects");
    for (int i = 0; i < subjects.size(); i++) {
      subject(subjects.get(i), namespaced, FieldPath.of("subjects").index(i), errors);
    }
  }

  private static void role(JsonObject role, boolean namespaced, List<FieldError> errors) {
    List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
    if (!role.string("apiGroup").equals(RbacResources.GROUP)) {
      errors.add(
          FieldError.notSupported(
              ROLE_REF.child("apiGroup"), role.string("apiGroup"), List.of(RbacResources.GROUP)));
    }
    if (!kinds.contains(role.string("kind"))) {
      errors.add(FieldError.notSupported(ROLE_REF.child("kind"), role.string("kind"), kinds));
    }
    String name = role.string("name");
    if (name.isEmpty()) {
      errors.add(FieldError.required(ROLE_REF.child("name"), ""));
      return;
    }
    NameRule.PATH_SEGMENT
        .problems(name, false)
        .forEach(problem -> errors.add(FieldError.invalid(ROLE_REF.child("name"), name, problem)));
  }

  /// Upstream: ValidateRoleBindingSubject.
  private static void subject(
      JsonObject subject, boolean namespaced, FieldPath path, List<FieldError> errors) {
    String name = subject.string("name");
    if (name.isEmpty()) {
      errors.add(FieldError.required(path.child("name"), ""));
    }
    switch (subject.string("kind")) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          NameRule.SUBDOMAIN
              .problems(name, false)
              .forEach(
                  problem -> errors.add(FieldError.invalid(path.child("name"), name, problem)));
        }
        requireGroup(subject, "", path, errors);
        if (!namespaced && subject.string("namespace").isEmpty()) {
          errors.add(FieldError.required(path.child("namespace"), ""));
        }
      }
      case "User", "Group" -> requireGroup(subject, RbacResources.GROUP, path, errors);
      default ->
          errors.add(
              FieldError.notSupported(
                  path.child("kind"),
                  subject.string("kind"),
                  List.of("ServiceAccount", "User", "Group")));
    }
  }

  private static void requireGroup(
      JsonObject subject, String group, FieldPath path, List<FieldError> errors) {
    if (!subject.string("apiGroup").equals(group)) {
      errors.add(
          FieldError.notSupported(
              path.child("apiGroup"), subject.string("apiGroup"), List.of(group)));
    }
  }

  private static List<Object> cells(ApiObject binding, Instant now) {
    JsonObject role = binding.root().object("roleRef");
    return List.of(
        binding.name(),
        role.string("kind") + "/" + role.string("name"),
        Cells.age(binding, now),
        subjects(binding, "User"),
        subjects(binding, "Group"),
        subjects(binding, "ServiceAccount"));
  }

  private static String subjects(ApiObject binding, String kind) {
    return binding.root().objects("subjects").stream()
        .filter(subject -> subject.string("kind").equals(kind))
        .map(subject ->
            kind.equals("ServiceAccount")
                ? subject.string("namespace") + "/" + subject.string("name")
                : subject.string("name"))
        .collect(Collectors.joining(", "));
  }
}
