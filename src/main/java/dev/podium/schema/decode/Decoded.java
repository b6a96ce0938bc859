package dev.podium.schema.decode;

import dev.podium.object.ApiObject;
import java.util.List;

/// An object as it came out of a request, in the form that Go's types would give it.
///
/// @param strictErrors unknown and repeated fields, as `unknown field "spec.nope"`, each a warning
///   where `fieldValidation` is Warn
public record Decoded(ApiObject object, List<String> strictErrors) {
  public Decoded {
    strictErrors = List.copyOf(strictErrors);
  }

  /// What strict decoding says of them together.
  ///
  /// Upstream: runtime.NewStrictDecodingError.
  public static String strictMessage(List<String> errors) {
    return "strict decoding error: " + String.join(", ", errors);
  }
}
