package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.Paths;
import java.util.List;
import java.util.Map;

/// Annotations that mean something to pods.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodSpecificAnnotations,
/// validateSeccompAnnotationsAndFields).
final class AnnotationChecks {
  static final String MIRROR = "kubernetes.io/config.mirror";
  static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
  static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
  static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private AnnotationChecks() {}

  /// @param metadata the metadata with the annotations
  /// @param path where the annotations are said to be
  static void check(JsonObject metadata, Part spec, FieldPath path) {
    Map<String, String> annotations = metadata.stringMap("annotations");
    String mirror = annotations.get(MIRROR);
    if (mirror != null && spec.string("nodeName").isEmpty()) {
      spec.add(
          FieldError.invalid(
              path.key(MIRROR), mirror, "must set spec.nodeName if mirror pod annotation is set"));
    }
    String cost = annotations.get(DELETION_COST);
    if (cost != null && !isDeletionCost(cost)) {
      spec.add(FieldError.invalid(path.key(DELETION_COST), cost, "must be a 32bit integer"));
    }
    annotations.forEach((key, value) -> {
      if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER)) {
        seccomp(value, path.child(key), spec.errors());
      } else if (key.startsWith(APP_ARMOR)) {
        appArmor(key, value, spec, path.key(key));
      }
    });
  }

  /// As Go's `strconv.ParseInt` takes it, without the signs and zeros in front that sort badly.
  private static boolean isDeletionCost(String text) {
    try {
      return Integer.toString(Integer.parseInt(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void seccomp(String profile, FieldPath path, List<FieldError> errors) {
    switch (profile) {
      case "runtime/default", "docker/default", "unconfined" -> {}
      default -> {
        if (profile.startsWith("localhost/")) {
          Paths.descending(profile.substring("localhost/".length()), path, errors);
        } else {
          errors.add(FieldError.invalid(path, profile, "must be a valid seccomp profile"));
        }
      }
    }
  }

  private static void appArmor(String key, String profile, Part spec, FieldPath path) {
    String container = key.substring(APP_ARMOR.length());
    boolean known =
        AllContainers.of(spec).stream().anyMatch(c -> c.string("name").equals(container));
    if (!known) {
      spec.add(FieldError.invalid(path, container, "container not found"));
    }
    switch (profile) {
      case "", "runtime/default", "unconfined" -> {}
      default -> {
        if (!profile.startsWith("localhost/")) {
          spec.add(
              FieldError.invalid(
                  path, profile, "invalid AppArmor profile name: " + GoText.quote(profile)));
        }
      }
    }
  }

  /// A profile that is given both ways must be the same both times
  /// (validateSeccompAnnotationsAndFields).
  static void seccompAgrees(JsonObject metadata, Part spec) {
    Map<String, String> annotations = metadata.stringMap("annotations");
    String ofPod = annotations.get(SECCOMP_POD);
    Part profile = spec.at("securityContext", "seccompProfile");
    if (ofPod != null && !profile.value().isEmpty()) {
      same(ofPod, profile, "seccomp");
    }
    for (Part container : AllContainers.of(spec)) {
      String annotation = annotations.get(SECCOMP_CONTAINER + container.string("name"));
      Part own = container.at("securityContext", "seccompProfile");
      if (annotation != null && !own.value().isEmpty()) {
        same(annotation, own, "seccomp");
      }
    }
  }

  /// As [#seccompAgrees]; here a container has the pod's profile unless it has its own
  /// (validateAppArmorAnnotationsAndFieldsMatchOnCreate).
  static void appArmorAgrees(JsonObject metadata, Part spec) {
    if (spec.value().string("os", "name").equals("windows")) {
      return;
    }
    Map<String, String> annotations = metadata.stringMap("annotations");
    Part ofPod = spec.at("securityContext", "appArmorProfile");
    for (Part container : AllContainers.of(spec)) {
      String annotation = annotations.get(APP_ARMOR + container.string("name"));
      Part own = container.at("securityContext", "appArmorProfile");
      Part profile = own.value().isEmpty() ? ofPod.under(own.path()) : own;
      if (annotation != null && !profile.value().isEmpty()) {
        same(annotation, profile, "apparmor");
      }
    }
  }

  private static void same(String annotation, Part profile, String kind) {
    boolean sameType =
        switch (profile.string("type")) {
          case "Unconfined" -> annotation.equals("unconfined");
          case "RuntimeDefault" ->
              annotation.equals("runtime/default")
                  || kind.equals("seccomp") && annotation.equals("docker/default");
          case "Localhost" -> annotation.startsWith("localhost/");
          default -> true;
        };
    if (!sameType) {
      profile.forbidden("type", kind + " type in annotation and field must match");
    } else if (profile.string("type").equals("Localhost")
        && !annotation
            .substring("localhost/".length())
            .equals(profile.string("localhostProfile"))) {
      profile.forbidden("localhostProfile", kind + " profile in annotation and field must match");
    }
  }
}
