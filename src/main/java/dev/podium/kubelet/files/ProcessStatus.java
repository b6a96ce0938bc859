package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Container.ProcessInfo;
import dev.podium.kubelet.process.Privileges;
import dev.podium.kubelet.process.Process;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/proc/PID/status`: who a process is and what it may do.
final class ProcessStatus {
  private static final Map<String, String> STATES =
      Map.of("R", "R (running)", "T", "T (stopped)", "Z", "Z (zombie)");

  private ProcessStatus() {}

  static String of(ProcessInfo process, String name, Process who) {
    long memory = who.container().memoryUsed() / 1024;
    return """
    Name:	$name
    Umask:	$umask
    State:	$state
    Tgid:	$pid
    Ngid:	0
    Pid:	$pid
    PPid:	$parent
    TracerPid:	0
    Uid:	$uid	$uid	$uid	$uid
    Gid:	$gid	$gid	$gid	$gid
    FDSize:	64
    Groups:	$groups
    NStgid:	$pid
    NSpid:	$pid
    NSpgid:	$group
    NSsid:	$group
    Kthread:	0
    VmPeak:	$memory kB
    VmSize:	$memory kB
    VmLck:	       0 kB
    VmHWM:	$memory kB
    VmRSS:	$memory kB
    VmSwap:	       0 kB
    Threads:	1
    SigQ:	0/63432
    """
            .replace("$name", name)
            .replace("$umask", "%04o".formatted(process.live().map(Process::umask).orElse(022)))
            .replace("$state", STATES.getOrDefault(process.state(), "S (sleeping)"))
            .replace("$pid", "" + process.pid())
            .replace("$parent", "" + process.parentPid())
            .replace("$uid", "" + process.uid())
            .replace("$gid", "" + process.live().map(Process::gid).orElse(process.uid()))
            .replace("$groups", groups(process.live()))
            .replace("$group", "" + process.live().map(Process::group).orElse(process.pid()))
            .replace("$memory", "%8d".formatted(memory))
        + privileges(process);
  }

  /// With the one that it belongs to in the first place.
  private static String groups(Optional<Process> process) {
    return process.stream()
        .flatMap(live -> Stream.concat(Stream.of(live.gid()), live.groups().stream()))
        .distinct()
        .map(group -> group + " ")
        .collect(Collectors.joining());
  }

  private static String privileges(ProcessInfo process) {
    Privileges its =
        process
            .live()
            .map(live -> live.container().confinement().privileges())
            .orElse(Privileges.USUAL);
    long mask = its.mask();
    int filters = its.isFiltered() ? 1 : 0;
    return """
    CapInh:	0000000000000000
    CapPrm:	%1$016x
    CapEff:	%1$016x
    CapBnd:	%2$016x
    CapAmb:	0000000000000000
    NoNewPrivs:	%3$d
    Seccomp:	%4$d
    Seccomp_filters:	%5$d
    Cpus_allowed:	f
    Cpus_allowed_list:	0-3
    Mems_allowed:	1
    Mems_allowed_list:	0
    voluntary_ctxt_switches:	1
    nonvoluntary_ctxt_switches:	0
    """
        .formatted(
            process.uid() == 0 ? mask : 0, mask, its.mayGain() ? 0 : 1, 2 * filters, filters);
  }
}
