package dev.podium.admission;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;

/// How a step refuses a request: 403 with the object's name as far as it is known
/// (admission.NewForbidden).
public final class Refusal {
  private Refusal() {}

  public static ApiException of(AdmissionRequest request, String why) {
    return ApiException.forbidden(request.resource(), name(request), why);
  }

  private static String name(AdmissionRequest request) {
    String name = request.object().map(Refusal::nameOrPrefix).orElse(request.name());
    return name.isEmpty() ? request.name().isEmpty() ? "Unknown" : request.name() : name;
  }

  /// Names are generated only after admission.
  private static String nameOrPrefix(ApiObject object) {
    return object.name().isEmpty() ? object.metadata().string("generateName") : object.name();
  }
}
