package dev.podium.controllers.statefulset;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.OwnedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The claims of the pods of a StatefulSet: made before the pods, and owned by whatever they are to
/// go with.
///
/// Upstream: pkg/controller/statefulset/stateful_pod_control.go, stateful_set_utils.go
/// (updateClaimOwnerRefForSetAndPod).
final class Claims {
  private final ApiClient client;
  private final Informer claims;
  private final EventRecorder events;

  Claims(ApiClient client, Informer claims, EventRecorder events) {
    this.client = client;
    this.claims = claims;
    this.events = events;
  }

  /// Makes what is missing.
  ///
  /// @throws IllegalStateException where one that is there is on its way out
  void create(SetView set, SetPod pod) {
    for (JsonObject template : set.claimTemplates()) {
      ApiObject claim = claim(set, pod, template);
      Optional<ApiObject> present = claims.find(claim.namespace(), claim.name());
      if (present.filter(ApiObject::isBeingDeleted).isPresent()) {
        throw new IllegalStateException("pvc " + claim.name() + " is being deleted");
      }
      if (present.isEmpty()) {
        create(set, pod, claim);
      }
    }
  }

  private void create(SetView set, SetPod pod, ApiObject claim) {
    String what = "Create Claim " + claim.name();
    try {
      client.create(claim);
      events.normal(
          set.object(),
          "SuccessfulCreate",
          "%s Pod %s in StatefulSet %s success".formatted(what, pod.name(), set.name()));
    } catch (ApiException e) {
      if (!e.message().contains("already exists")) {
        events.warning(
            set.object(),
            "FailedCreate",
            "%s for Pod %s in StatefulSet %s failed error: %s"
                .formatted(what, pod.name(), set.name(), e.message()));
        throw e;
      }
    }
  }

  private static ApiObject claim(SetView set, SetPod pod, JsonObject template) {
    JsonObject given = template.object("metadata");
    String name = given.string("name") + "-" + pod.name();
    return ApiObject.named(Kinds.PERSISTENT_VOLUME_CLAIM, set.object().namespace(), name)
        .editMetadata(metadata -> {
          given.find("labels").ifPresent(labels -> metadata.set("labels", labels));
          set.spec()
              .stringMap("selector", "matchLabels")
              .forEach((key, value) -> metadata.object("labels").set(key, value));
          given.find("annotations").ifPresent(a -> metadata.set("annotations", a));
          given.find("finalizers").ifPresent(f -> metadata.set("finalizers", f));
        })
        .with("spec", template.object("spec"));
  }

  /// Whether a claim that is there belonged to an earlier pod of the name and will go after it.
  boolean isStale(SetView set, SetPod pod) {
    return of(set, pod).stream()
        .flatMap(claim -> claim.ownerReferences().stream())
        .anyMatch(owner ->
            owner.string("kind").equals("Pod")
                && owner.string("name").equals(pod.name())
                && !owner.string("uid").equals(pod.object().uid()));
  }

  /// Has the claims of a pod go with the set, with the pod, or with neither.
  void updateOwners(SetView set, SetPod pod) {
    boolean condemned = !set.isInRange(pod.ordinal());
    boolean withPod = set.deletesClaims("whenScaled") && condemned && pod.exists();
    boolean withSet = set.deletesClaims("whenDeleted") && !withPod;
    for (ApiObject claim : of(set, pod)) {
      List<JsonObject> owners = new ArrayList<>(claim.ownerReferences());
      owners.removeIf(owner -> isOf(owner, set.object()) || isOf(owner, pod.object()));
      List<JsonObject> wanted = new ArrayList<>(owners);
      if (withSet) {
        wanted.add(OwnedObjects.controllerReference(set.object()));
      }
      if (withPod) {
        wanted.add(OwnedObjects.controllerReference(pod.object()));
      }
      if (!uids(wanted).equals(uids(claim.ownerReferences()))) {
        client.update(
            claim.editMetadata(metadata -> {
              if (wanted.isEmpty()) {
                metadata.remove("ownerReferences");
              } else {
                metadata.set("ownerReferences", wanted);
              }
            }));
      }
    }
  }

  private List<ApiObject> of(SetView set, SetPod pod) {
    return set.claimTemplates().stream()
        .map(template -> template.string("metadata", "name") + "-" + pod.name())
        .flatMap(name -> claims.find(set.object().namespace(), name).stream())
        .toList();
  }

  private static boolean isOf(JsonObject owner, ApiObject object) {
    return owner.string("uid").equals(object.uid());
  }

  private static List<String> uids(List<JsonObject> owners) {
    return owners.stream().map(owner -> owner.string("uid")).sorted().toList();
  }
}
