package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// ControllerRevision.
final class ControllerRevisions {
  private ControllerRevisions() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "ControllerRevision", "controllerrevisions")
        .validate(ControllerRevisions::validate)
        .validateUpdate(ControllerRevisions::validateUpdate)
        .table(
            TableLayout.of(
                ControllerRevisions::cells,
                TableLayout.name(),
                TableLayout.string("Controller"),
                TableLayout.string("Revision"),
                TableLayout.age()))
        .build();
  }

  /// Upstream: ValidateControllerRevision.
  private static void validate(ApiObject object, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    if (!root.has("data")) {
      root.required("data", "data is mandatory");
    }
    root.notNegative("revision");
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    validate(object, errors);
    Part.of(object, errors).immutable("data", old.root());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    return List.of(
        object.name(),
        object.controllerReference().map(ControllerRevisions::controller).orElse(Cells.NONE),
        object.root().integer("revision"),
        Cells.age(object, now));
  }

  /// As `statefulset.apps/web`.
  private static String controller(JsonObject reference) {
    GroupVersionKind kind =
        GroupVersionKind.of(reference.string("apiVersion"), reference.string("kind"));
    return kind.groupKind().toString().toLowerCase(Locale.ROOT) + "/" + reference.string("name");
  }
}
