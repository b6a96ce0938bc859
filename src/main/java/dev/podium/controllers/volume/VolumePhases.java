package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/// Says of every volume whether it is free, bound or left behind.
///
/// Upstream: syncVolume in pkg/controller/volume/persistentvolume/pv_controller.go.
final class VolumePhases implements Reconciler {
  private final ApiClient client;
  private final Clock clock;
  private final Informer volumes;
  private final Informer claims;
  private final VolumeReclaim reclaim;

  private VolumePhases(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("persistent-volume-binder");
    this.clock = clock;
    this.volumes = loops.informer(Kinds.PERSISTENT_VOLUME);
    this.claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    this.reclaim =
        new VolumeReclaim(
            this.client, new EventRecorder(this.client, clock, "persistentvolume-controller", ""));
  }

  static void register(ControlLoops loops, ApiClient client, Clock clock) {
    VolumePhases phases = new VolumePhases(loops, client, clock);
    loops
        .controller("persistentvolume-binder", phases)
        .on(phases.volumes)
        .on(
            phases.claims,
            delta ->
                Stream.of(delta.latest().spec().string("volumeName"))
                    .filter(name -> !name.isEmpty())
                    .map(name -> new Key("", name)));
  }

  @Override
  public Outcome reconcile(Key key) {
    volumes.find(key).ifPresent(this::sync);
    return Outcome.DONE;
  }

  private void sync(ApiObject volume) {
    String phase = phase(volume);
    VolumeReclaim.Left left = new VolumeReclaim.Left(phase, "", false);
    if (phase.equals("Released") && !volume.isBeingDeleted()) {
      left = reclaim.reclaim(volume);
    }
    if (!left.gone()) {
      write(volume, left);
    }
  }

  private void write(ApiObject volume, VolumeReclaim.Left left) {
    if (!volume.status().string("phase").equals(left.phase())) {
      client.updateStatus(
          volume.editStatus(status -> {
            status
                .set("phase", left.phase())
                .set("lastPhaseTransitionTime", Timestamps.format(clock.now()));
            if (left.message().isEmpty()) {
              status.remove("message");
            } else {
              status.set("message", left.message());
            }
          }));
    }
  }

  private String phase(ApiObject volume) {
    JsonObject reference = volume.spec().object("claimRef");
    if (reference.string("uid").isEmpty()) {
      return "Available";
    }
    Optional<ApiObject> claim =
        claims
            .find(reference.string("namespace"), reference.string("name"))
            .filter(found -> found.uid().equals(reference.string("uid")));
    if (claim.isPresent()) {
      return claim.get().spec().string("volumeName").equals(volume.name()) ? "Bound" : "Available";
    }
    return "Released";
  }
}
