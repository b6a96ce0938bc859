package dev.podium.admission;

import dev.podium.object.ApiObject;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// All steps in upstream's order: first everyone may change the object, then everyone looks at the
/// outcome.
public final class AdmissionChain {
  /// What lets everything pass as it is.
  public static final AdmissionChain NONE = new AdmissionChain(List.of());

  private final List<AdmissionStep> steps;
  private final Set<String> disabled;

  public AdmissionChain(List<? extends AdmissionStep> steps) {
    this(steps, Set.of());
  }

  private AdmissionChain(List<? extends AdmissionStep> steps, Set<String> disabled) {
    this.disabled = disabled;
    this.steps =
        steps.stream()
            .filter(step -> !disabled.contains(step.name()))
            .map(AdmissionStep.class::cast)
            .toList();
  }

  /// Upstream's steps in upstream's order (kubeapiserver/options/plugins.go) without those disabled
  /// by name.
  public static AdmissionChain of(
      Store store, UnaryOperator<String> nameGenerator, Set<String> disabled) {
    List<AdmissionStep> all =
        List.of(
            new NamespaceLifecycle(store),
            new LimitRanger(store),
            new ServiceAccountAdmission(store, nameGenerator),
            new NodeRestriction(store),
            new NewNodeTaint(),
            new PodSecurity(store),
            new PodPriority(store),
            new DefaultTolerationSeconds(),
            DefaultClass.ofStorage(store),
            new StorageProtection(),
            new ClaimResize(store),
            new RuntimeClasses(store),
            new CertificateSubjectRestriction(),
            DefaultClass.ofIngresses(store),
            new PodTopologyLabels(store),
            new DeviceAdminAccess(store));
    return new AdmissionChain(all, disabled);
  }

  /// This chain with one more step at its end.
  public AdmissionChain with(AdmissionStep last) {
    List<AdmissionStep> more = new ArrayList<>(steps);
    more.add(last);
    return new AdmissionChain(more, disabled);
  }

  /// Upstream: apiserver's admission/reinvocation.go: what policies and webhooks change, everyone
  /// before them sees once more.
  public ApiObject mutate(AdmissionRequest request) {
    AdmissionRequest current = request;
    ApiObject object = request.object().orElseThrow();
    boolean again = false;
    for (AdmissionStep step : steps) {
      ApiObject changed = step.mutate(current, object);
      if (changed != object) {
        again |= step.reinvokesOthers() && !changed.equals(object);
        object = changed;
        current = current.with(changed);
      }
    }
    return again ? mutateAgain(current, object) : object;
  }

  private ApiObject mutateAgain(AdmissionRequest request, ApiObject first) {
    AdmissionRequest current = request;
    ApiObject object = first;
    for (AdmissionStep step : steps) {
      ApiObject changed = step.mutateAgain(current, object);
      if (!changed.equals(object)) {
        request.reinvocation().changed();
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
