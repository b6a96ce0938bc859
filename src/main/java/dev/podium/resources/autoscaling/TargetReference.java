package dev.podium.resources.autoscaling;

import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.Optional;

/// A reference to an object of any version (CrossVersionObjectReference).
final class TargetReference {
  private TargetReference() {}

  /// What its `apiVersion` may be.
  enum Rule {
    ANYTHING,
    ANY_GROUP,
    NAMED_GROUP;

    boolean allows(Part reference) {
      return fault(reference.string("apiVersion")).isEmpty();
    }

    private Optional<String> fault(String apiVersion) {
      if (this == ANYTHING) {
        return Optional.empty();
      }
      if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
        return Optional.of("unexpected GroupVersion string: " + apiVersion);
      }
      return this == NAMED_GROUP && apiVersion.indexOf('/') < 1
          ? Optional.of("apiVersion must specify API group")
          : Optional.empty();
    }
  }

  static void check(Part reference, Rule rule) {
    for (String field : new String[] {"kind", "name"}) {
      if (reference.requireText(field)) {
        reference.faults(field, NameFormats.pathSegment(reference.string(field)));
      }
    }
    String apiVersion = reference.string("apiVersion");
    rule.fault(apiVersion).ifPresent(fault -> reference.invalid("apiVersion", apiVersion, fault));
  }
}
