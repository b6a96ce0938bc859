package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds new pods to the Pod Security Standards that their namespace's labels name.
///
/// Upstream: k8s.io/pod-security-admission/admission/admission.go.
final class PodSecurity implements AdmissionStep {
  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final int LATEST = 36;
  private static final Set<String> WORKLOADS =
      Set.of(
          "deployments",
          "replicasets",
          "statefulsets",
          "daemonsets",
          "replicationcontrollers",
          "jobs",
          "cronjobs",
          "podtemplates");

  private final Store store;

  PodSecurity(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "PodSecurity";
  }

  @Override
  public void validate(AdmissionRequest request) {
    boolean pod = request.isFor("pods") && request.operation() == Operation.CREATE;
    if (request.object().isEmpty()
        || !request.subresource().isEmpty()
        || !pod && !WORKLOADS.contains(request.resource().resource())) {
      return;
    }
    Optional<JsonObject> spec =
        pod ? Optional.of(request.object().get().spec()) : template(request.object().get());
    Map<String, String> labels =
        store
            .get(new ObjectKey(new GroupResource("", "namespaces"), "", request.namespace()))
            .map(ApiObject::labels)
            .orElse(Map.of());
    if (spec.isEmpty()) {
      return;
    }
    if (pod) {
      found(labels, "enforce", spec.get())
          .ifPresent(why -> {
            throw Refusal.of(request, "violates " + why);
          });
    }
    found(labels, "warn", spec.get())
        .ifPresent(why -> request.warnings().accept("would violate " + why));
  }

  private static Optional<JsonObject> template(ApiObject workload) {
    return workload
        .root()
        .findObject("spec", "jobTemplate", "spec", "template", "spec")
        .or(() -> workload.root().findObject("spec", "template", "spec"))
        .or(() -> workload.root().findObject("template", "spec"));
  }

  private static Optional<String> found(Map<String, String> labels, String mode, JsonObject spec) {
    String level = labels.getOrDefault(PREFIX + mode, "privileged");
    String version = labels.getOrDefault(PREFIX + mode + "-version", "latest");
    int minor = version.matches("v1\\.\\d{1,3}") ? Integer.parseInt(version.substring(3)) : LATEST;
    Map<String, String> violations = PodStandard.violations(spec, level, minor);
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            violations.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(
                    Collectors.joining(
                        ", ", "PodSecurity \"" + level + ":" + version + "\": ", "")));
  }
}
