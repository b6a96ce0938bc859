package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.resources.fields.Difference;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.Semantics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pod as it is created, and its ephemeral containers as they are added.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodCreate,
/// ValidatePodEphemeralContainersUpdate).
final class PodChecks {
  private static final FieldPath ANNOTATIONS = FieldPath.of("metadata", "annotations");

  private PodChecks() {}

  static void create(ApiObject pod, List<FieldError> errors) {
    Part spec = spec(pod, errors);
    whole(pod, spec);
    if (!spec.array("ephemeralContainers").isEmpty()) {
      spec.forbidden("ephemeralContainers", "cannot be set on create");
    }
    if (!spec.string("nodeName").isEmpty() && !spec.array("schedulingGates").isEmpty()) {
      spec.forbidden("nodeName", "cannot be set until all schedulingGates have been cleared");
    }
    AnnotationChecks.seccompAgrees(pod.metadata(), spec);
    AnnotationChecks.appArmorAgrees(pod.metadata(), spec);
  }

  static Part spec(ApiObject pod, List<FieldError> errors) {
    return Part.of(pod, errors).at("spec");
  }

  /// What holds for a pod at any time (validatePodMetadataAndSpec).
  static void whole(ApiObject pod, Part spec) {
    AnnotationChecks.check(pod.metadata(), spec, ANNOTATIONS);
    PodSpecChecks.pod(spec, pod.name());
    if (spec.string("serviceAccountName").isEmpty()) {
      tokensNeedAccount(spec);
    }
    spec.items("containers").forEach(ContainerChecks::onlyInPods);
    spec.items("initContainers").forEach(ContainerChecks::onlyInPods);
  }

  private static void tokensNeedAccount(Part spec) {
    for (Part volume : spec.items("volumes")) {
      for (Part source : volume.at("projected").items("sources")) {
        if (source.has("serviceAccountToken")) {
          source.forbidden(
              "serviceAccountToken", "must not be specified when serviceAccountName is not set");
        }
      }
    }
  }

  /// Annotations that may be set once only (ValidatePodSpecificAnnotationUpdates).
  static void annotationUpdates(ApiObject pod, ApiObject old, Part spec) {
    Map<String, String> before = old.annotations();
    Map<String, String> now = pod.annotations();
    before.forEach((key, value) -> {
      if (!value.equals(now.get(key))) {
        fixedAnnotation(key, "may not remove or update", spec);
      }
    });
    for (String key : now.keySet()) {
      if (!before.containsKey(key)) {
        fixedAnnotation(key, "may not add", spec);
      }
    }
    AnnotationChecks.check(pod.metadata(), spec, ANNOTATIONS);
  }

  private static void fixedAnnotation(String key, String verb, Part spec) {
    if (key.startsWith(AnnotationChecks.APP_ARMOR)) {
      spec.add(FieldError.forbidden(ANNOTATIONS.key(key), verb + " AppArmor annotations"));
    }
    if (key.equals(AnnotationChecks.MIRROR)) {
      spec.add(FieldError.forbidden(ANNOTATIONS.key(key), verb + " mirror pod annotation"));
    }
  }

  static void ephemeralContainers(ApiObject pod, ApiObject old, List<FieldError> errors) {
    Part spec = spec(pod, errors);
    whole(pod, spec);
    annotationUpdates(pod, old, spec);
    if (old.annotations().containsKey(AnnotationChecks.MIRROR)) {
      errors.clear();
      errors.add(
          FieldError.forbidden(
              FieldPath.of(""), "static pods do not support ephemeral containers"));
      return;
    }
    Map<String, Part> now = new HashMap<>();
    spec.items("ephemeralContainers")
        .forEach(container -> now.put(container.string("name"), container));
    for (Part before : spec(old, errors).items("ephemeralContainers")) {
      String name = before.string("name");
      String quoted = GoText.quote(name);
      Part after = now.get(name);
      if (after == null) {
        spec.forbidden(
            "ephemeralContainers",
            "existing ephemeral containers " + quoted + " may not be removed\n");
      } else if (!Semantics.equal(before.value(), after.value())) {
        spec.forbidden(
            "ephemeralContainers",
            "existing ephemeral containers "
                + quoted
                + " may not be changed\n"
                + Difference.between(
                    "io.k8s.api.core.v1.EphemeralContainer", before.value(), after.value()));
      }
    }
  }
}
