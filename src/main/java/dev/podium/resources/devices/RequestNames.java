package dev.podium.resources.devices;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the requests of a claim are called, `gpu`, and their alternatives, `gpu/large`.
///
/// Upstream: requestNames in pkg/apis/resource/validation/validation.go.
record RequestNames(Set<String> names) {
  private static final int MOST = 32;
  private static final String NAMED_REQUEST =
      "must be the name of a request in the claim or the name of a request and a subrequest"
          + " separated by '/'";

  /// @param devices of the spec of a claim
  static RequestNames of(JsonObject devices) {
    Set<String> names = new HashSet<>();
    for (JsonObject request : devices.objects("requests")) {
      names.add(request.string("name"));
      for (JsonObject alternative : request.objects("firstAvailable")) {
        names.add(request.string("name") + "/" + alternative.string("name"));
      }
    }
    return new RequestNames(names);
  }

  /// The `requests` of a constraint or a configuration.
  void check(Part part) {
    DeviceLists.texts(part, "requests", MOST, this::check);
  }

  void check(String name, FieldPath path, List<FieldError> errors) {
    String[] segments = name.split("/", -1);
    if (segments.length <= 2) {
      for (String segment : segments) {
        DeviceNames.label(segment, path, errors);
      }
    }
    if (!names.contains(name)) {
      errors.add(FieldError.invalid(path, name, NAMED_REQUEST));
    }
  }
}
