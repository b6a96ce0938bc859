package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Mount;
import dev.podium.kubelet.process.Process;
import java.util.stream.Collectors;

/// `/proc/PID/mounts` and `mountinfo`: what is mounted where.
final class MountLines {
  private static final int FIRST = 1000;

  private MountLines() {}

  static String plain(Process who) {
    return who.files().mounts().stream()
        .map(mount ->
            "%s %s %s %s 0 0\n"
                .formatted(mount.source(), mount.mountPoint(), mount.type(), options(mount)))
        .collect(Collectors.joining());
  }

  /// With the numbers of the mount, of the one that it is in and of its device in front.
  static String detailed(Process who) {
    StringBuilder text = new StringBuilder();
    int id = FIRST;
    for (Mount mount : who.files().mounts()) {
      int parent = mount.mountPoint().equals("/") ? FIRST - 1 : FIRST;
      text.append(
          "%d %d 0:%d / %s %s - %s %s rw\n"
              .formatted(
                  id,
                  parent,
                  id,
                  mount.mountPoint(),
                  options(mount),
                  mount.type(),
                  mount.source()));
      id++;
    }
    return text.toString();
  }

  private static String options(Mount mount) {
    String access = mount.readOnly() ? "ro" : "rw";
    return switch (mount.type()) {
      case "proc", "sysfs" -> access + ",nosuid,nodev,noexec,relatime";
      default -> access + ",relatime";
    };
  }
}
