package dev.podium.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What may stand in an object's `metadata`, at creation and when it changes; errors in upstream's
/// order.
///
/// Upstream: apimachinery/pkg/api/validation/objectmeta.go; with `standardFinalizers`, what
/// pkg/apis/core/validation adds to it for most built-in kinds. The form of managed fields is
/// checked by who knows it.
///
/// @param standardFinalizers whether a finalizer without a domain must be one of Kubernetes' own
public record ObjectMetaValidation(boolean namespaced, NameRule names, boolean standardFinalizers) {
  private static final int MOST_ANNOTATION_BYTES = 256 << 10;
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", ORPHAN, FOREGROUND);
  private static final FieldPath METADATA = FieldPath.of("metadata");

  /// A new object, its name already generated.
  public List<FieldError> onCreate(JsonObject metadata) {
    return onCreate(metadata, METADATA);
  }

  /// As [#onCreate(JsonObject)] for metadata at another place, such as a template's.
  public List<FieldError> onCreate(JsonObject metadata, FieldPath path) {
    List<FieldError> errors = new ArrayList<>(0);
    names(metadata, path, errors);
    namespace(metadata, path, errors);
    if (metadata.integer("generation") < 0) {
      errors.add(
          FieldError.invalid(
              path.child("generation"),
              metadata.integer("generation"),
              "must be greater than or equal to 0"));
    }
    labels(metadata.stringMap("labels"), path.child("labels"), errors);
    annotations(metadata.stringMap("annotations"), path.child("annotations"), errors);
    OwnerReferences.validate(metadata, path.child("ownerReferences"), errors);
    finalizers(metadata.strings("finalizers"), path.child("finalizers"), errors);
    FieldManagers.ofEntries(metadata, path.child("managedFields"), errors);
    unqualifiedFinalizers(metadata, path, errors);
    return errors;
  }

  /// A change of an object; `changed` must carry a resourceVersion.
  ///
  /// Every error comes twice: upstream asks once for all kinds (registry/rest/update.go) and once
  /// for each (its strategy), and the causes of an answer show that.
  public List<FieldError> onUpdate(JsonObject changed, JsonObject current) {
    List<FieldError> errors = new ArrayList<>(0);
    change(changed, current, errors);
    errors.addAll(List.copyOf(errors));
    unqualifiedFinalizers(changed, METADATA, errors);
    return errors;
  }

  private static void change(JsonObject changed, JsonObject current, List<FieldError> errors) {
    if (current.has("deletionTimestamp")) {
      noNewFinalizers(changed.strings("finalizers"), current.strings("finalizers"), errors);
    }
    if (changed.string("resourceVersion").isEmpty()) {
      errors.add(
          FieldError.invalid(
              METADATA.child("resourceVersion"), "", "must be specified for an update"));
    }
    if (changed.integer("generation") < current.integer("generation")) {
      errors.add(
          FieldError.invalid(
              METADATA.child("generation"),
              changed.integer("generation"),
              "must not be decremented"));
    }
    for (String field : List.of("name", "namespace", "uid")) {
      immutable(field, changed.string(field), current.string(field), errors);
    }
    for (String field :
        List.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
      immutable(field, orNull(changed, field), orNull(current, field), errors);
    }
    labels(changed.stringMap("labels"), METADATA.child("labels"), errors);
    annotations(changed.stringMap("annotations"), METADATA.child("annotations"), errors);
    OwnerReferences.validate(changed, METADATA.child("ownerReferences"), errors);
    FieldManagers.ofEntries(changed, METADATA.child("managedFields"), errors);
  }

  private void names(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    String generateName = metadata.string("generateName");
    if (!generateName.isEmpty()) {
      FieldPath field = path.child("generateName");
      addAll(field, generateName, names.problems(generateName, true), errors);
    }
    String name = metadata.string("name");
    if (name.isEmpty()) {
      errors.add(FieldError.required(path.child("name"), "name or generateName is required"));
    } else {
      addAll(path.child("name"), name, names.problems(name, false), errors);
    }
  }

  private void namespace(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    FieldPath field = path.child("namespace");
    String namespace = metadata.string("namespace");
    if (!namespaced) {
      if (!namespace.isEmpty()) {
        errors.add(FieldError.forbidden(field, "not allowed on this type"));
      }
    } else if (namespace.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else {
      addAll(field, namespace, NameRule.LABEL.problems(namespace, false), errors);
    }
  }

  /// Upstream: apis/meta/v1/validation (ValidateLabels).
  public static void labels(Map<String, String> labels, FieldPath path, List<FieldError> errors) {
    labels.forEach((key, value) -> {
      addAll(path, key, LabelFormats.key(key), errors);
      addAll(path, value, LabelFormats.value(value), errors);
    });
  }

  /// Upstream: ValidateAnnotations.
  public static void annotations(
      Map<String, String> annotations, FieldPath path, List<FieldError> errors) {
    long size = 0;
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      String key = annotation.getKey();
      addAll(path, key, LabelFormats.annotationKey(key), errors);
      size += (long) NameFormats.length(key) + NameFormats.length(annotation.getValue());
    }
    if (size > MOST_ANNOTATION_BYTES) {
      errors.add(FieldError.tooLong(path, MOST_ANNOTATION_BYTES));
    }
  }

  private static void finalizers(List<String> finalizers, FieldPath path, List<FieldError> errors) {
    for (String finalizer : finalizers) {
      addAll(path, finalizer, LabelFormats.key(finalizer), errors);
    }
    if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND)) {
      errors.add(
          FieldError.invalid(
              path,
              finalizers,
              "finalizer " + ORPHAN + " and " + FOREGROUND + " cannot be both set"));
    }
  }

  private void unqualifiedFinalizers(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    if (!standardFinalizers || !metadata.has("finalizers")) {
      return;
    }
    List<String> finalizers = metadata.strings("finalizers");
    for (int i = 0; i < finalizers.size(); i++) {
      FieldPath field = path.child("finalizers").index(i);
      errors.addAll(unqualifiedFinalizer(finalizers.get(i), field));
    }
  }

  /// Upstream: validateKubeFinalizerName. A Namespace's `spec.finalizers` follow it too.
  public static List<FieldError> unqualifiedFinalizer(String finalizer, FieldPath path) {
    return finalizer.contains("/") || STANDARD_FINALIZERS.contains(finalizer)
        ? List.of()
        : List.of(
            FieldError.invalid(
                path,
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
  }

  private static void noNewFinalizers(
      List<String> changed, List<String> current, List<FieldError> errors) {
    Set<String> extra = new TreeSet<>(changed);
    current.forEach(extra::remove);
    if (!extra.isEmpty()) {
      String list = String.join(", ", extra.stream().map(GoText::quote).toList());
      errors.add(
          FieldError.forbidden(
              METADATA.child("finalizers"),
              "no new finalizers can be added if the object is being deleted, found new finalizers"
                  + (" []string{" + list + "}")));
    }
  }

  private static Object orNull(JsonObject metadata, String field) {
    Object value = metadata.get(field);
    return value == null ? JsonNull.NULL : value;
  }

  private static void immutable(
      String field, Object changed, Object current, List<FieldError> errors) {
    if (!changed.equals(current)) {
      errors.add(FieldError.invalid(METADATA.child(field), changed, "field is immutable"));
    }
  }

  private static void addAll(
      FieldPath path, String value, List<String> faults, List<FieldError> errors) {
    for (String fault : faults) {
      errors.add(FieldError.invalid(path, value, fault));
    }
  }
}
