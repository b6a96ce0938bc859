package dev.podium.resources.apiextensions;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectMetaValidation;
import dev.podium.resources.fields.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The metadata of an object that a webhook converted: labels and annotations are as it wants them,
/// everything else as it was.
///
/// Upstream: restoreObjectMeta in apiextensions-apiserver's
/// pkg/apiserver/conversion/webhook_converter.go.
final class ConvertedMetadata {
  private ConvertedMetadata() {}

  /// @param refusal what to throw where the answer's is none
  static JsonObject of(
      ApiObject object, ApiObject converted, Function<String, ApiException> refusal) {
    Object answered = converted.root().get("metadata");
    if (answered == null) {
      throw refusal.apply("missing metadata in converted object");
    }
    if (!(answered instanceof JsonObject wanted)) {
      throw refusal.apply(
          "invalid metadata of type %s in converted object".formatted(goType(answered)));
    }
    JsonObject metadata = object.metadata();
    for (String field : List.of("labels", "annotations")) {
      Object value = wanted.get(field);
      if (value == null || value == JsonNull.NULL) {
        metadata = metadata.without(field);
        continue;
      }
      Optional<String> fault = typeFault(field, value);
      if (fault.isEmpty() && !value.equals(metadata.get(field))) {
        fault = textFault(field, converted);
      }
      if (fault.isPresent()) {
        throw refusal.apply(fault.get());
      }
      metadata = metadata.with(field, value);
    }
    return metadata;
  }

  private static Optional<String> typeFault(String field, Object value) {
    if (!(value instanceof JsonObject texts)) {
      return Optional.of(
          "invalid metadata.%s of type %s in converted object".formatted(field, goType(value)));
    }
    for (var text : texts) {
      if (!(text.getValue() instanceof String)) {
        return Optional.of(
            "metadata.%s[%s] must be a string, but is %s in converted object"
                .formatted(field, text.getKey(), goType(text.getValue())));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> textFault(String field, ApiObject converted) {
    List<FieldError> errors = new ArrayList<>();
    if (field.equals("labels")) {
      ObjectMetaValidation.labels(converted.labels(), FieldPath.of("metadata", "labels"), errors);
    } else {
      ObjectMetaValidation.annotations(
          converted.annotations(), FieldPath.of("metadata", "annotation"), errors);
    }
    return errors.isEmpty() ? Optional.empty() : Optional.of(FieldErrors.aggregate(errors));
  }

  private static String goType(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case JsonObject _ -> "map[string]interface {}";
      case Long _ -> "int64";
      case Double _ -> "float64";
      case JsonNull _ -> "<nil>";
      default -> "[]interface {}";
    };
  }
}
