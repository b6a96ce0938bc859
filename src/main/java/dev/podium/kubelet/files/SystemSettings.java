package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Container;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What `/proc/sys` shows in a container: what pods may set, as they set it or as it is otherwise.
final class SystemSettings {
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("kernel.osrelease", "6.8.0-podium"),
          Map.entry("kernel.ostype", "Linux"),
          Map.entry("kernel.shm_rmid_forced", "0"),
          Map.entry("kernel.pid_max", "4194304"),
          Map.entry("net.core.somaxconn", "4096"),
          Map.entry("net.ipv4.ip_forward", "1"),
          Map.entry("net.ipv4.ip_local_port_range", "32768\t60999"),
          Map.entry("net.ipv4.ip_local_reserved_ports", ""),
          Map.entry("net.ipv4.ip_unprivileged_port_start", "0"),
          Map.entry("net.ipv4.ping_group_range", "0\t2147483647"),
          Map.entry("net.ipv4.tcp_fin_timeout", "60"),
          Map.entry("net.ipv4.tcp_keepalive_intvl", "75"),
          Map.entry("net.ipv4.tcp_keepalive_probes", "9"),
          Map.entry("net.ipv4.tcp_keepalive_time", "7200"),
          Map.entry("net.ipv4.tcp_rmem", "4096\t131072\t6291456"),
          Map.entry("net.ipv4.tcp_syncookies", "1"),
          Map.entry("net.ipv4.tcp_wmem", "4096\t16384\t4194304"),
          Map.entry("vm.overcommit_memory", "1"),
          Map.entry("vm.swappiness", "60"));

  private SystemSettings() {}

  static Inode directory(Container container) {
    Map<String, String> all = new TreeMap<>(USUAL);
    all.put("kernel.hostname", container.hostname());
    container
        .confinement()
        .sysctls()
        .forEach((name, value) -> all.put(name.replace('/', '.'), value.replace(' ', '\t')));
    return folder(all);
  }

  private static Inode folder(Map<String, String> settings) {
    Map<String, Map<String, String>> below = new TreeMap<>();
    Map<String, Supplier<Inode>> entries = new LinkedHashMap<>();
    settings.forEach((name, value) -> {
      String[] parts = name.split("\\.", 2);
      if (parts.length > 1) {
        below.computeIfAbsent(parts[0], _ -> new TreeMap<>()).put(parts[1], value);
      } else {
        entries.put(name, () -> Generated.file(_ -> value + "\n"));
      }
    });
    below.forEach((name, rest) -> entries.put(name, () -> folder(rest)));
    return Generated.directory(entries);
  }
}
