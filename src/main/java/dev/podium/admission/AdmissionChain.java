package dev.podium.admission;

import dev.podium.object.ApiObject;
import java.util.List;

/// All steps in upstream's order: first everyone may change the object, then everyone looks at the
/// outcome.
public final class AdmissionChain {
  private final List<AdmissionStep> steps;

  public AdmissionChain(List<? extends AdmissionStep> steps) {
    this.steps = List.copyOf(steps);
  }

  public ApiObject mutate(AdmissionRequest request) {
    AdmissionRequest current = request;
    ApiObject object = request.object().orElseThrow();
    for (AdmissionStep step : steps) {
      ApiObject changed = step.mutate(current, object);
      if (changed != object) {
        object = changed;
        current = current.with(changed);
      }
    }
    return object;
  }

  public void validate(AdmissionRequest request) {
    for (AdmissionStep step : steps) {
      step.validate(request);
    }
  }
}
