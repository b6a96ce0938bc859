package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Whether a claim says which devices it wants.
///
/// Upstream: pkg/apis/resource/validation/validation.go.
final class ClaimChecks {
  private static final int MOST_REQUESTS = 32;
  private static final int MOST_ALTERNATIVES = 8;
  private static final int MOST_RESERVATIONS = 256;
  private static final String ONE_REQUEST =
      "exactly one of `exactly` or `firstAvailable` is required";
  private static final String NAMED_REQUEST =
      "must be the name of a request in the claim or the name of a request and a subrequest"
          + " separated by '/'";

  private ClaimChecks() {}

  static void onCreate(ApiObject claim, List<FieldError> errors) {
    spec(Part.of(claim, errors).at("spec"));
  }

  static void template(ApiObject template, List<FieldError> errors) {
    spec(Part.of(template, errors).at("spec", "spec"));
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
    DeviceChecks.atMost(devices, "requests", MOST_REQUESTS);
    DeviceChecks.unique(devices, "requests");
    devices.items("requests").forEach(ClaimChecks::request);
    Set<String> names = names(devices.value());
    DeviceChecks.atMost(devices, "constraints", MOST_REQUESTS);
    for (Part constraint : devices.items("constraints")) {
      requestNames(constraint, names);
      constraint(constraint);
    }
    DeviceChecks.atMost(devices, "config", MOST_REQUESTS);
    for (Part configuration : devices.items("config")) {
      requestNames(configuration, names);
      DeviceChecks.configuration(configuration);
    }
  }

  /// What requests are called, `gpu`, and their alternatives, `gpu/large`.
  private static Set<String> names(JsonObject devices) {
    Set<String> names = new HashSet<>();
    for (JsonObject request : devices.objects("requests")) {
      names.add(request.string("name"));
      for (JsonObject alternative : request.objects("firstAvailable")) {
        names.add(request.string("name") + "/" + alternative.string("name"));
      }
    }
    return names;
  }

  private static void request(Part request) {
    DeviceChecks.label(request, "name");
    boolean exactly = request.find("exactly").isPresent();
    boolean alternatives = !request.array("firstAvailable").isEmpty();
    if (exactly && alternatives) {
      request.add(
          FieldError.invalid(
              request.path(), JsonNull.NULL, ONE_REQUEST + ", but multiple fields are set"));
    } else if (exactly) {
      wish(request.at("exactly"));
    } else if (alternatives) {
      DeviceChecks.atMost(request, "firstAvailable", MOST_ALTERNATIVES);
      DeviceChecks.unique(request, "firstAvailable");
      for (Part alternative : request.items("firstAvailable")) {
        DeviceChecks.label(alternative, "name");
        wish(alternative);
      }
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
  }

  private static void constraint(Part constraint) {
    for (String attribute : new String[] {"matchAttribute", "distinctAttribute"}) {
      if (constraint.has(attribute)) {
        qualifiedName(constraint, attribute);
        return;
      }
    }
    constraint.add(
        FieldError.required(
            constraint.path(),
            "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
                + " fields are set"));
  }

  private static void qualifiedName(Part constraint, String field) {
    String name = constraint.string(field);
    int slash = name.indexOf('/');
    if (!constraint.requireText(field)) {
      return;
    }
    if (slash < 0) {
      constraint.invalid(field, "must include a domain");
      return;
    }
    FieldPath path = constraint.child(field);
    String domain = name.substring(0, slash);
    String id = name.substring(slash + 1);
    FieldChecks.format(domain, NameFormats.dns1123Subdomain(domain), path, constraint.errors());
    FieldChecks.format(id, NameFormats.cIdentifier(id), path, constraint.errors());
  }

  private static void requestNames(Part part, Set<String> names) {
    DeviceChecks.atMost(part, "requests", MOST_REQUESTS);
    DeviceChecks.uniqueTexts(part, "requests");
    List<String> requests = part.strings("requests");
    for (int i = 0; i < requests.size(); i++) {
      if (!names.contains(requests.get(i))) {
        part.add(
            FieldError.invalid(part.child("requests").index(i), requests.get(i), NAMED_REQUEST));
      }
    }
  }

  static void status(ApiObject claim, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(claim, errors).at("status");
    DeviceChecks.atMost(status, "reservedFor", MOST_RESERVATIONS);
    for (Part consumer : status.items("reservedFor")) {
      for (String field : new String[] {"resource", "name", "uid"}) {
        consumer.requireText(field);
      }
    }
    boolean allocated = status.find("allocation").isPresent();
    if (!status.array("reservedFor").isEmpty() && !allocated) {
      status.forbidden("reservedFor", "may not be specified when `allocated` is not set");
    }
    JsonObject before = old.status();
    boolean wasAllocated = before.findObject("allocation").isPresent();
    if (allocated
        && wasAllocated
        && !Objects.equals(status.value().get("allocation"), before.get("allocation"))) {
      status.immutable("allocation", before);
    }
  }
}
