package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An apply configuration laid over an object without anybody owning anything.
///
/// Upstream: ApplyStructuredMergeDiff in
/// apiserver/pkg/admission/plugin/policy/mutating/patch/smd.go.
public final class Overlay {
  private Overlay() {}

  /// @throws IllegalArgumentException in upstream's words, where the configuration is not of the
  ///   type or would replace something that is owned as one
  public static JsonObject apply(JsonObject live, JsonObject config, ObjectType type) {
    Optional<String> errors = TypedValidation.errors(config, type);
    if (errors.isPresent()) {
      throw new IllegalArgumentException(
          "failed to convert patch object to typed object: " + errors.get());
    }
    List<String> atomics = new ArrayList<>();
    config.forEach(
        (name, value) -> find("." + name, value, Shape.of(type).requireField(name), atomics));
    if (!atomics.isEmpty()) {
      throw new IllegalArgumentException(
          "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
              + String.join(", ", atomics));
    }
    try {
      return TypedMerge.merge(live, config, type);
    } catch (TypeMismatch e) {
      throw new IllegalArgumentException("failed to merge patch: " + e.message(), e);
    }
  }

  private static void find(String path, Object value, Shape shape, List<String> atomics) {
    switch (value) {
      case JsonObject map -> {
        if (shape.atomic(Shape.Form.MAP)) {
          atomics.add(path);
        }
        map.forEach((name, below) ->
            shape.field(name).ifPresent(field -> find(path + "." + name, below, field, atomics)));
      }
      case JsonArray list -> {
        if (shape.atomic(Shape.Form.LIST)) {
          atomics.add(path);
        }
        for (int i = 0; i < list.size(); i++) {
          find(path + "[" + i + "]", list.get(i), shape.items(), atomics);
        }
      }
      default -> {}
    }
  }
}
