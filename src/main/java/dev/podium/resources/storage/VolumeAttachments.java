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
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.VolumeSources;
import dev.podium.resources.volumes.VolumeValidation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// VolumeAttachment: the wish that a volume be attached to a node.
///
/// Upstream: pkg/registry/storage/volumeattachment/strategy.go, ValidateVolumeAttachment and
/// ValidateVolumeAttachmentV1, printVolumeAttachment.
final class VolumeAttachments {
  private static final String TYPES = "io.k8s.api.storage.v1.VolumeAttachment";

  private static final int LONGEST_METADATA = 256 * 1024;
  private static final int LONGEST_MESSAGE = 1024;
  private static final int MOST_CODE = Integer.MAX_VALUE;
  private static final String ONE_SOURCE =
      "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

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
        .validateUpdate(VolumeAttachments::validateUpdate)
        .status(Subresource.keepsMetadata(), VolumeAttachments::validateUpdate)
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

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    validate(root.at("spec"));
    validateStatus(root.at("status"));
    root.immutable("spec", old.root(), TYPES + "Spec");
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
      source.add(FieldError.forbidden(source.path(), ONE_SOURCE));
    } else if (!inline && !named) {
      source.add(FieldError.required(source.path(), ONE_SOURCE));
    } else if (named && source.string("persistentVolumeName").isEmpty()) {
      source.required("persistentVolumeName", "must specify non empty persistentVolumeName");
    } else if (inline) {
      VolumeValidation.inline(source.at("inlineVolumeSpec"));
    }
  }

  private static void validateStatus(Part status) {
    long size =
        status.value().stringMap("attachmentMetadata").entrySet().stream()
            .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
            .sum();
    if (size > LONGEST_METADATA) {
      status.add(FieldError.tooLong(status.child("attachmentMetadata"), LONGEST_METADATA));
    }
    for (String field : new String[] {"attachError", "detachError"}) {
      status.find(field).ifPresent(VolumeAttachments::error);
    }
  }

  private static void error(Part error) {
    if (bytes(error.string("message")) > LONGEST_MESSAGE) {
      // The length named is upstream's slip.
      error.add(FieldError.tooLong(error.child("message"), LONGEST_METADATA));
    }
    if (error.integer("errorCode") < 0) {
      error.faults("errorCode", NameFormats.inRange(error.integer("errorCode"), 0, MOST_CODE));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
