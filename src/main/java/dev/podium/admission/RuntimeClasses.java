package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.usage.Amounts;
import java.util.Map;
import java.util.Optional;

/// A pod takes over what its runtime class costs and where that runs.
///
/// Upstream: plugin/pkg/admission/runtimeclass.
final class RuntimeClasses implements AdmissionStep {
  private static final GroupResource CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");

  private final Store store;

  RuntimeClasses(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "RuntimeClass";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject pod) {
    if (!request.isFor("pods") || request.operation() != Operation.CREATE) {
      return pod;
    }
    Optional<ApiObject> found = classOf(request, pod);
    JsonObject overhead =
        found.map(c -> c.root().object("overhead", "podFixed")).orElse(JsonObject.EMPTY);
    JsonObject scheduling = found.map(c -> c.root().object("scheduling")).orElse(JsonObject.EMPTY);
    checkOverhead(request, pod, overhead, !overhead.isEmpty());
    Map<String, String> asked = pod.spec().stringMap("nodeSelector");
    scheduling
        .stringMap("nodeSelector")
        .forEach((key, value) -> {
          String own = asked.getOrDefault(key, value);
          if (!own.equals(value)) {
            throw Refusal.of(
                request,
                "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                    .formatted(key, value, key, own));
          }
        });
    return pod.editSpec(spec -> {
      if (!overhead.isEmpty()) {
        spec.set("overhead", overhead);
      }
      scheduling
          .object("nodeSelector")
          .forEach((key, value) -> spec.object("nodeSelector").set(key, value));
      JsonArray tolerations = pod.spec().array("tolerations");
      for (JsonObject toleration : scheduling.objects("tolerations")) {
        if (!tolerations.objects().contains(toleration)) {
          tolerations = tolerations.plus(toleration);
        }
      }
      if (!tolerations.isEmpty()) {
        spec.set("tolerations", tolerations);
      }
    });
  }

  private static void checkOverhead(
      AdmissionRequest request, ApiObject pod, JsonObject overhead, boolean defined) {
    if (!pod.spec().has("overhead")) {
      return;
    }
    if (!defined) {
      throw Refusal.of(
          request,
          "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
    if (!Amounts.of(pod.spec(), "overhead").equals(Amounts.of(overhead))) {
      throw Refusal.of(
          request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }
  }

  private Optional<ApiObject> classOf(AdmissionRequest request, ApiObject pod) {
    return pod.spec()
        .findString("runtimeClassName")
        .map(name ->
            store
                .get(new ObjectKey(CLASSES, "", name))
                .orElseThrow(() ->
                    Refusal.of(request, "pod rejected: RuntimeClass \"" + name + "\" not found")));
  }
}
