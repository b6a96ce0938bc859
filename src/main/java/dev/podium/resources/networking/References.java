package dev.podium.resources.networking;

import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.List;

/// References to an object of any kind. Upstream: validateIngressTypedLocalObjectReference.
final class References {
  private References() {}

  static void check(Part reference) {
    reference
        .findString("apiGroup")
        .ifPresent(group -> reference.faults("apiGroup", NameFormats.dns1123Subdomain(group)));
    for (String field : List.of("kind", "name")) {
      if (reference.requireText(field)) {
        reference.faults(field, NameFormats.pathSegment(reference.string(field)));
      }
    }
  }
}
