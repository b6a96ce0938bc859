package dev.podium.resources.storage;

import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What StorageClass and VolumeAttributesClass share: who provides, and by which parameters.
///
/// Upstream: validateProvisioner and validateParameters.
final class Provisioning {
  private static final int MOST_PARAMETERS = 512;
  private static final int LONGEST_PARAMETERS = 256 * 1024;

  private Provisioning() {}

  static void provider(Part object, String field) {
    if (object.requireText(field)) {
      String lower = object.string(field).toLowerCase(Locale.ROOT);
      FieldChecks.format(lower, LabelFormats.key(lower), object.child(field), object.errors());
    }
  }

  /// @param mayBeEmpty whether there may be no parameters
  static void parameters(Part object, boolean mayBeEmpty) {
    JsonObject parameters = object.value().object("parameters");
    if (parameters.size() > MOST_PARAMETERS) {
      object.add(FieldError.tooLong(object.child("parameters"), MOST_PARAMETERS));
      return;
    }
    long size = 0;
    for (String key : parameters.keys()) {
      if (key.isEmpty()) {
        object.invalid("parameters", key, "field can not be empty.");
      }
      size += bytes(key) + bytes(parameters.string(key));
    }
    if (size > LONGEST_PARAMETERS) {
      object.add(FieldError.tooLong(object.child("parameters"), LONGEST_PARAMETERS));
    }
    if (!mayBeEmpty && parameters.isEmpty()) {
      object.required("parameters", "must contain at least one key/value pair");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
