package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.Quantity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Which volume serves a claim: the smallest that fits, one reserved for it before all.
///
/// Upstream: FindMatchingVolume in component-helpers/storage/volume/pv_helpers.go.
public final class VolumeChoice {
  private VolumeChoice() {}

  /// @param reservedOnly only a volume that names the claim already
  public static Optional<ApiObject> forClaim(
      ApiObject claim, Collection<ApiObject> volumes, boolean reservedOnly) {
    Optional<ApiObject> reserved =
        volumes.stream()
            .filter(volume -> isReservedFor(volume, claim) && suits(volume, claim))
            .findFirst();
    return reserved.isPresent() || reservedOnly
        ? reserved
        : volumes.stream()
            .filter(volume -> isFree(volume) && matches(volume, claim))
            .min(Comparator.comparing(VolumeChoice::capacity).thenComparing(ApiObject::name));
  }

  /// Whether the claimRef of a volume names the claim, by uid or before there was one.
  public static boolean isReservedFor(ApiObject volume, ApiObject claim) {
    String uid = volume.spec().string("claimRef", "uid");
    return volume.spec().string("claimRef", "name").equals(claim.name())
        && volume.spec().string("claimRef", "namespace").equals(claim.namespace())
        && (uid.isEmpty() || uid.equals(claim.uid()));
  }

  private static boolean isFree(ApiObject volume) {
    return !volume.spec().has("claimRef") && !volume.isBeingDeleted();
  }

  private static boolean matches(ApiObject volume, ApiObject claim) {
    LabelSelector selector =
        claim
            .spec()
            .findObject("selector")
            .map(LabelSelector::ofJson)
            .orElse(LabelSelector.EVERYTHING);
    return suits(volume, claim)
        && selector.matches(volume)
        && volume.spec().string("storageClassName").equals(claim.spec().string("storageClassName"));
  }

  /// Whether pods on a node can use a volume (CheckNodeAffinity).
  public static boolean isReachable(ApiObject volume, ApiObject node) {
    List<JsonObject> terms = volume.spec().objects("nodeAffinity", "required", "nodeSelectorTerms");
    return !volume.spec().has("nodeAffinity")
        || terms.stream().anyMatch(term -> NodeSelection.matches(term, node));
  }

  private static boolean suits(ApiObject volume, ApiObject claim) {
    String wanted = claim.spec().string("resources", "requests", "storage");
    return capacity(volume).compareTo(Quantity.parse(wanted.isEmpty() ? "0" : wanted)) >= 0
        && mode(volume).equals(mode(claim))
        && new HashSet<>(volume.spec().strings("accessModes"))
            .containsAll(claim.spec().strings("accessModes"));
  }

  private static String mode(ApiObject object) {
    return object.spec().findString("volumeMode").orElse("Filesystem");
  }

  private static Quantity capacity(ApiObject volume) {
    String text = volume.spec().string("capacity", "storage");
    return Quantity.parse(text.isEmpty() ? "0" : text);
  }

  /// What a volume says of the claim that has it.
  public static JsonObject reference(ApiObject claim) {
    return JsonObject.of(
        "kind",
        "PersistentVolumeClaim",
        "namespace",
        claim.namespace(),
        "name",
        claim.name(),
        "uid",
        claim.uid(),
        "apiVersion",
        "v1",
        "resourceVersion",
        claim.resourceVersion());
  }
}
