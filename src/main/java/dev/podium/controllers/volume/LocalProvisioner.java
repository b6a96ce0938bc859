package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.VolumeChoice;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the volumes that claims of the class `standard` ask for, as directories on the node where
/// they are needed, and removes them with their claims.
///
/// Upstream: rancher/local-path-provisioner over sig-storage-lib-external-provisioner
/// (controller/controller.go). A class of immediate binding, which the original refuses, gets a
/// volume that every node reaches.
public final class LocalProvisioner implements Reconciler {
  /// As storage classes name it.
  static final String NAME = "rancher.io/local-path";

  static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
  private static final String ROOT = "/var/local-path-provisioner/";

  /// How long a helper pod would take to make the directory.
  private static final Duration WORK = Duration.ofSeconds(2);

  private final ApiClient client;
  private final Clock clock;
  private final Informer claims;
  private final Informer classes;
  private final EventRecorder events;
  private final Map<Key, Instant> underWay = new ConcurrentHashMap<>();

  private LocalProvisioner(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("local-path-provisioner");
    this.clock = clock;
    this.claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    this.classes = loops.informer(Kinds.STORAGE_CLASS);
    this.events =
        new EventRecorder(
            this.client,
            clock,
            NAME
                + "_control-plane_"
                + UUID.nameUUIDFromBytes(NAME.getBytes(StandardCharsets.UTF_8)),
            "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    LocalProvisioner provisioner = new LocalProvisioner(loops, client, clock);
    loops
        .controller("local-path-provisioner", provisioner)
        .on(provisioner.claims)
        .reads(provisioner.classes);
    Informer volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    loops
        .controller("local-path-provisioner-volumes", key -> provisioner.remove(volumes.find(key)))
        .on(volumes);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> claim = claims.find(key).filter(LocalProvisioner::isAsked);
    Optional<ApiObject> storageClass =
        claim.flatMap(c -> classes.find("", c.spec().string("storageClassName")));
    if (storageClass.isEmpty()
        || isDelayed(storageClass.get())
            && claim.get().annotation(ClaimBinder.SELECTED_NODE).isEmpty()) {
      underWay.remove(key);
      return Outcome.DONE;
    }
    Instant due =
        underWay.computeIfAbsent(
            key,
            _ -> {
              events.normal(
                  claim.get(),
                  "Provisioning",
                  "External provisioner is provisioning volume for claim \"" + key + "\"");
              return clock.now().plus(clock.pause(WORK));
            });
    Duration left = Duration.between(clock.now(), due);
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    provision(claim.get(), storageClass.get());
    underWay.remove(key);
    return Outcome.DONE;
  }

  private static boolean isAsked(ApiObject claim) {
    return !claim.isBeingDeleted()
        && claim.spec().string("volumeName").isEmpty()
        && claim.annotation(ClaimBinder.PROVISIONER).orElse("").equals(NAME);
  }

  private static boolean isDelayed(ApiObject storageClass) {
    return storageClass.root().string("volumeBindingMode").equals("WaitForFirstConsumer");
  }

  private void provision(ApiObject claim, ApiObject storageClass) {
    ApiObject volume = volume(claim, storageClass);
    try {
      client.create(volume);
    } catch (ApiException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
    events.normal(
        claim, "ProvisioningSucceeded", "Successfully provisioned volume " + volume.name());
  }

  private static ApiObject volume(ApiObject claim, ApiObject storageClass) {
    String name = "pvc-" + claim.uid();
    String path = ROOT + name + "_" + claim.namespace() + "_" + claim.name();
    Optional<String> node = claim.annotation(ClaimBinder.SELECTED_NODE);
    return ApiObject.named(Kinds.PERSISTENT_VOLUME, "", name)
        .editMetadata(metadata -> {
          var annotations = metadata.object("annotations");
          node.ifPresent(n -> annotations.set("local.path.provisioner/selected-node", n));
          annotations.set(PROVISIONED_BY, NAME);
        })
        .editSpec(spec -> {
          spec.set("accessModes", claim.spec().array("accessModes"))
              .set(
                  "capacity",
                  JsonObject.of("storage", claim.spec().string("resources", "requests", "storage")))
              .set("claimRef", VolumeChoice.reference(claim))
              .set("hostPath", JsonObject.of("path", path, "type", "DirectoryOrCreate"))
              .set("persistentVolumeReclaimPolicy", storageClass.root().string("reclaimPolicy"))
              .set("storageClassName", storageClass.name())
              .set("volumeMode", claim.spec().string("volumeMode"));
          storageClass.root().find("mountOptions").ifPresent(o -> spec.set("mountOptions", o));
          node.ifPresent(n -> spec.set("nodeAffinity", on(n)));
        });
  }

  private static JsonObject on(String node) {
    JsonObject hostname =
        JsonObject.of("key", "kubernetes.io/hostname", "operator", "In", "values", List.of(node));
    JsonObject term = JsonObject.of("matchExpressions", List.of(hostname));
    return JsonObject.of("required", JsonObject.of("nodeSelectorTerms", List.of(term)));
  }

  /// A released volume goes where its policy says so.
  private Outcome remove(Optional<ApiObject> volume) {
    volume
        .filter(v -> v.annotation(PROVISIONED_BY).orElse("").equals(NAME))
        .filter(v -> v.status().string("phase").equals("Released") && !v.isBeingDeleted())
        .filter(v -> v.spec().string("persistentVolumeReclaimPolicy").equals("Delete"))
        .ifPresent(v ->
            client.delete(
                Kinds.PERSISTENT_VOLUME, "", v.name(), DeleteOptions.NONE.onlyUid(v.uid())));
    return Outcome.DONE;
  }
}
