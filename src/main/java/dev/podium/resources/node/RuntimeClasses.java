package dev.podium.resources.node;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.TolerationFields;
import dev.podium.resources.pods.PodTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// RuntimeClass: what runs a pod's containers.
///
/// Upstream: pkg/registry/node/runtimeclass/strategy.go, ValidateRuntimeClass.
public final class RuntimeClasses {
  private static final String TOLERATION = "io.k8s.api.core.v1.Toleration";

  private RuntimeClasses() {}

  public static ResourceDefinition definition() {
    return ResourceDefinition.of("node.k8s.io/v1", "RuntimeClass", "runtimeclasses")
        .clusterScoped()
        .conditionalUpdateOnly()
        .validate(RuntimeClasses::validate)
        .validateUpdate(
            (object, old, errors) -> Part.of(object, errors).immutable("handler", old.root()))
        .warn((object, _) -> warnings(object))
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(object.name(), object.root().string("handler"), Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("Handler"),
                TableLayout.age()))
        .build();
  }

  private static void validate(ApiObject object, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    if (root.requireText("handler")) {
      root.faults("handler", NameFormats.dns1123Label(root.string("handler")));
    }
    PodTemplates.overhead(root.at("overhead", "podFixed").under(root.child("overhead")));
    root.find("scheduling").ifPresent(RuntimeClasses::scheduling);
  }

  private static void scheduling(Part scheduling) {
    FieldChecks.labels(
        scheduling.at("nodeSelector").value(),
        scheduling.child("nodeSelector"),
        scheduling.errors());
    TolerationFields.check(scheduling);
    Set<JsonObject> seen = new HashSet<>();
    for (Part toleration : scheduling.items("tolerations")) {
      if (!seen.add(toleration.value().without("tolerationSeconds"))) {
        toleration.add(
            FieldError.duplicate(
                toleration.path(), InternalForm.of(TOLERATION, toleration.value())));
      }
    }
  }

  private static List<String> warnings(ApiObject object) {
    List<String> warnings = new ArrayList<>(0);
    FieldPath path = FieldPath.of("scheduling", "nodeSelector");
    for (String label : object.root().object("scheduling", "nodeSelector").keys()) {
      OldNodeLabels.warn(path, label, warnings);
    }
    return warnings;
  }
}
