package dev.podium.kubelet.pod;

import dev.podium.kubelet.files.Disk;
import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.files.Part;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.kernel.ContainerSpec;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.process.Errno;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What is mounted in a container: its image, the kernel's own files, those that kubelet and
/// runtime write for it, the volumes of its pod.
final class ContainerFiles implements Supplier<MountTable> {
  private final Kernel kernel;
  private final ApiObject pod;
  private final JsonObject container;
  private final ContainerSpec spec;
  private final String hostname;
  private final String address;
  private final String nameServer;
  private final Map<String, PodVolume> volumes;

  private ContainerFiles(Sync sync, JsonObject container, ContainerSpec spec) {
    this.kernel = sync.world().kernel();
    this.pod = sync.pod();
    this.container = container;
    this.spec = spec;
    this.hostname = ContainerSpecs.hostname(sync);
    this.address = sync.run().address();
    this.nameServer = sync.world().nameServer();
    this.volumes = sync.run().volumes();
  }

  /// Worked out when somebody looks.
  static ContainerFiles of(Sync sync, JsonObject container, ContainerSpec spec) {
    return new ContainerFiles(sync, container, spec);
  }

  /// Whether there is a reason to work it out when the container begins: a part of a volume is what
  /// it is then.
  boolean isUrgent() {
    return container.objects("volumeMounts").stream()
        .anyMatch(mount -> mount.has("subPath") || mount.has("subPathExpr"));
  }

  @Override
  public MountTable get() {
    boolean readOnly = container.bool("securityContext", "readOnlyRootFilesystem");
    List<Mounted> mounts = new ArrayList<>();
    mounts.add(Mounted.whole("/", kernel.imageLayers().container(spec.image().files()), readOnly));
    makeDirectory(mounts.getFirst());
    mounts.addAll(kernel.kernelFiles().mounts());
    mounts.add(mount(PodVolumes.SHARED_MEMORY, "/dev/shm", "", false));
    Map<String, String> written = new LinkedHashMap<>();
    written.put("/etc/hosts", HostFiles.hosts(pod, hostname, address));
    written.put("/etc/hostname", spec.names().host() + "\n");
    written.put("/etc/resolv.conf", HostFiles.resolver(pod, nameServer));
    written.put(container.findString("terminationMessagePath").orElse("/dev/termination-log"), "");
    written.forEach((path, text) -> mounts.add(file(kernel.disk(), path, text)));
    container.objects("volumeMounts").forEach(mount -> mounts.add(volume(mount)));
    return new MountTable(mounts);
  }

  /// The runtime makes the directory that the container begins in.
  private void makeDirectory(Mounted root) {
    String given = container.string("workingDir");
    if (!given.isEmpty() && !given.equals("/")) {
      try {
        Part.of(given, root.volume(), given, Part.Demand.ANYTHING, 0755, false);
      } catch (Errno _) {
        // The processes will find out.
      }
    }
  }

  private static Mounted file(Disk disk, String path, String text) {
    int mode = text.isEmpty() ? 0666 : 0644;
    return Mounted.whole(path, Volume.file(disk, text, mode), false);
  }

  private Mounted volume(JsonObject mount) {
    return mount(
        mount.string("name"),
        at(mount.string("mountPath")),
        subPath(mount),
        mount.bool("readOnly"));
  }

  private Mounted mount(String name, String path, String subPath, boolean readOnly) {
    PodVolume volume = volumes.get(name);
    if (volume == null) {
      throw new MountFailure("volume \"" + name + "\" is not there");
    }
    try {
      return volume.mount(path, subPath, readOnly);
    } catch (Errno _) {
      throw new MountFailure(
          "failed to prepare subPath for volumeMount \"%s\" of container \"%s\""
              .formatted(name, container.string("name")));
    }
  }

  /// Upstream: makeMounts in pkg/kubelet/kubelet_pods.go, ExpandContainerVolumeMounts.
  private String subPath(JsonObject mount) {
    if (!mount.has("subPathExpr")) {
      return mount.string("subPath");
    }
    String given = mount.string("subPathExpr");
    ContainerSpecs.firstUnknown(given, spec.environment())
        .ifPresent(name -> {
          throw new MountFailure("missing value for \"" + name + "\"");
        });
    String path = ContainerSpecs.expand(given, spec.environment());
    if (path.startsWith("/")) {
      throw new MountFailure("error SubPath `" + path + "` must not be an absolute path");
    }
    if (List.of(path.split("/")).contains("..")) {
      throw new MountFailure("unable to provision SubPath `" + path + "`: must not contain '..'");
    }
    return path;
  }

  private static String at(String path) {
    String whole = path.startsWith("/") ? path : "/" + path;
    String plain = whole.replaceAll("/+", "/");
    return plain.length() > 1 && plain.endsWith("/")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  /// A volume cannot be mounted.
  static final class MountFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    MountFailure(String message) {
      super(message);
    }
  }
}
