package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// ConfigMap: text and binary data under keys that may become file names.
///
/// Upstream: pkg/registry/core/configmap/strategy.go, ValidateConfigMap.
final class ConfigMaps {
  /// As much as a ConfigMap or Secret may hold, in bytes (core.MaxSecretSize).
  static final int MAX_SIZE = 1 << 20;

  private ConfigMaps() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "ConfigMap", "configmaps")
        .shortNames("cm")
        .validate(ConfigMaps::validate)
        .validateUpdate(ConfigMaps::validateUpdate)
        .checksUpdatesAsNew()
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(
                        object.name(),
                        (long) data(object).size() + binaryData(object).size(),
                        Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("Data"),
                TableLayout.age()))
        .build();
  }

  private static JsonObject data(ApiObject object) {
    return object.root().object("data");
  }

  private static JsonObject binaryData(ApiObject object) {
    return object.root().object("binaryData");
  }

  private static void validate(ApiObject object, List<FieldError> errors) {
    long[] size = {0};
    data(object)
        .forEach((key, value) -> {
          FieldPath path = FieldPath.of("data").key(key);
          checkKey(path, key, errors);
          if (binaryData(object).has(key)) {
            errors.add(FieldError.invalid(path, key, "duplicate of key present in binaryData"));
          }
          size[0] += value.toString().getBytes(StandardCharsets.UTF_8).length;
        });
    binaryData(object)
        .forEach((key, value) -> {
          checkKey(FieldPath.of("binaryData").key(key), key, errors);
          size[0] += Base64Text.length(value.toString());
        });
    if (size[0] > MAX_SIZE) {
      // Upstream means the whole object by an empty field name, which it prints so.
      errors.add(FieldError.tooLong(FieldPath.ROOT.key(""), MAX_SIZE));
    }
  }

  static void checkKey(FieldPath path, String key, List<FieldError> errors) {
    for (String problem : NameFormats.configMapKey(key)) {
      errors.add(FieldError.invalid(path, key, problem));
    }
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    checkImmutable(object, old, errors, "data", "binaryData");
    validate(object, errors);
  }

  /// The fields that must not change once `immutable` is set, which itself cannot be taken back.
  static void checkImmutable(
      ApiObject object, ApiObject old, List<FieldError> errors, String... fields) {
    if (!old.root().bool("immutable")) {
      return;
    }
    String why = "field is immutable when `immutable` is set";
    if (!object.root().bool("immutable")) {
      errors.add(FieldError.forbidden(FieldPath.of("immutable"), why));
    }
    for (String field : fields) {
      if (!object.root().object(field).equals(old.root().object(field))) {
        errors.add(FieldError.forbidden(FieldPath.of(field), why));
      }
    }
  }
}
