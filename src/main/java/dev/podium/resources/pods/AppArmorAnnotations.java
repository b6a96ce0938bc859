package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.WriteContext;
import java.util.List;
import java.util.Optional;

/// Takes AppArmor profiles that a new pod names in annotations into the fields for them.
///
/// Upstream: applyAppArmorVersionSkew in pkg/registry/core/pod/strategy.go.
final class AppArmorAnnotations {
  private static final String LOCAL = "localhost/";
  private static final String FIELD = "appArmorProfile";

  private AppArmorAnnotations() {}

  static void apply(ObjectDraft pod, WriteContext context) {
    ObjectDraft spec = pod.object("spec");
    JsonObject frozen = spec.freeze();
    JsonObject annotations = pod.freeze().object("metadata", "annotations");
    if (frozen.string("os", "name").equals("windows")) {
      return;
    }
    JsonObject ofPod = frozen.object("securityContext", FIELD);
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (ObjectDraft container : spec.objects(list)) {
        String key = AnnotationChecks.APP_ARMOR + container.string("name");
        boolean own = container.freeze().object("securityContext").has(FIELD);
        if (annotations.has(key) && !own) {
          take(annotations.string(key), ofPod, container)
              .ifPresent(word -> context.warnings().accept("metadata.annotations[" + key + word));
        }
      }
    }
  }

  private static Optional<String> take(String annotation, JsonObject ofPod, ObjectDraft container) {
    Optional<JsonObject> profile = profile(annotation);
    boolean told = profile.isPresent() && profile.get().equals(ofPod);
    if (told) {
      return Optional.empty();
    }
    profile.ifPresent(field -> container.object("securityContext").set(FIELD, field));
    return Optional.of("]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
  }

  /// The field that says the same; empty where none can.
  private static Optional<JsonObject> profile(String annotation) {
    if (annotation.startsWith(LOCAL)) {
      String name = annotation.substring(LOCAL.length());
      return name.isEmpty() || !name.strip().equals(name)
          ? Optional.empty()
          : Optional.of(JsonObject.of("type", "Localhost", "localhostProfile", name));
    }
    return switch (annotation) {
      case "unconfined" -> Optional.of(JsonObject.of("type", "Unconfined"));
      case "runtime/default" -> Optional.of(JsonObject.of("type", "RuntimeDefault"));
      default -> Optional.empty();
    };
  }
}
