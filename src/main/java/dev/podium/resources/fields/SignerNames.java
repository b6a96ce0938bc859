package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.GoText;
import dev.podium.object.NameFormats;
import java.util.List;
import java.util.function.Function;

/// Names of those who sign certificates: `example.com/signer-name`.
///
/// Upstream: ValidateSignerName in pkg/apis/core/validation/names.go.
public final class SignerNames {
  private static final int LONGEST_DOMAIN = 253;
  private static final int LONGEST = LONGEST_DOMAIN + 1 + (LONGEST_DOMAIN + 63 + 1);

  private SignerNames() {}

  /// A name that must be given.
  ///
  /// @param missing what is said where it is not
  public static void check(Part part, String field, String missing) {
    String name = part.string(field);
    if (name.isEmpty()) {
      part.required(field, missing);
      return;
    }
    String[] segments = name.split("/", -1);
    if (segments.length != 2) {
      part.invalid(
          field, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    if (segments[0].length() > LONGEST_DOMAIN) {
      part.add(FieldError.tooLong(part.child(field), LONGEST_DOMAIN));
    }
    labels(part, field, segments[0], NameFormats::dns1123Label);
    if (segments[0].indexOf('.') < 0) {
      part.invalid(
          field, segments[0], "should be a domain with at least two segments separated by dots");
    }
    labels(part, field, segments[1], NameFormats::dns1123Subdomain);
    if (name.length() > LONGEST) {
      part.add(FieldError.tooLong(part.child(field), LONGEST));
    }
  }

  /// Stops at the first label that is wrong: what is said of others would not be told apart.
  private static void labels(
      Part part, String field, String segment, Function<String, List<String>> format) {
    for (String label : segment.split("\\.", -1)) {
      List<String> faults = format.apply(label);
      for (String fault : faults) {
        part.invalid(field, segment, "validating label " + GoText.quote(label) + ": " + fault);
      }
      if (!faults.isEmpty()) {
        return;
      }
    }
  }
}
