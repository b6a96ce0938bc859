package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldManagers;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupKind;
import dev.podium.object.JsonObject;
import dev.podium.web.QueryString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CreateOptions, UpdateOptions and PatchOptions, which clients give in the query.
///
/// Upstream: apimachinery/pkg/apis/meta/v1/validation/validation.go.
///
/// @param fieldManager empty where the user agent is to tell
/// @param given what admission is shown of them
record WriteOptions(
    String fieldManager,
    boolean dryRun,
    FieldValidation fieldValidation,
    boolean force,
    JsonObject given) {

  static WriteOptions create(QueryString query) {
    return checked(query, "CreateOptions", new ArrayList<>());
  }

  static WriteOptions update(QueryString query) {
    return checked(query, "UpdateOptions", new ArrayList<>());
  }

  static WriteOptions apply(QueryString query) {
    List<FieldError> errors = new ArrayList<>();
    if (query.first("fieldManager").isEmpty()) {
      errors.add(FieldError.required(FieldPath.of("fieldManager"), "is required for apply patch"));
    }
    return checked(query, "PatchOptions", errors);
  }

  static WriteOptions patch(QueryString query) {
    List<FieldError> errors = new ArrayList<>();
    if (query.has("force")) {
      errors.add(
          FieldError.forbidden(FieldPath.of("force"), "may not be specified for non-apply patch"));
    }
    return checked(query, "PatchOptions", errors);
  }

  private static WriteOptions checked(QueryString query, String kind, List<FieldError> errors) {
    String manager = query.first("fieldManager");
    FieldManagers.check(manager, FieldPath.of("fieldManager"), errors);
    checkDryRun(query.all("dryRun"), errors);
    String text = query.first("fieldValidation");
    Optional<FieldValidation> validation = FieldValidation.of(text);
    if (validation.isEmpty()) {
      errors.add(
          FieldError.notSupported(
              FieldPath.of("fieldValidation"), text, List.of("", "Ignore", "Strict", "Warn")));
    }
    refuse(kind, errors);
    return new WriteOptions(
        manager,
        query.has("dryRun"),
        validation.orElseThrow(),
        query.flag("force"),
        given(query.all("dryRun"), manager, text));
  }

  private static JsonObject given(List<String> dryRun, String manager, String validation) {
    return JsonObject.EMPTY.edit(draft -> {
      if (!dryRun.isEmpty()) {
        draft.set("dryRun", dryRun);
      }
      if (!manager.isEmpty()) {
        draft.set("fieldManager", manager);
      }
      if (!validation.isEmpty()) {
        draft.set("fieldValidation", validation);
      }
    });
  }

  static void checkDryRun(List<String> dryRun, List<FieldError> errors) {
    if (!dryRun.stream().allMatch("All"::equals)) {
      errors.add(FieldError.notSupported(FieldPath.of("dryRun"), dryRun, List.of("All")));
    }
  }

  /// @param kind of the options, as upstream names them
  static void refuse(String kind, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(new GroupKind("meta.k8s.io", kind), "", errors);
    }
  }
}
