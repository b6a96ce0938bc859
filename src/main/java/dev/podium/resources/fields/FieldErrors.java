package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import java.util.List;

/// Several errors of fields.
public final class FieldErrors {
  private FieldErrors() {}

  /// One line for all of them, each text said once (apimachinery/pkg/util/errors: Aggregate).
  public static String aggregate(List<FieldError> errors) {
    List<String> texts = errors.stream().map(FieldError::message).distinct().toList();
    return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
  }
}
