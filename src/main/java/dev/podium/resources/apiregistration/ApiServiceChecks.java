package dev.podium.resources.apiregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;

/// Whether an APIService says what it serves and who does.
///
/// Upstream: kube-aggregator's pkg/apis/apiregistration/validation/validation.go, whose spelling is
/// kept.
final class ApiServiceChecks {
  private static final long HIGHEST_GROUP = 20_000;
  private static final long HIGHEST_VERSION = 1_000;

  private ApiServiceChecks() {}

  static void check(ApiObject service, List<FieldError> errors) {
    Part spec = Part.of(service, errors).at("spec");
    String group = spec.string("group");
    String version = spec.string("version");
    String required = version + "." + group;
    if (!service.name().equals(required)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("metadata", "name"),
              service.name(),
              "must be `spec.version+\".\"+spec.group`: " + GoText.quote(required)));
    }
    if (group.isEmpty() && !version.equals("v1")) {
      spec.required("group", "only v1 may have an empty group and it better be legacy kube");
    }
    if (!group.isEmpty()) {
      spec.faults("group", NameFormats.dns1123Subdomain(group));
    }
    for (String fault : NameFormats.dns1035Label(version)) {
      spec.invalid("version", version, fault);
    }
    within(spec, "groupPriorityMinimum", HIGHEST_GROUP);
    within(spec, "versionPriority", HIGHEST_VERSION);
    spec.find("service").ifPresentOrElse(ApiServiceChecks::remote, () -> local(spec));
    boolean trustsAnybody = spec.bool("insecureSkipTLSVerify") && spec.has("service");
    if (trustsAnybody && !spec.string("caBundle").isEmpty()) {
      spec.invalid("insecureSkipTLSVerify", "may not be true if caBundle is present");
    }
  }

  private static void within(Part spec, String field, long highest) {
    long priority = spec.integer(field);
    if (priority <= 0 || priority > highest) {
      spec.invalid(field, priority, "must be positive and less than " + highest);
    }
  }

  private static void local(Part spec) {
    String bundle = spec.string("caBundle");
    if (!bundle.isEmpty()) {
      spec.invalid(
          "caBundle",
          bundle.length() / 4 * 3 + " bytes",
          "local APIServices may not have a caBundle");
    }
    if (spec.bool("insecureSkipTLSVerify")) {
      spec.invalid("insecureSkipTLSVerify", "local APIServices may not have insecureSkipTLSVerify");
    }
  }

  private static void remote(Part service) {
    service.requireText("namespace");
    service.requireText("name");
    List<String> faults = NameFormats.portNumber(service.integer("port"));
    if (!faults.isEmpty()) {
      service.invalid("port", "port is not valid: " + String.join(", ", faults));
    }
  }

  static void status(ApiObject service, ApiObject old, List<FieldError> errors) {
    for (Part condition : Part.of(service, errors).at("status").items("conditions")) {
      Optional<String> status = condition.findString("status");
      List<String> known = List.of("True", "False", "Unknown");
      if (status.filter(known::contains).isEmpty()) {
        condition.add(FieldError.notSupported(condition.child("status"), status.orElse(""), known));
      }
    }
  }
}
