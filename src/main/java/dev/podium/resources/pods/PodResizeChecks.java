package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.Semantics;
import dev.podium.usage.QualityOfService;
import java.util.List;
import java.util.Optional;

/// New resources for the containers of a running pod.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodResize).
final class PodResizeChecks {
  private final Part spec;
  private final ApiObject old;

  private PodResizeChecks(Part spec, ApiObject old) {
    this.spec = spec;
    this.old = old;
  }

  static void check(ApiObject pod, ApiObject old, List<FieldError> errors) {
    Part spec = PodChecks.spec(pod, errors);
    PodChecks.whole(pod, spec);
    Optional<String> refusal = refusal(old);
    if (refusal.isPresent()) {
      errors.clear();
      errors.add(FieldError.forbidden(FieldPath.of(""), refusal.get()));
      return;
    }
    new PodResizeChecks(spec, old).changes(pod);
  }

  private static Optional<String> refusal(ApiObject old) {
    if (old.annotations().containsKey(AnnotationChecks.MIRROR)) {
      return Optional.of("static pods cannot be resized");
    }
    return old.spec().string("os", "name").equals("windows")
        ? Optional.of("windows pods cannot be resized")
        : Optional.empty();
  }

  private void changes(ApiObject pod) {
    if (!QualityOfService.of(pod.spec()).equals(old.status().string("qosClass"))) {
      spec.add(
          FieldError.invalid(
              spec.path(),
              pod.status().string("qosClass"),
              "Pod QOS Class may not change as a result of resizing"));
    }
    if (!supported()) {
      spec.add(FieldError.forbidden(spec.path(), "Pod running on node without support for resize"));
    }
    if (sameContainers("initContainers") && sameContainers("containers")) {
      initContainers();
      containers();
    }
    JsonObject rest = spec.value().without("containers").without("initContainers");
    JsonObject before = old.spec().without("containers").without("initContainers");
    if (spec.errors().isEmpty()
        && !Semantics.equal(rest.without("resources"), before.without("resources"))) {
      onlyComputeMayChange("only cpu and memory resources are mutable");
    }
  }

  /// Whether nothing was added, taken away or renamed; reports it otherwise.
  private boolean sameContainers(String list) {
    List<JsonObject> now = spec.value().objects(list);
    List<JsonObject> before = old.spec().objects(list);
    boolean same =
        now.stream()
            .map(c -> c.string("name"))
            .toList()
            .equals(before.stream().map(c -> c.string("name")).toList());
    if (!same) {
      spec.forbidden(list, "containers may not be added, removed, renamed or reordered on resize");
    }
    return same;
  }

  /// A node that can do it shows the resources of running containers.
  private boolean supported() {
    return old.status().objects("containerStatuses").stream()
        .filter(status -> status.object("state").has("running"))
        .findFirst()
        .map(status -> status.has("resources"))
        .orElse(true);
  }

  private void initContainers() {
    List<Part> now = spec.items("initContainers");
    for (int i = 0; i < now.size(); i++) {
      JsonObject before = old.spec().objects("initContainers").get(i);
      if (now.get(i).string("restartPolicy").equals("Always")) {
        container(now.get(i), before);
        onlyCompute(
            now.get(i), before, "only cpu and memory resources for sidecar containers are mutable");
      } else if (!Semantics.equal(now.get(i).value(), before)) {
        onlyComputeMayChange("resources for non-sidecar init containers are immutable");
      }
    }
  }

  private void containers() {
    List<Part> now = spec.items("containers");
    for (int i = 0; i < now.size(); i++) {
      JsonObject before = old.spec().objects("containers").get(i);
      container(now.get(i), before);
      onlyCompute(now.get(i), before, "only cpu and memory resources are mutable");
    }
  }

  private void container(Part container, JsonObject before) {
    Part resources = container.at("resources");
    for (String list : List.of("requests", "limits")) {
      boolean removed =
          before.object("resources", list).keys().stream()
              .anyMatch(name -> !resources.value().object(list).has(name));
      if (removed) {
        resources.forbidden(list, "resource " + list + " cannot be removed");
      }
    }
  }

  private void onlyCompute(Part container, JsonObject before, String detail) {
    JsonObject now = withoutCompute(container.value());
    if (!Semantics.equal(now, withoutCompute(before))) {
      onlyComputeMayChange(detail);
    }
  }

  private static JsonObject withoutCompute(JsonObject container) {
    return container
        .without("resizePolicy")
        .with(
            "resources",
            resources ->
                resources
                    .with("limits", list -> list.without("cpu").without("memory"))
                    .with("requests", list -> list.without("cpu").without("memory")));
  }

  private void onlyComputeMayChange(String detail) {
    spec.add(FieldError.forbidden(spec.path(), detail));
  }
}
