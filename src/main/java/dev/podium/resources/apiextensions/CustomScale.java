package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `scale` of a custom kind: where its objects say how many replicas they want and have.
///
/// Upstream: apiextensions-apiserver's pkg/registry/customresource/etcd.go (ScaleREST) and
/// validator.go.
record CustomScale(String replicas, String statusReplicas, String selector) {
  /// @param version of a definition
  static Optional<CustomScale> of(JsonObject version) {
    return version
        .findObject("subresources", "scale")
        .map(scale ->
            new CustomScale(
                scale.string("specReplicasPath"),
                scale.string("statusReplicasPath"),
                scale.string("labelSelectorPath")));
  }

  private static List<String> steps(String path) {
    return Arrays.stream(path.split("\\.")).filter(step -> !step.isEmpty()).toList();
  }

  private static Optional<Object> find(ApiObject object, String path) {
    return object.root().find(steps(path).toArray(String[]::new));
  }

  Subresource subresource() {
    return new Subresource(
        "scale",
        new GroupVersionKind("autoscaling", "v1", "Scale"),
        Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH),
        new Subresource.Scale(steps(replicas), steps(statusReplicas), this::selectorOf));
  }

  private String selectorOf(ApiObject object) {
    return selector.isEmpty()
        ? ""
        : find(object, selector)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .orElse("");
  }

  void check(ApiObject object, List<FieldError> errors) {
    check(object, replicas, errors);
    check(object, statusReplicas, errors);
  }

  /// Go's type of a value out of JSON.
  private static String type(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Number _ -> "float64";
      case JsonObject _ -> "map[string]interface {}";
      case JsonArray _ -> "[]interface {}";
      default -> "<nil>";
    };
  }

  private static void check(ApiObject object, String path, List<FieldError> errors) {
    Optional<Object> value = find(object, path);
    if (value.isEmpty()) {
      return;
    }
    FieldPath field = FieldPath.of(path);
    if (!(value.get() instanceof Long number)) {
      errors.add(
          FieldError.invalid(
              field,
              0,
              "%s accessor error: %s is of the type %s, expected int64"
                  .formatted(path, GoText.plain(value.get()), type(value.get()))));
      return;
    }
    if (number < 0) {
      errors.add(FieldError.invalid(field, number, "should be a non-negative integer"));
    } else if (number > Integer.MAX_VALUE) {
      errors.add(
          FieldError.invalid(
              field, number, "should be less than or equal to %d".formatted(Integer.MAX_VALUE)));
    }
  }
}
