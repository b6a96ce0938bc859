package dev.podium.controllers.volume;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.EventRecorder;

/// What becomes of a released volume that no provisioner answers for.
///
/// Upstream: reclaimVolume in pkg/controller/volume/persistentvolume/pv_controller.go and
/// pkg/volume/hostpath.
final class VolumeReclaim {
  private final ApiClient client;
  private final EventRecorder events;

  VolumeReclaim(ApiClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /// @return the phase and message that are left
  Left reclaim(ApiObject volume) {
    if (volume.annotation(LocalProvisioner.PROVISIONED_BY).isPresent()) {
      return Left.RELEASED;
    }
    return switch (volume.spec().string("persistentVolumeReclaimPolicy")) {
      case "Delete" -> delete(volume);
      case "Recycle" -> recycle(volume);
      default -> Left.RELEASED;
    };
  }

  /// @param gone whether there is no need of a phase any more
  record Left(String phase, String message, boolean gone) {
    static final Left RELEASED = new Left("Released", "", false);
    private static final Left GONE = new Left("Released", "", true);
  }

  private Left delete(ApiObject volume) {
    if (!volume.spec().has("hostPath")) {
      return failed(
          volume,
          "VolumeFailedDelete",
          "error getting deleter volume plugin for volume \"%s\": no deletable volume plugin matched"
              .formatted(volume.name()));
    }
    String path = volume.spec().string("hostPath", "path");
    if (!path.matches("/tmp/.+")) {
      return failed(
          volume,
          "VolumeFailedDelete",
          "host_path deleter only supports /tmp/.+ but received provided " + path);
    }
    client.delete(
        Kinds.PERSISTENT_VOLUME, "", volume.name(), DeleteOptions.NONE.onlyUid(volume.uid()));
    return Left.GONE;
  }

  private Left recycle(ApiObject volume) {
    if (!volume.spec().has("hostPath") && !volume.spec().has("nfs")) {
      return failed(volume, "VolumeFailedRecycle", "No recycler plugin found for the volume!");
    }
    client.update(
        Kinds.PERSISTENT_VOLUME,
        "",
        volume.name(),
        current ->
            current
                .editSpec(spec -> spec.remove("claimRef"))
                .editMetadata(metadata ->
                    metadata
                        .findObject("annotations")
                        .ifPresent(a -> a.remove(ClaimBinder.BOUND_BY_CONTROLLER))));
    events.normal(volume, "VolumeRecycled", "Volume recycled");
    return Left.GONE;
  }

  private Left failed(ApiObject volume, String reason, String message) {
    if (!volume.status().string("phase").equals("Failed")) {
      events.warning(volume, reason, message);
    }
    return new Left("Failed", message, false);
  }
}
