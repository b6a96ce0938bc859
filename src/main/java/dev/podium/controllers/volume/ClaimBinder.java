package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.VolumeChoice;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Binds PersistentVolumeClaims to volumes that are there; those that wait are told for what.
///
/// Upstream: syncClaim in pkg/controller/volume/persistentvolume/pv_controller.go.
public final class ClaimBinder implements Reconciler {
  static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
  static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  /// Whom a claim waits for.
  static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";

  private static final String OLD_PROVISIONER = "volume.beta.kubernetes.io/storage-provisioner";

  /// How often claims that wait are looked at, and told that they do (resyncPeriod): a volume that
  /// comes, or is free again, is not known to them before.
  private static final Duration RESYNC = Duration.ofSeconds(15);

  private final ApiClient client;
  private final Clock clock;
  private final Informer claims;
  private final Informer volumes;
  private final Informer classes;
  private final EventRecorder events;

  /// What waiting claims were told last.
  private final Map<Key, Told> told = new ConcurrentHashMap<>();

  private record Told(String reason, Instant at) {}

  private ClaimBinder(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("persistent-volume-binder");
    this.clock = clock;
    this.claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    this.volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    this.classes = loops.informer(Kinds.STORAGE_CLASS);
    this.events = new EventRecorder(this.client, clock, "persistentvolume-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    ClaimBinder binder = new ClaimBinder(loops, client, clock);
    Function<String, List<ApiObject>> unbound = binder.claims.indexedBy("spec", "volumeName");
    loops
        .controller("persistentvolume-binder", binder)
        .on(binder.claims)
        .on(binder.volumes, ClaimBinder::holder)
        .on(binder.classes, _ -> unbound.apply("").stream().map(Key::of));
    VolumePhases.register(loops, client, clock);
  }

  /// The claim that a volume belongs to.
  private static Stream<Key> holder(Delta delta) {
    JsonObject reference = delta.latest().spec().object("claimRef");
    return reference.isEmpty()
        ? Stream.empty()
        : Stream.of(new Key(reference.string("namespace"), reference.string("name")));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = claims.find(key);
    if (found.isEmpty()) {
      told.remove(key);
      return Outcome.DONE;
    }
    ApiObject claim = found.get();
    if (claim.annotation(BIND_COMPLETED).isPresent()) {
      told.remove(key);
      checkBound(claim);
      return Outcome.DONE;
    }
    Optional<ApiObject> volume = choose(claim);
    if (volume.isPresent()) {
      bind(claim, volume.get());
      return Outcome.DONE;
    }
    if (claim.spec().string("volumeName").isEmpty()) {
      tellWhy(claim);
    }
    Told last = told.getOrDefault(key, new Told("", clock.now()));
    Duration left = Duration.between(clock.now(), last.at().plus(RESYNC));
    return Outcome.after(left.isPositive() ? left : RESYNC);
  }

  private void tell(ApiObject claim, String type, String reason, String message) {
    Key key = Key.of(claim);
    Told last = told.getOrDefault(key, new Told("", Instant.EPOCH));
    if (!last.reason().equals(reason) || !clock.now().isBefore(last.at().plus(RESYNC))) {
      told.put(key, new Told(reason, clock.now()));
      events.record(EventRecorder.reference(claim), type, reason, message);
    }
  }

  /// Upstream: syncBoundClaim.
  private void checkBound(ApiObject claim) {
    String phase = claim.status().string("phase");
    Optional<ApiObject> volume = volumes.find("", claim.spec().string("volumeName"));
    if (volume.isEmpty()) {
      if (!phase.equals("Lost")) {
        events.warning(
            claim,
            "ClaimLost",
            "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        client.updateStatus(
            claim.editStatus(
                status -> status.set("phase", "Lost").remove("accessModes").remove("capacity")));
      }
    } else if (!phase.equals("Bound")) {
      bind(claim, volume.get());
    }
  }

  private Optional<ApiObject> choose(ApiObject claim) {
    String named = claim.spec().string("volumeName");
    return named.isEmpty()
        ? VolumeChoice.forClaim(claim, volumes.list(""), isDelayed(claim))
        : volumes
            .find("", named)
            .filter(v -> !v.spec().has("claimRef") || VolumeChoice.isReservedFor(v, claim));
  }

  private boolean isDelayed(ApiObject claim) {
    return storageClass(claim)
        .filter(c -> c.root().string("volumeBindingMode").equals("WaitForFirstConsumer"))
        .filter(_ -> claim.annotation(SELECTED_NODE).isEmpty())
        .isPresent();
  }

  private Optional<ApiObject> storageClass(ApiObject claim) {
    return classes.find("", claim.spec().string("storageClassName"));
  }

  /// Tells a claim for which there is no volume what it waits for.
  private void tellWhy(ApiObject claim) {
    String className = claim.spec().string("storageClassName");
    Optional<ApiObject> storageClass = storageClass(claim);
    if (isDelayed(claim)) {
      tell(
          claim,
          "Normal",
          "WaitForFirstConsumer",
          "waiting for first consumer to be created before binding");
    } else if (className.isEmpty()) {
      tell(
          claim,
          "Normal",
          "FailedBinding",
          "no persistent volumes available for this claim and no storage class is set");
    } else if (storageClass.isEmpty()) {
      tell(
          claim,
          "Warning",
          "ProvisioningFailed",
          "storageclass.storage.k8s.io \"" + className + "\" not found");
    } else {
      awaitProvisioner(claim, storageClass.get().root().string("provisioner"));
    }
  }

  private void awaitProvisioner(ApiObject claim, String provisioner) {
    if (provisioner.equals("kubernetes.io/no-provisioner")) {
      return;
    }
    if (!claim.annotation(PROVISIONER).orElse("").equals(provisioner)) {
      client.update(
          claim.editMetadata(metadata ->
              metadata
                  .object("annotations")
                  .set(OLD_PROVISIONER, provisioner)
                  .set(PROVISIONER, provisioner)));
    }
    tell(
        claim,
        "Normal",
        "ExternalProvisioning",
        ("Waiting for a volume to be created either by the external provisioner '%s' or manually by"
                + " the system administrator. If volume creation is delayed, please verify that the"
                + " provisioner is running and correctly registered.")
            .formatted(provisioner));
  }

  private void bind(ApiObject claim, ApiObject volume) {
    boolean byUser = VolumeChoice.isReservedFor(volume, claim);
    ApiObject bound =
        client.update(
            volume
                .editSpec(spec -> spec.set("claimRef", VolumeChoice.reference(claim)))
                .editMetadata(metadata -> {
                  if (!byUser) {
                    metadata.object("annotations").set(BOUND_BY_CONTROLLER, "yes");
                  }
                }));
    client.updateStatus(bound.editStatus(status -> status.set("phase", "Bound")));
    boolean named = claim.spec().string("volumeName").equals(volume.name());
    ApiObject complete =
        client.update(
            claim
                .editSpec(spec -> spec.set("volumeName", volume.name()))
                .editMetadata(metadata -> {
                  metadata.object("annotations").set(BIND_COMPLETED, "yes");
                  if (!named) {
                    metadata.object("annotations").set(BOUND_BY_CONTROLLER, "yes");
                  }
                }));
    client.updateStatus(
        complete.editStatus(status ->
            status
                .set("phase", "Bound")
                .set("accessModes", volume.spec().array("accessModes"))
                .set("capacity", volume.spec().object("capacity"))));
  }
}
