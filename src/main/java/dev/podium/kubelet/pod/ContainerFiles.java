package dev.podium.kubelet.pod;

import dev.podium.kubelet.files.Disk;
import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.kernel.ContainerSpec;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What is mounted in a container: its image, the kernel's own files, those that kubelet and
/// runtime write for it.
final class ContainerFiles {
  private ContainerFiles() {}

  /// Worked out when somebody looks, from what is so now.
  static Supplier<MountTable> of(Sync sync, JsonObject container, ContainerSpec spec) {
    Kernel kernel = sync.world().kernel();
    ApiObject pod = sync.pod();
    String address = sync.run().address();
    String nameServer = sync.world().nameServer();
    boolean readOnly = container.bool("securityContext", "readOnlyRootFilesystem");
    String message = container.findString("terminationMessagePath").orElse("/dev/termination-log");
    return () -> {
      List<Mounted> mounts = new ArrayList<>();
      mounts.add(
          Mounted.whole("/", kernel.imageLayers().container(spec.image().files()), readOnly));
      mounts.addAll(kernel.kernelFiles().mounts());
      Map<String, String> written = new LinkedHashMap<>();
      written.put("/etc/hosts", HostFiles.hosts(pod, spec.hostname(), address));
      written.put("/etc/hostname", spec.hostname() + "\n");
      written.put("/etc/resolv.conf", HostFiles.resolver(pod, nameServer));
      written.put(message, "");
      written.forEach((path, text) -> mounts.add(file(kernel.disk(), path, text)));
      return new MountTable(mounts);
    };
  }

  private static Mounted file(Disk disk, String path, String text) {
    int mode = text.isEmpty() ? 0666 : 0644;
    return Mounted.whole(path, Volume.file(disk, text, mode), false);
  }
}
