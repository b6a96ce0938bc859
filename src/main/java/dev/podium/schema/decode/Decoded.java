package dev.podium.schema.decode;

import dev.podium.object.ApiObject;
import java.util.List;
import java.util.stream.Stream;

/// An object as it came out of a request, in the form that Go's types would give it.
///
/// @param strictErrors unknown and repeated fields, as `unknown field "spec.nope"`, each a warning
///   where `fieldValidation` is Warn
public record Decoded(ApiObject object, List<String> strictErrors) {
  public Decoded {
    strictErrors = List.copyOf(strictErrors);
  }

  /// The warnings that a strict error is: one for each key that YAML repeats.
  ///
  /// Upstream: apiserver's endpoints/handlers/rest.go (parseYAMLWarnings).
  public static Stream<String> warnings(String strictError) {
    int faults = strictError.indexOf(YamlReader.FAULTS);
    String before = faults < 0 ? "" : strictError.substring(0, faults);
    return faults >= 0 && (before.isEmpty() || before.equals(BodyDecoder.FROM_YAML))
        ? strictError.substring(faults + YamlReader.FAULTS.length()).lines().map(String::strip)
        : Stream.of(strictError);
  }

  /// What strict decoding says of them together.
  ///
  /// Upstream: runtime.NewStrictDecodingError.
  public static String strictMessage(List<String> errors) {
    return "strict decoding error: " + String.join(", ", errors);
  }
}
