package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Container.ProcessInfo;
import dev.podium.kubelet.process.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `/proc`, `/sys` and `/dev`: the same for all containers, since what they hold depends on who
/// looks.
public final class KernelFiles {
  /// Of a node, in bytes.
  public static final long MEMORY = 16_381_864L << 10;

  private static final int PROCESSORS = 4;
  private static final int OWN_USERS = 65_536;
  private static final long DEVICES = 65_536L << 10;
  static final String VERSION =
      "Linux version 6.8.0-podium (podium@localhost) (simulated, nothing of it runs) #1 SMP";

  private final Disk disk;
  private final Instant boot;
  private final Volume proc;
  private final Volume sys;
  private final Directory dev;

  public KernelFiles(Disk disk) {
    this.disk = disk;
    this.boot = disk.now();
    long none = Long.MAX_VALUE;
    this.proc = new Volume(disk, "proc", "proc", none, Generated.directory(new ProcessFolders()));
    this.sys = new Volume(disk, "sysfs", "sysfs", none, sys());
    this.dev = dev();
  }

  /// For a container; what it writes in `/dev` is its own.
  public List<Mounted> mounts() {
    return List.of(
        Mounted.whole("/proc", proc, false),
        Mounted.whole("/dev", new Volume(disk, "tmpfs", "tmpfs", DEVICES, dev), false),
        Mounted.whole("/sys", sys, true));
  }

  private Directory dev() {
    Directory root = new Directory(disk.nextInode(), true, 0755, 0, 0, boot);
    Map<String, Device.Kind> devices =
        Map.of(
            "null",
            Device.Kind.NULL,
            "zero",
            Device.Kind.ZERO,
            "full",
            Device.Kind.FULL,
            "random",
            Device.Kind.RANDOM,
            "urandom",
            Device.Kind.RANDOM,
            "tty",
            Device.Kind.TTY);
    devices.forEach(
        (name, kind) -> root.entries.put(name, new Device(disk.nextInode(), kind, 0, 0, boot)));
    Map.of(
            "stdin",
            "/proc/self/fd/0",
            "stdout",
            "/proc/self/fd/1",
            "stderr",
            "/proc/self/fd/2",
            "fd",
            "/proc/self/fd")
        .forEach((name, target) -> root.entries.put(name, link(target)));
    root.entries.put("shm", new Directory(disk.nextInode(), true, 01777, 0, 0, boot));
    root.entries.put("mqueue", new Directory(disk.nextInode(), true, 01777, 0, 0, boot));
    root.entries.put("pts", new Directory(disk.nextInode(), true, 0755, 0, 0, boot));
    return root;
  }

  private Symlink link(String target) {
    return new Symlink(disk.nextInode(), true, 0, 0, boot, target);
  }

  private static Generated sys() {
    Map<String, Supplier<Inode>> cgroup = new LinkedHashMap<>();
    cgroup.put("memory.max", () -> Generated.file(who -> limit(who) + "\n"));
    cgroup.put("memory.current", () -> Generated.file(who -> who.container().memoryUsed() + "\n"));
    cgroup.put(
        "pids.current", () -> Generated.file(who -> who.container().processes().size() + "\n"));
    cgroup.put(
        "cpu.max", () -> Generated.file(who -> who.container().confinement().cpuMax() + "\n"));
    cgroup.put(
        "cpu.weight",
        () -> Generated.file(who -> who.container().confinement().cpuWeight() + "\n"));
    cgroup.put("cgroup.controllers", () -> Generated.file(_ -> "cpuset cpu io memory pids\n"));
    return Generated.directory(
        Map.of(
            "fs", () -> Generated.directory(Map.of("cgroup", () -> Generated.directory(cgroup)))));
  }

  private static String limit(Process who) {
    OptionalLong limit = who.container().memoryLimit();
    return limit.isPresent() ? Long.toString(limit.getAsLong()) : "max";
  }

  /// The root of `/proc`: what is always there, and a directory per process.
  private final class ProcessFolders implements Generated.Entries {
    private final Map<String, Function<Process, String>> files = new LinkedHashMap<>();

    ProcessFolders() {
      files.put("cpuinfo", _ -> cpuInfo());
      files.put("meminfo", _ -> memoryInfo());
      files.put("uptime", _ -> uptime());
      files.put("loadavg", who -> "0.08 0.05 0.01 1/%d 100\n".formatted(size(who)));
      files.put("swaps", _ -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
      files.put("cmdline", _ -> "BOOT_IMAGE=/boot/vmlinuz ro\n");
      files.put("version", _ -> VERSION + "\n");
      files.put("stat", _ -> "cpu  0 0 0 0 0 0 0 0 0 0\nbtime " + boot.getEpochSecond() + "\n");
      files.put(
          "filesystems", _ -> "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\toverlay\n\text4\n");
    }

    @Override
    public List<String> names(Process asking) {
      List<String> names = new ArrayList<>(files.keySet());
      names.add("self");
      names.add("mounts");
      names.add("sys");
      asking.container().processes().forEach(process -> names.add("" + process.pid()));
      return names;
    }

    @Override
    public Optional<Inode> find(String name, Process asking) {
      if (files.containsKey(name)) {
        return Optional.of(Generated.file(files.getOrDefault(name, _ -> "")));
      }
      return switch (name) {
        case "self" -> Optional.of(link("" + asking.pid()));
        case "mounts" -> Optional.of(link("self/mounts"));
        case "sys" -> Optional.of(SystemSettings.directory(asking.container()));
        default ->
            asking.container().processes().stream()
                .filter(process -> name.equals("" + process.pid()))
                .findFirst()
                .map(this::folder);
      };
    }

    private Inode folder(ProcessInfo process) {
      Map<String, Supplier<Inode>> folder = new LinkedHashMap<>();
      folder.put(
          "cmdline",
          () ->
              Generated.file(_ ->
                  process.arguments().stream()
                      .map(word -> word + "\0")
                      .collect(Collectors.joining())));
      folder.put("comm", () -> Generated.file(_ -> name(process) + "\n"));
      folder.put("stat", () -> Generated.file(_ -> stat(process)));
      folder.put(
          "status", () -> Generated.file(who -> ProcessStatus.of(process, name(process), who)));
      folder.put("environ", () -> Generated.file(who -> environment(process, who)));
      folder.put("mounts", () -> Generated.file(MountLines::plain));
      folder.put(
          "limits",
          () ->
              Generated.file(_ ->
                  "Limit                     Soft Limit           Hard Limit           Units\n"
                      + "Max open files            1048576              1048576              files\n"));
      folder.put("mountinfo", () -> Generated.file(MountLines::detailed));
      folder.put("cgroup", () -> Generated.file(_ -> "0::/\n"));
      folder.put("oom_score_adj", () -> Generated.file(who -> score(who) + "\n"));
      folder.put("oom_score", () -> Generated.file(who -> (1000 + score(who)) * 2 / 3 + "\n"));
      folder.put("loginuid", () -> Generated.file(_ -> "4294967295"));
      folder.put("uid_map", () -> Generated.file(KernelFiles::users));
      folder.put("gid_map", () -> Generated.file(KernelFiles::users));
      folder.put(
          "attr",
          () ->
              Generated.directory(
                  Map.of(
                      "current",
                      () ->
                          Generated.file(who ->
                              who.container().confinement().privileges().profile() + "\n"))));
      folder.put("cwd", () -> link(find(process, Process::directory).orElse("/")));
      folder.put("root", () -> link("/"));
      folder.put("fd", () -> streams(process));
      return Generated.directory(folder);
    }

    private Inode streams(ProcessInfo process) {
      Map<String, Supplier<Inode>> streams = new LinkedHashMap<>();
      for (int i = 0; i < 3; i++) {
        int descriptor = i;
        streams.put(
            "" + i,
            () ->
                new Device(disk.nextInode(), Device.Kind.STREAM, process.pid(), descriptor, boot));
      }
      return Generated.directory(streams);
    }

    private static <T> Optional<T> find(ProcessInfo process, Function<Process, T> what) {
      return process.live().map(what);
    }

    private String environment(ProcessInfo process, Process who) {
      return who.uid() != 0 && who.uid() != process.uid()
          ? ""
          : find(process, Process::environment).orElse(Map.of()).entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue() + "\0")
              .collect(Collectors.joining());
    }

    private static int size(Process who) {
      return who.container().processes().size();
    }

    private String uptime() {
      double seconds = Duration.between(boot, disk.now()).toMillis() / 1000.0;
      return "%.2f %.2f\n".formatted(seconds, seconds * PROCESSORS);
    }

    private String stat(ProcessInfo process) {
      long ticks = Duration.between(boot, process.started()).toMillis() / 10;
      return ("%d (%s) %s %d %d %d 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 %d 0 0\n")
          .formatted(
              process.pid(),
              name(process),
              process.state(),
              process.parentPid(),
              process.pid(),
              process.pid(),
              Math.max(0, ticks));
    }

    private static String name(ProcessInfo process) {
      String path = process.arguments().isEmpty() ? "" : process.arguments().getFirst();
      String name = path.substring(path.lastIndexOf('/') + 1);
      return name.length() > 15 ? name.substring(0, 15) : name;
    }
  }

  private static int score(Process who) {
    return who.container().confinement().outOfMemoryScore();
  }

  /// The first user on the inside, the same one on the outside, and how many follow.
  private static String users(Process who) {
    return who.container().confinement().privileges().ownUsers()
        ? "%10d %10d %10d\n".formatted(0, OWN_USERS, OWN_USERS)
        : "%10d %10d %10d\n".formatted(0, 0, 0xffff_ffffL);
  }

  private static String cpuInfo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PROCESSORS; i++) {
      text.append(
          "processor\t: %d\nmodel name\t: simulated\ncpu MHz\t\t: 2400.000\ncpu cores\t: %d\n\n"
              .formatted(i, PROCESSORS));
    }
    return text.toString();
  }

  private static String memoryInfo() {
    long total = MEMORY / 1024;
    return """
    MemTotal:       %8d kB
    MemFree:        %8d kB
    MemAvailable:   %8d kB
    Buffers:               0 kB
    Cached:         %8d kB
    SwapCached:            0 kB
    Active:         %8d kB
    Inactive:       %8d kB
    Shmem:              4096 kB
    SwapTotal:             0 kB
    SwapFree:              0 kB
    """
        .formatted(total, total / 2, total * 3 / 4, total / 4, total / 5, total / 5);
  }
}
