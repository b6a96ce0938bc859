package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.object.Quantity;
import dev.podium.store.Store;

/// Claims grow only where their storage class lets them.
///
/// Upstream: plugin/pkg/admission/storage/persistentvolume/resize.
final class ClaimResize implements AdmissionStep {
  private static final GroupResource CLASSES =
      new GroupResource("storage.k8s.io", "storageclasses");

  private final Store store;

  ClaimResize(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "PersistentVolumeClaimResize";
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (!request.isFor("persistentvolumeclaims") || request.operation() != Operation.UPDATE) {
      return;
    }
    ApiObject claim = request.object().orElseThrow();
    ApiObject old = request.old().orElseThrow();
    if (size(claim).compareTo(size(old)) <= 0) {
      return;
    }
    if (!old.status().string("phase").equals("Bound")) {
      throw Refusal.of(request, "Only bound persistent volume claims can be expanded");
    }
    if (!mayGrow(storageClass(claim), storageClass(old))) {
      throw Refusal.of(
          request,
          "only dynamically provisioned pvc can be resized and the storageclass that provisions the"
              + " pvc must support resize");
    }
  }

  private boolean mayGrow(String storageClass, String before) {
    return !storageClass.isEmpty()
        && storageClass.equals(before)
        && store
            .get(new ObjectKey(CLASSES, "", storageClass))
            .filter(found -> found.root().bool("allowVolumeExpansion"))
            .isPresent();
  }

  private static Quantity size(ApiObject claim) {
    return claim
        .spec()
        .findString("resources", "requests", "storage")
        .map(Quantity::parse)
        .orElse(Quantity.ZERO);
  }

  private static String storageClass(ApiObject claim) {
    return claim
        .annotation("volume.beta.kubernetes.io/storage-class")
        .orElseGet(() -> claim.spec().string("storageClassName"));
  }
}
