package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonArray;
import java.util.Map;

/// Volumes, claims and their classes of attributes are born with a finalizer that keeps them while
/// they are used.
///
/// Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection.
final class StorageProtection implements AdmissionStep {
  private static final Map<GroupResource, String> FINALIZERS =
      Map.of(
          new GroupResource("", "persistentvolumeclaims"),
          "kubernetes.io/pvc-protection",
          new GroupResource("", "persistentvolumes"),
          "kubernetes.io/pv-protection",
          new GroupResource("storage.k8s.io", "volumeattributesclasses"),
          "kubernetes.io/vac-protection");

  @Override
  public String name() {
    return "StorageObjectInUseProtection";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    String finalizer = FINALIZERS.getOrDefault(request.resource(), "");
    if (finalizer.isEmpty()
        || request.operation() != Operation.CREATE
        || !request.subresource().isEmpty()
        || object.finalizers().contains(finalizer)) {
      return object;
    }
    JsonArray finalizers = object.metadata().array("finalizers").plus(finalizer);
    return object.editMetadata(metadata -> metadata.set("finalizers", finalizers));
  }
}
