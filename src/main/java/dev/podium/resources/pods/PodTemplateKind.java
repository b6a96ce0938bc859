package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// PodTemplate.
final class PodTemplateKind {
  private PodTemplateKind() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "PodTemplate", "podtemplates")
        .returnsDeletedObject()
        .generation()
        .defaults(object -> PodTemplates.defaults(object.object("template")))
        .validate((object, errors) -> PodTemplates.check(Part.of(object, errors).at("template")))
        .warn(PodTemplateKind::warnings)
        .table(
            TableLayout.of(
                PodTemplateKind::cells,
                TableLayout.name(),
                TableLayout.string("Containers"),
                TableLayout.string("Images"),
                TableLayout.string("Pod Labels")))
        .build();
  }

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    return PodTemplates.warnings(object.root().object("template"), FieldPath.of("template"));
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    JsonObject template = object.root().object("template");
    List<JsonObject> containers = template.object("spec").objects("containers");
    return List.of(
        object.name(),
        Cells.names(containers),
        Cells.images(containers),
        Cells.labels(template.stringMap("metadata", "labels")));
  }
}
