package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.List;

/// Claims of devices that others use as well are made only in namespaces marked for them.
///
/// Upstream: AuthorizedForAdmin and AuthorizedForAdminStatus in pkg/registry/resource/utils.go,
/// which the strategies call; here it is a step, since it looks at another object.
final class DeviceAdminAccess implements AdmissionStep {
  private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
  private static final String GROUP = "resource.k8s.io";
  private static final String LABEL = "resource.kubernetes.io/admin-access";
  private static final String FIELD = "adminAccess";

  private final Store store;

  DeviceAdminAccess(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "DeviceAdminAccess";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (!request.resource().group().equals(GROUP)) {
      return object;
    }
    boolean created = request.operation() == Operation.CREATE && request.subresource().isEmpty();
    switch (request.resource().resource()) {
      case "resourceclaims" -> {
        if (created) {
          check(request, object, requested(object.spec()), FieldPath.of("spec"));
        } else if (request.subresource().equals("status")
            && request.old().map(DeviceAdminAccess::granted).orElse(List.of()).indexOf(true) < 0) {
          check(request, object, granted(object), FieldPath.of("status"));
        }
      }
      case "resourceclaimtemplates" -> {
        if (created) {
          check(request, object, requested(object.spec().object("spec")), FieldPath.of("spec"));
        }
      }
      default -> {}
    }
    return object;
  }

  private static List<Boolean> requested(JsonObject spec) {
    return spec.objects("devices", "requests").stream()
        .map(asked -> asked.bool("exactly", FIELD))
        .toList();
  }

  private static List<Boolean> granted(ApiObject claim) {
    return claim.status().objects("allocation", "devices", "results").stream()
        .map(result -> result.bool(FIELD))
        .toList();
  }

  /// @param admin of each request or result, whether it wants more
  private void check(
      AdmissionRequest request, ApiObject claim, List<Boolean> admin, FieldPath part) {
    int first = admin.indexOf(true);
    if (first < 0 || marked(request.namespace())) {
      return;
    }
    FieldPath list =
        request.subresource().isEmpty()
            ? part.child("devices", "requests")
            : part.child("allocation", "devices", "results");
    throw ApiException.invalid(
        new GroupKind(GROUP, claim.kind()),
        claim.name(),
        List.of(
            FieldError.forbidden(
                list.index(first).child(FIELD),
                "admin access to devices requires the `"
                    + LABEL
                    + ": true` label on the containing namespace")));
  }

  private boolean marked(String namespace) {
    return store
        .get(new ObjectKey(NAMESPACES, "", namespace))
        .map(found -> found.metadata().string("labels", LABEL).equals("true"))
        .orElse(false);
  }
}
