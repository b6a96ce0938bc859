package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lets the volumes of claims grow that ask for more: first the volume, then, once a pod uses it,
/// the file system on it.
///
/// Upstream: pkg/controller/volume/expand/expand_controller.go and kubernetes-csi/external-resizer,
/// which stands for volumes of [LocalProvisioner] only: others wait for a resizer of theirs.
public final class ClaimExpansion implements Reconciler {
  private static final Duration WORK = Duration.ofSeconds(1);

  private final ApiClient client;
  private final Clock clock;
  private final Informer claims;
  private final Informer volumes;
  private final Function<String, List<ApiObject>> users;
  private final EventRecorder expander;
  private final EventRecorder resizer;

  private ClaimExpansion(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("expand-controller");
    this.clock = clock;
    this.claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    this.volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    this.users = ClaimProtection.byClaim(loops.informer(Kinds.POD));
    this.expander = new EventRecorder(this.client, clock, "volume_expand", "");
    this.resizer =
        new EventRecorder(this.client, clock, "external-resizer " + LocalProvisioner.NAME, "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    ClaimExpansion expansion = new ClaimExpansion(loops, client, clock);
    loops
        .controller("persistentvolume-expander", expansion)
        .on(expansion.claims)
        .on(loops.informer(Kinds.POD), ClaimProtection::claimsOf)
        .reads(expansion.volumes);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found =
        claims
            .find(key)
            .filter(claim -> claim.status().string("phase").equals("Bound"))
            .filter(claim ->
                size(claim.spec().object("resources", "requests"))
                        .compareTo(size(claim.status().object("capacity")))
                    > 0);
    Optional<ApiObject> volume =
        found.flatMap(claim -> volumes.find("", claim.spec().string("volumeName")));
    if (volume.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject claim = found.orElseThrow();
    Quantity wanted = size(claim.spec().object("resources", "requests"));
    if (wanted.compareTo(size(volume.get().spec().object("capacity"))) > 0) {
      return growVolume(claim, volume.get(), wanted);
    }
    growFileSystem(claim, volume.get());
    return Outcome.DONE;
  }

  private static Quantity size(JsonObject list) {
    return list.findString("storage").map(Quantity::parse).orElse(Quantity.ZERO);
  }

  private Outcome growVolume(ApiObject claim, ApiObject volume, Quantity wanted) {
    boolean ours =
        volume
            .annotation(LocalProvisioner.PROVISIONED_BY)
            .filter(LocalProvisioner.NAME::equals)
            .isPresent();
    if (!isResizing(claim)) {
      expander.normal(
          claim, "ExternalExpanding", "waiting for an external controller to expand this PVC");
      if (ours) {
        resizer.normal(claim, "Resizing", "External resizer is resizing volume " + volume.name());
        setCondition(claim, "Resizing", "");
        return Outcome.after(clock.pause(WORK));
      }
    }
    if (ours) {
      client.update(
          Kinds.PERSISTENT_VOLUME,
          "",
          volume.name(),
          current ->
              current.editSpec(spec -> spec.object("capacity").set("storage", wanted.toString())));
      return Outcome.after(Duration.ZERO);
    }
    return Outcome.DONE;
  }

  private static boolean isResizing(ApiObject claim) {
    return claim.status().objects("conditions").stream()
        .anyMatch(condition -> condition.string("type").equals("Resizing"));
  }

  /// Upstream: the kubelet's NodeExpandVolume, for which the volume has to be in use.
  private void growFileSystem(ApiObject claim, ApiObject volume) {
    Optional<ApiObject> user =
        users.apply(claim.namespace() + "/" + claim.name()).stream()
            .filter(pod -> PodView.of(pod).phase().equals("Running"))
            .findFirst();
    if (user.isEmpty()) {
      boolean told =
          claim.status().objects("conditions").stream()
              .anyMatch(c -> c.string("type").equals("FileSystemResizePending"));
      if (!told) {
        resizer.normal(
            claim, "FileSystemResizeRequired", "Require file system resize of volume on node");
        setCondition(
            claim,
            "FileSystemResizePending",
            "Waiting for user to (re-)start a pod to finish file system resize of volume on node.");
      }
      return;
    }
    String node = PodView.of(user.get()).nodeName();
    String message =
        "MountVolume.NodeExpandVolume succeeded for volume \"%s\" %s"
            .formatted(volume.name(), node);
    EventRecorder kubelet = new EventRecorder(client, clock, "kubelet", node);
    kubelet.normal(user.get(), "FileSystemResizeSuccessful", message);
    kubelet.normal(claim, "FileSystemResizeSuccessful", message);
    client.updateStatus(
        Kinds.PERSISTENT_VOLUME_CLAIM,
        claim.namespace(),
        claim.name(),
        current ->
            current.editStatus(status ->
                status.set("capacity", volume.spec().object("capacity")).remove("conditions")));
  }

  private void setCondition(ApiObject claim, String type, String message) {
    JsonObject condition =
        JsonObject.of(
            "type",
            type,
            "status",
            "True",
            "lastProbeTime",
            JsonNull.NULL,
            "lastTransitionTime",
            Timestamps.format(clock.now()));
    client.updateStatus(
        Kinds.PERSISTENT_VOLUME_CLAIM,
        claim.namespace(),
        claim.name(),
        current ->
            current.editStatus(status ->
                status.set(
                    "conditions",
                    List.of(message.isEmpty() ? condition : condition.with("message", message)))));
  }
}
