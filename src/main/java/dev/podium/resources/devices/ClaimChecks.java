package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.TemplateMetadata;
import java.util.List;

/// Whether a claim says which devices it wants.
///
/// Upstream: pkg/apis/resource/validation/validation.go.
final class ClaimChecks {
  private static final int MOST_REQUESTS = 32;
  private static final int MOST_ALTERNATIVES = 8;
  private static final String ONE_REQUEST =
      "exactly one of `exactly` or `firstAvailable` is required";

  private ClaimChecks() {}

  static void onCreate(ApiObject claim, List<FieldError> errors) {
    spec(Part.of(claim, errors).at("spec"));
  }

  static void template(ApiObject template, List<FieldError> errors) {
    Part spec = Part.of(template, errors).at("spec");
    TemplateMetadata.ofClaimTemplate(spec.at("metadata"));
    spec(spec.at("spec"));
  }

  /// A spec stays what it was.
  ///
  /// @param type the published type of the spec, in whose internal form a message shows it
  static void immutableSpec(ApiObject object, ApiObject old, String type, List<FieldError> errors) {
    if (!object.spec().equals(old.spec())) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("spec"), InternalForm.of(type, object.spec()), FieldChecks.IMMUTABLE));
    }
  }

  private static void spec(Part spec) {
    Part devices = spec.at("devices");
    RequestNames names = RequestNames.of(devices.value());
    DeviceLists.set(
        devices,
        "requests",
        MOST_REQUESTS,
        ClaimChecks::request,
        request -> request.string("name"));
    DeviceLists.each(
        devices, "constraints", MOST_REQUESTS, constraint -> constraint(constraint, names));
    DeviceLists.each(
        devices,
        "config",
        DeviceChecks.MOST_CONFIGURATIONS,
        configuration -> configuration(configuration, names));
  }

  private static void request(Part request) {
    DeviceNames.label(request, "name");
    boolean exactly = request.find("exactly").isPresent();
    boolean alternatives = !request.array("firstAvailable").isEmpty();
    if (exactly && alternatives) {
      request.add(
          FieldError.invalid(
              request.path(), JsonNull.NULL, ONE_REQUEST + ", but multiple fields are set"));
    } else if (exactly) {
      wish(request.at("exactly"));
    } else if (alternatives) {
      DeviceLists.set(
          request,
          "firstAvailable",
          MOST_ALTERNATIVES,
          alternative -> {
            DeviceNames.label(alternative, "name");
            wish(alternative);
          },
          alternative -> alternative.string("name"));
    } else {
      request.add(FieldError.required(request.path(), ONE_REQUEST));
    }
  }

  private static void wish(Part wish) {
    if (wish.requireText("deviceClassName")) {
      wish.faults("deviceClassName", NameFormats.dns1123Subdomain(wish.string("deviceClassName")));
    }
    DeviceChecks.selectors(wish);
    long count = wish.integer("count");
    String mode = wish.string("allocationMode");
    switch (mode) {
      case "All" -> {
        if (count != 0) {
          wish.invalid("count", "must not be specified when allocationMode is 'All'");
        }
      }
      case "ExactCount" -> {
        if (count <= 0) {
          wish.invalid("count", count, "must be greater than zero");
        }
      }
      default -> wish.notSupported("allocationMode", List.of("All", "ExactCount"));
    }
    DeviceChecks.tolerations(wish);
  }

  private static void constraint(Part constraint, RequestNames names) {
    names.check(constraint);
    for (String attribute : new String[] {"matchAttribute", "distinctAttribute"}) {
      if (constraint.has(attribute)) {
        DeviceNames.fullyQualified(constraint, attribute);
        return;
      }
    }
    constraint.add(
        FieldError.required(
            constraint.path(),
            "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
                + " fields are set"));
  }

  static void configuration(Part configuration, RequestNames names) {
    names.check(configuration);
    DeviceChecks.configuration(configuration);
  }
}
