package dev.podium.resources.pods;

import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;

/// Names of those who sign certificates, `domain/path`.
///
/// Upstream: pkg/apis/core/validation/names.go (ValidateSignerName).
final class SignerNames {
  private SignerNames() {}

  static void check(Part part, String field) {
    String name = part.string(field);
    if (name.isEmpty()) {
      part.required(field, "must be a valid signer name");
      return;
    }
    int slash = name.indexOf('/');
    if (slash < 0 || slash != name.lastIndexOf('/')) {
      part.invalid(
          field, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    String domain = name.substring(0, slash);
    part.faults(field, NameFormats.dns1123Subdomain(domain));
    if (domain.indexOf('.') < 0) {
      part.invalid(field, "should be a domain with at least two segments separated by dots");
    }
    part.faults(field, NameFormats.dns1123Subdomain(name.substring(slash + 1)));
  }
}
