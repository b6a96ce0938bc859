package dev.podium.resources.fields;

import dev.podium.object.ObjectMetaValidation;

/// Metadata inside the spec of another object, of which only labels and annotations count.
public final class TemplateMetadata {
  private TemplateMetadata() {}

  /// Nothing else may be given (ValidateTemplateObjectMeta).
  public static void ofClaimTemplate(Part metadata) {
    ObjectMetaValidation.annotations(
        metadata.value().stringMap("annotations"),
        metadata.child("annotations"),
        metadata.errors());
    labels(metadata);
    for (String field : metadata.value().keys()) {
      switch (field) {
        case "labels", "annotations", "creationTimestamp" -> {}
        default -> metadata.forbidden(field, "cannot be set");
      }
    }
  }

  /// Of a pod template; the paths leave out `metadata`, as upstream's do.
  public static void ofPodTemplate(Part template) {
    Part metadata = template.at("metadata").under(template.path());
    labels(metadata);
    ObjectMetaValidation.annotations(
        metadata.value().stringMap("annotations"),
        metadata.child("annotations"),
        metadata.errors());
  }

  private static void labels(Part metadata) {
    ObjectMetaValidation.labels(
        metadata.value().stringMap("labels"), metadata.child("labels"), metadata.errors());
  }
}
