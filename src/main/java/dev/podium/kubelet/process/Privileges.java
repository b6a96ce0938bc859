package dev.podium.kubelet.process;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What the processes of a container may do.
///
/// @param capabilities those of its superuser; nobody else has any
/// @param mayGain whether a program that belongs to root may run as root
/// @param isFiltered whether a profile says which system calls it may make (seccomp)
/// @param profile of AppArmor
/// @param ownUsers whether its users are others than the node's
public record Privileges(
    Set<Capability> capabilities,
    boolean mayGain,
    boolean isFiltered,
    String profile,
    boolean ownUsers) {
  private static final Set<Capability> USUAL_CAPABILITIES =
      Set.of(
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FSETID,
          Capability.FOWNER,
          Capability.MKNOD,
          Capability.NET_RAW,
          Capability.SETGID,
          Capability.SETUID,
          Capability.SETFCAP,
          Capability.SETPCAP,
          Capability.NET_BIND_SERVICE,
          Capability.SYS_CHROOT,
          Capability.KILL,
          Capability.AUDIT_WRITE);

  /// Of a container that asks for nothing.
  public static final Privileges USUAL =
      new Privileges(USUAL_CAPABILITIES, true, false, "cri-containerd.apparmor.d (enforce)", false);

  public Privileges {
    capabilities = Set.copyOf(capabilities);
  }

  /// The capabilities of a container that adds some and drops some, by their names; those that
  /// there are not are passed over.
  ///
  /// Upstream: containerd's internal/cri/opts/spec_opts.go (WithCapabilities).
  public static Set<Capability> capabilities(
      boolean privileged, List<String> added, List<String> dropped) {
    if (privileged) {
      return EnumSet.allOf(Capability.class);
    }
    Set<Capability> all = EnumSet.copyOf(USUAL_CAPABILITIES);
    if (isAll(added)) {
      all.addAll(EnumSet.allOf(Capability.class));
    }
    if (isAll(dropped)) {
      all.clear();
    }
    all.addAll(named(added));
    all.removeAll(named(dropped));
    return all;
  }

  private static boolean isAll(List<String> names) {
    return names.stream().anyMatch("ALL"::equalsIgnoreCase);
  }

  private static List<Capability> named(List<String> names) {
    return Arrays.stream(Capability.values())
        .filter(each -> names.stream().anyMatch(each.name()::equalsIgnoreCase))
        .toList();
  }

  public boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  /// A bit for each capability, by its number.
  public long mask() {
    return capabilities.stream().mapToLong(each -> 1L << each.ordinal()).reduce(0, (a, b) -> a | b);
  }
}
