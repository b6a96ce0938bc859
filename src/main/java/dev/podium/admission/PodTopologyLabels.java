package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pods learn the zone and the region of their node: as labels of the binding, which hands them on,
/// or of a pod that is created with its node.
///
/// Upstream: plugin/pkg/admission/podtopologylabels.
final class PodTopologyLabels implements AdmissionStep {
  private static final List<String> COPIED =
      List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");
  private static final GroupResource NODES = new GroupResource("", "nodes");

  private final Store store;

  PodTopologyLabels(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "PodTopologyLabels";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (request.operation() != Operation.CREATE
        || !request.resource().equals(new GroupResource("", "pods"))) {
      return object;
    }
    return switch (request.subresource()) {
      case "" -> labelled(object, object.spec().string("nodeName"));
      case "binding" -> {
        boolean toNode = object.root().string("target", "kind").equals("Node");
        yield labelled(object, toNode ? object.root().string("target", "name") : "");
      }
      default -> object;
    };
  }

  /// @param node empty for none
  private ApiObject labelled(ApiObject object, String node) {
    Optional<ApiObject> found =
        node.isEmpty() ? Optional.empty() : store.get(new ObjectKey(NODES, "", node));
    Map<String, String> missing = new LinkedHashMap<>();
    found
        .map(ApiObject::labels)
        .ifPresent(labels ->
            COPIED.stream()
                .filter(key -> labels.containsKey(key) && !object.labels().containsKey(key))
                .forEach(key -> missing.put(key, labels.getOrDefault(key, ""))));
    return missing.isEmpty()
        ? object
        : object.editMetadata(
            metadata -> missing.forEach((key, value) -> metadata.object("labels").set(key, value)));
  }
}
