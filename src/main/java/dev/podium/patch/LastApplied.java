package dev.podium.patch;

import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The annotation in which client-side apply keeps its configuration, for objects that pass from it
/// to server-side apply.
///
/// Upstream: lastapplied.go, lastappliedmanager.go and lastappliedupdater.go in
/// apimachinery/pkg/util/managedfields/internal. Only the manager `kubectl` is concerned.
final class LastApplied {
  static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  /// The bound on all annotations together (apimachinery/pkg/api/validation/objectmeta.go).
  private static final int MAX_BYTES = 256 << 10;

  private LastApplied() {}

  /// Fields of others that the applier may take without force: those that client-side apply set to
  /// what they are.
  static Optional<FieldSet> allowed(JsonObject live, String apiVersion, ObjectType type) {
    byte[] text = text(live).getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || GoJson.syntaxError(text).isPresent()) {
      return Optional.empty();
    }
    if (!(Json.parse(text) instanceof JsonObject config)
        || !config.string("apiVersion").equals(apiVersion)
        || TypedValidation.errors(config, type).isPresent()) {
      return Optional.empty();
    }
    Comparison comparison = Comparison.of(config, live, type);
    return Optional.of(
        TypedObject.fields(config, type)
            .difference(comparison.changed())
            .difference(comparison.removed()));
  }

  /// The object with the annotation brought up to date, where it has one.
  static JsonObject updated(JsonObject object, JsonObject config) {
    if (text(object).isEmpty()) {
      return object;
    }
    String value = Json.write(sorted(withoutAnnotation(config))) + "\n";
    return object.with(
        "metadata",
        metadata ->
            metadata.with(
                "annotations",
                annotations -> {
                  JsonObject set = annotations.with(ANNOTATION, value);
                  return size(set) > MAX_BYTES ? set.without(ANNOTATION) : set;
                }));
  }

  private static long size(JsonObject annotations) {
    long size = 0;
    for (Map.Entry<String, Object> entry : annotations) {
      size += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += entry.getValue().toString().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  private static String text(JsonObject object) {
    return object.string("metadata", "annotations", ANNOTATION);
  }

  private static JsonObject withoutAnnotation(JsonObject config) {
    return config.edit(draft ->
        draft
            .findObject("metadata", "annotations")
            .ifPresent(annotations -> annotations.remove(ANNOTATION)));
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, Object> fields = new TreeMap<>();
        for (String key : object.keys()) {
          fields.put(key, sorted(Objects.requireNonNull(object.get(key))));
        }
        yield JsonObject.of(fields);
      }
      case JsonArray array -> JsonArray.of(array.stream().map(LastApplied::sorted).toList());
      default -> value;
    };
  }
}
