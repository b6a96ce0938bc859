package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import dev.podium.usage.QuotaUsage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Charges what is made to the quotas of its namespace, and refuses what they do not allow.
///
/// A charge replaces the very status that it was reckoned from, so that of any number of writers at
/// once no more get through than the quota holds. The last of all steps, since what it has charged
/// is given back only when usage is counted anew.
///
/// Upstream: apiserver/pkg/admission/plugin/resourcequota.
public final class ResourceQuotaAdmission implements AdmissionStep {
  private static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");
  private static final Set<String> SUBRESOURCES = Set.of("", "status", "resize");

  private final Store store;

  public ResourceQuotaAdmission(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "ResourceQuota";
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.object().isEmpty()
        || request.namespace().isEmpty()
        || request.resource().resource().equals("events")
        || !handles(request)) {
      return;
    }
    QuotaCharge charge =
        new QuotaCharge(
            QuotaUsage.of(request.resource()),
            request.object().get(),
            request.old(),
            request.now());
    List<ApiObject> quotas = store.snapshot(QUOTAS).stream(request.namespace(), "").toList();
    quotas.forEach(quota -> after(request, charge, quota));
    if (!request.dryRun()) {
      quotas.forEach(quota -> charge(request, charge, quota));
    }
  }

  private static boolean handles(AdmissionRequest request) {
    QuotaUsage counting = QuotaUsage.of(request.resource());
    if (!SUBRESOURCES.contains(request.subresource())) {
      return false;
    }
    if (request.operation() == Operation.CREATE) {
      return request.subresource().isEmpty();
    }
    return request.operation() == Operation.UPDATE
        && (counting.isOf("pods") && request.subresource().equals("resize")
            || counting.isOf("services")
            || counting.isOf("persistentvolumeclaims"));
  }

  private static ApiObject after(AdmissionRequest request, QuotaCharge charge, ApiObject quota) {
    try {
      return charge.to(quota);
    } catch (QuotaCharge.Exceeded e) {
      throw Refusal.of(request, String.valueOf(e.getMessage()));
    }
  }

  /// Until nobody else has charged the quota in between, or it does not allow it any more.
  ///
  /// Everybody charges the quotas of a namespace in the same order, so that of two who want the
  /// last of each, one gets both.
  private void charge(AdmissionRequest request, QuotaCharge charge, ApiObject known) {
    Optional<ApiObject> quota = Optional.of(known);
    while (quota.isPresent()) {
      ApiObject after = after(request, charge, quota.get());
      if (after == quota.get() || written(after)) {
        return;
      }
      quota = store.get(key(known));
    }
  }

  private boolean written(ApiObject quota) {
    try {
      store.update(key(quota), Long.parseLong(quota.resourceVersion()), quota);
      return true;
    } catch (StoreException.RevisionMismatch | StoreException.KeyNotFound e) {
      return false;
    }
  }

  private static ObjectKey key(ApiObject quota) {
    return new ObjectKey(QUOTAS, quota.namespace(), quota.name());
  }
}
