package dev.podium.kubelet.pod;

import dev.podium.client.Kinds;
import dev.podium.kubelet.files.Part.Demand;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.files.Written;
import dev.podium.kubelet.image.ImageName;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The volumes of a pod, by what its spec says of them.
///
/// Upstream: pkg/volume, one package per source.
final class PodVolumes {
  /// What a volume without a limit of its own may hold, in bytes.
  private static final long USUAL = 256L << 20;

  /// What any volume may hold, whatever is asked for.
  private static final long MOST = 1L << 30;

  /// What all containers of a pod see at `/dev/shm`; no volume of a spec has this name.
  static final String SHARED_MEMORY = "";

  private static final long SHARED_MEMORY_SIZE = 64L << 20;

  private final Sync sync;
  private final OptionalLong group;

  private PodVolumes(Sync sync) {
    this.sync = sync;
    this.group = sync.pod().spec().findLong("securityContext", "fsGroup");
  }

  /// By name.
  static Map<String, PodVolume> of(Sync sync) {
    PodVolumes volumes = new PodVolumes(sync);
    Map<String, PodVolume> all = new HashMap<>();
    for (JsonObject volume : sync.pod().spec().objects("volumes")) {
      all.put(volume.string("name"), volumes.volume(volume));
    }
    var disk = sync.world().kernel().disk();
    all.put(
        SHARED_MEMORY,
        PodVolume.own(() -> Volume.empty(disk, "shm", "tmpfs", SHARED_MEMORY_SIZE, 01777)));
    return Map.copyOf(all);
  }

  private PodVolume volume(JsonObject volume) {
    if (volume.has("configMap")
        || volume.has("secret")
        || volume.has("projected")
        || volume.has("downwardAPI")) {
      VolumeContent content = VolumeContent.of(sync, volume);
      var disk = sync.world().kernel().disk();
      boolean secret = !volume.has("configMap") && !volume.has("downwardAPI");
      return PodVolume.written(() -> Written.volume(disk, content, secret, group));
    }
    if (volume.has("hostPath")) {
      JsonObject path = volume.object("hostPath");
      return onNode(path.string("path"), path.string("type"), false);
    }
    if (volume.has("persistentVolumeClaim")) {
      JsonObject claim = volume.object("persistentVolumeClaim");
      return claimed(claim.string("claimName"), claim.bool("readOnly"));
    }
    if (volume.has("ephemeral")) {
      return claimed(sync.pod().name() + "-" + volume.string("name"), false);
    }
    if (volume.has("nfs")) {
      JsonObject nfs = volume.object("nfs");
      return shared(
          "nfs/" + nfs.string("server") + nfs.string("path"), USUAL, nfs.bool("readOnly"));
    }
    if (volume.has("image")) {
      return image(volume.string("image", "reference"));
    }
    return emptyDir(volume.object("emptyDir"));
  }

  private PodVolume emptyDir(JsonObject facts) {
    boolean memory = facts.string("medium").equals("Memory");
    long limit =
        facts.findString("sizeLimit").map(text -> Quantity.parse(text).value()).orElse(USUAL);
    var disk = sync.world().kernel().disk();
    // On a disk the kubelet looks after the limit, and lets more be written until it does.
    long most = limit == 0 ? USUAL : memory ? limit : Math.max(USUAL, 2 * limit);
    return PodVolume.own(() ->
        Volume.empty(
                disk,
                memory ? "tmpfs" : "/dev/sda1",
                memory ? "tmpfs" : "ext4",
                Math.min(most, MOST),
                0777)
            .owned(group.isPresent() ? 02777 : 0777, group.orElse(0)));
  }

  private PodVolume onNode(String path, String type, boolean readOnly) {
    Demand demand =
        switch (type) {
          case "Directory" -> Demand.DIRECTORY;
          case "DirectoryOrCreate" -> Demand.DIRECTORY_OR_CREATE;
          case "File", "Socket", "CharDevice", "BlockDevice" -> Demand.FILE;
          case "FileOrCreate" -> Demand.FILE_OR_CREATE;
          default -> Demand.ANYTHING;
        };
    World world = sync.world();
    String node = sync.node();
    return PodVolume.part(() -> world.nodeDisk(node), path, demand, readOnly);
  }

  private PodVolume claimed(String claimName, boolean readOnly) {
    Optional<ApiObject> volume =
        sync.world()
            .find(Kinds.PERSISTENT_VOLUME_CLAIM, sync.pod().namespace(), claimName)
            .flatMap(claim ->
                sync.world().find(Kinds.PERSISTENT_VOLUME, "", claim.spec().string("volumeName")));
    if (volume.isEmpty()) {
      return emptyDir(JsonObject.EMPTY);
    }
    JsonObject spec = volume.get().spec();
    if (spec.has("hostPath")) {
      return onNode(spec.string("hostPath", "path"), spec.string("hostPath", "type"), readOnly);
    }
    if (spec.has("local")) {
      return onNode(spec.string("local", "path"), "", readOnly);
    }
    long capacity =
        spec.findString("capacity", "storage")
            .map(text -> Quantity.parse(text).value())
            .orElse(USUAL);
    return shared("pv/" + volume.get().uid(), capacity, readOnly);
  }

  private PodVolume shared(String key, long capacity, boolean readOnly) {
    World world = sync.world();
    long limit = Math.min(capacity, MOST);
    OptionalLong owner = group;
    return PodVolume.part(
        () -> {
          Volume volume = world.sharedVolume(key, limit);
          owner.ifPresent(gid -> volume.owned(02777, gid));
          return volume;
        },
        "",
        Demand.ANYTHING,
        readOnly);
  }

  private PodVolume image(String reference) {
    World world = sync.world();
    return PodVolume.written(() ->
        world
            .kernel()
            .imageLayers()
            .container(world.image(ImageName.parse(reference).orElseThrow()).files()));
  }
}
