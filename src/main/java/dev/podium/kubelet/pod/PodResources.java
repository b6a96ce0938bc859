package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import dev.podium.usage.ContainerSum;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What a status says that a pod has as a whole, whether it states that itself or its containers
/// do.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (convertStatusToAPIStatus,
/// convertToAPIPodLevelResourcesStatus).
final class PodResources {
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");

  private PodResources() {}

  static void put(ObjectDraft status, ApiObject pod, PodRun run, String phase) {
    JsonObject allocated = spec(pod, run::allocated);
    Map<String, Quantity> requests = ContainerSum.ofPod(allocated, "requests");
    if (requests.isEmpty()) {
      status.remove("allocatedResources");
    } else {
      status.set("allocatedResources", written(requests));
    }
    status.set("resources", phase.equals("Running") ? running(pod, run) : all(allocated, requests));
  }

  private static JsonObject all(JsonObject spec, Map<String, Quantity> requests) {
    return lists(requests, ContainerSum.ofPod(spec, "limits"));
  }

  /// As the kernel has it: a limit holds where nothing in the pod is without one.
  private static JsonObject running(ApiObject pod, PodRun run) {
    JsonObject spec =
        spec(
            pod,
            container ->
                run.begun(container.string("name")).orElseGet(() -> run.allocated(container)));
    Map<String, Quantity> requests = ContainerSum.ofPod(spec, "requests");
    requests.keySet().retainAll(COMPUTE);
    Map<String, Quantity> limits = ContainerSum.ofPod(spec, "limits");
    limits.keySet().removeIf(name -> !COMPUTE.contains(name) || !isLimited(spec, name));
    return lists(requests, limits);
  }

  private static boolean isLimited(JsonObject spec, String resource) {
    return spec.object("resources", "limits").has(resource)
        || Stream.of("containers", "initContainers")
            .flatMap(list -> spec.objects(list).stream())
            .allMatch(container -> container.object("resources", "limits").has(resource));
  }

  private static JsonObject lists(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    JsonObject lists = JsonObject.EMPTY;
    if (!limits.isEmpty()) {
      lists = lists.with("limits", written(limits));
    }
    return requests.isEmpty() ? lists : lists.with("requests", written(requests));
  }

  private static JsonObject written(Map<String, Quantity> amounts) {
    Map<String, String> texts = new TreeMap<>();
    amounts.forEach((name, quantity) -> texts.put(name, quantity.toString()));
    return JsonObject.EMPTY.edit(draft -> texts.forEach(draft::set));
  }

  /// The pod's spec as if it asked for what it has.
  ///
  /// @param has what a container has; asked for the pod by a container without a name
  private static JsonObject spec(ApiObject pod, UnaryOperator<JsonObject> has) {
    JsonObject spec = pod.spec();
    for (String list : List.of("containers", "initContainers")) {
      List<JsonObject> given = spec.objects(list);
      if (given.stream().anyMatch(c -> !has.apply(c).equals(c.object("resources")))) {
        List<JsonObject> own =
            given.stream()
                .map(container -> container.with("resources", has.apply(container)))
                .toList();
        spec = spec.edit(draft -> draft.set(list, own));
      }
    }
    JsonObject whole = has.apply(JsonObject.of("resources", spec.object("resources")));
    return whole.equals(spec.object("resources")) ? spec : spec.with("resources", whole);
  }
}
