package dev.podium.object;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Names of those who write fields, in requests and in `metadata.managedFields`.
///
/// Upstream: ValidateFieldManager and ValidateManagedFields in
/// apimachinery/pkg/apis/meta/v1/validation/validation.go.
public final class FieldManagers {
  /// How long a name may be, in bytes of UTF-8.
  public static final int LONGEST = 128;

  private static final int LONGEST_SUBRESOURCE = 256;

  private FieldManagers() {}

  public static void check(String manager, FieldPath path, List<FieldError> errors) {
    if (bytes(manager) > LONGEST) {
      errors.add(FieldError.tooLong(path, LONGEST));
    }
    int position = 0;
    for (int c : manager.codePoints().toArray()) {
      if (!GoText.isPrintable(c)) {
        String why = "invalid character U+%04X (at position %d)".formatted(c, position);
        errors.add(FieldError.invalid(path, manager, why));
      }
      position += bytes(Character.toString(c));
    }
  }

  /// Names in the entries of an object; their form is seen to where they are read.
  static void ofEntries(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    int i = 0;
    for (JsonObject entry : metadata.objects("managedFields")) {
      check(entry.string("manager"), path.index(i).child("manager"), errors);
      if (bytes(entry.string("subresource")) > LONGEST_SUBRESOURCE) {
        errors.add(FieldError.tooLong(path.index(i).child("subresource"), LONGEST_SUBRESOURCE));
      }
      i++;
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
