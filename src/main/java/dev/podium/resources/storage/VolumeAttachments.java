package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.VolumeSources;
import java.time.Instant;
import java.util.List;

/// VolumeAttachment: the wish that a volume be attached to a node.
///
/// Upstream: pkg/registry/storage/volumeattachment/strategy.go, ValidateVolumeAttachment and
/// ValidateVolumeAttachmentV1, printVolumeAttachment.
final class VolumeAttachments {
  private static final String TYPES = "io.k8s.api.storage.v1.VolumeAttachment";

  private VolumeAttachments() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments")
        .clusterScoped()
        .conditionalUpdateOnly()
        .returnsDeletedObject()
        .prepareCreate((object, _) -> object.set("status", JsonObject.of("attached", false)))
        .validate((object, errors) -> {
          Part spec = Part.of(object, errors).at("spec");
          validate(spec);
          validateNames(spec);
        })
        .validateUpdate((object, old, errors) -> {
          Part root = Part.of(object, errors);
          validate(root.at("spec"));
          root.immutable("spec", old.root(), TYPES + "Spec");
        })
        .status(Subresource.keepsMetadata(), (_, _, _) -> {})
        .owns("status", Ownable.except("metadata", "spec"))
        .table(
            TableLayout.of(
                VolumeAttachments::cells,
                TableLayout.name(),
                new TableLayout.Column("Attacher", "string", "name", 0, ""),
                TableLayout.string("PV"),
                TableLayout.string("Node"),
                TableLayout.Column.of("Attached", "boolean"),
                TableLayout.age()))
        .build();
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    return List.of(
        object.name(),
        object.spec().string("attacher"),
        object.spec().object("source").string("persistentVolumeName"),
        object.spec().string("nodeName"),
        object.status().bool("attached"),
        Cells.age(object, now));
  }

  private static void validate(Part spec) {
    spec.requireText("attacher");
    source(spec.at("source"));
    spec.faults("nodeName", NameFormats.dns1123Subdomain(spec.string("nodeName")));
  }

  private static void source(Part source) {
    boolean inline = source.has("inlineVolumeSpec");
    boolean named = source.has("persistentVolumeName");
    if (inline && named) {
      source.add(
          FieldError.invalid(
              source.path(),
              InternalForm.of(TYPES + "Source", source.value()),
              "must specify exactly one of inlineVolumeSpec and persistentVolumeName"));
    } else if (!inline && !named) {
      source.add(
          FieldError.required(
              source.path(), "must specify one of inlineVolumeSpec and persistentVolumeName"));
    } else if (named && source.string("persistentVolumeName").isEmpty()) {
      source.required("persistentVolumeName", "must specify non empty persistentVolumeName");
    }
  }

  /// What only the creation of an attachment is asked for: old ones may have other names.
  private static void validateNames(Part spec) {
    if (!spec.string("attacher").isEmpty()) {
      VolumeSources.csiDriver(spec, "attacher");
    }
    Part source = spec.at("source");
    if (!source.string("persistentVolumeName").isEmpty()) {
      source.faults(
          "persistentVolumeName",
          NameFormats.dns1123Subdomain(source.string("persistentVolumeName")));
    }
  }
}
