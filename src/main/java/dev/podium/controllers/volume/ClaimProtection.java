package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Lets claims go when no pod uses them any more, volumes when no claim has them, and classes of
/// attributes when nothing is of them.
///
/// Upstream: pkg/controller/volume/pvcprotection, pvprotection and vacprotection, which differ in
/// kind, finalizer and question.
public final class ClaimProtection implements Reconciler {
  private final ApiClient client;
  private final GroupVersionKind kind;
  private final String finalizer;
  private final Informer objects;
  private final Predicate<ApiObject> isUsed;

  private ClaimProtection(
      ApiClient client,
      GroupVersionKind kind,
      String finalizer,
      Informer objects,
      Predicate<ApiObject> isUsed) {
    this.client = client;
    this.kind = kind;
    this.finalizer = finalizer;
    this.objects = objects;
    this.isUsed = isUsed;
  }

  public static void registerClaims(ControlLoops loops, ApiClient client) {
    Informer pods = loops.informer(Kinds.POD);
    Function<String, List<ApiObject>> byClaim = byClaim(pods);
    Informer claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    ClaimProtection protection =
        new ClaimProtection(
            client.asController("pvc-protection-controller"),
            Kinds.PERSISTENT_VOLUME_CLAIM,
            "kubernetes.io/pvc-protection",
            claims,
            claim ->
                byClaim.apply(claim.namespace() + "/" + claim.name()).stream()
                    .map(PodView::of)
                    .anyMatch(pod -> !pod.isFinished() && !pod.nodeName().isEmpty()));
    loops
        .controller("persistentvolumeclaim-protection-controller", protection)
        .on(claims)
        .on(pods, ClaimProtection::claimsOf);
  }

  public static void registerVolumes(ControlLoops loops, ApiClient client) {
    Informer volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    ClaimProtection protection =
        new ClaimProtection(
            client.asController("pv-protection-controller"),
            Kinds.PERSISTENT_VOLUME,
            "kubernetes.io/pv-protection",
            volumes,
            volume -> volume.status().string("phase").equals("Bound"));
    loops
        .controller("persistentvolume-protection-controller", protection)
        .on(volumes)
        .on(
            loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM),
            delta ->
                Stream.of(delta.latest().spec().string("volumeName"))
                    .filter(name -> !name.isEmpty())
                    .map(name -> new Key("", name)));
  }

  /// A class goes when no claim and no volume is of it (pkg/controller/volume/vacprotection).
  public static void registerAttributesClasses(ControlLoops loops, ApiClient client) {
    Informer classes = loops.informer(Kinds.VOLUME_ATTRIBUTES_CLASS);
    Informer claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    Informer volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    Function<String, List<ApiObject>> claimsOf =
        claims.indexed("attributes class", ClaimProtection::attributesClasses);
    Function<String, List<ApiObject>> volumesOf =
        volumes.indexed("attributes class", ClaimProtection::attributesClasses);
    ClaimProtection protection =
        new ClaimProtection(
            client.asController("volumeattributesclass-protection-controller"),
            Kinds.VOLUME_ATTRIBUTES_CLASS,
            "kubernetes.io/vac-protection",
            classes,
            attributes ->
                !claimsOf.apply(attributes.name()).isEmpty()
                    || !volumesOf.apply(attributes.name()).isEmpty());
    loops
        .controller("volumeattributesclass-protection-controller", protection)
        .on(classes)
        .on(claims, ClaimProtection::classesLeft)
        .on(volumes, ClaimProtection::classesLeft);
  }

  private static List<String> attributesClasses(ApiObject object) {
    return Stream.of(
            object.spec().string("volumeAttributesClassName"),
            object.status().string("currentVolumeAttributesClassName"),
            object.status().string("modifyVolumeStatus", "targetVolumeAttributesClassName"))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static Stream<Key> classesLeft(Delta delta) {
    return delta.before().stream()
        .flatMap(object -> attributesClasses(object).stream())
        .map(name -> new Key("", name));
  }

  /// Finds the pods that name a claim, given as `namespace/name`.
  static Function<String, List<ApiObject>> byClaim(Informer pods) {
    return pods.indexed(
        "claims", pod -> claims(pod).map(name -> pod.namespace() + "/" + name).toList());
  }

  /// The claims that a changed pod names.
  static Stream<Key> claimsOf(Delta delta) {
    ApiObject pod = delta.latest();
    return claims(pod).map(name -> new Key(pod.namespace(), name));
  }

  private static Stream<String> claims(ApiObject pod) {
    return pod.spec().objects("volumes").stream()
        .map((JsonObject volume) -> volume.string("persistentVolumeClaim", "claimName"))
        .filter(name -> !name.isEmpty());
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found =
        objects
            .find(key)
            .filter(ApiObject::isBeingDeleted)
            .filter(object -> object.finalizers().contains(finalizer));
    if (found.isPresent() && !isUsed.test(found.get())) {
      client.update(
          kind,
          key.namespace(),
          key.name(),
          object ->
              object.editMetadata(metadata -> {
                List<String> kept =
                    object.finalizers().stream().filter(f -> !f.equals(finalizer)).toList();
                if (kept.isEmpty()) {
                  metadata.remove("finalizers");
                } else {
                  metadata.set("finalizers", kept);
                }
              }));
    }
    return Outcome.DONE;
  }
}
