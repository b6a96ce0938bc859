package dev.podium.kubelet.kernel;

import dev.podium.kubelet.agnhost.Agnhost;
import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.program.BasicPrograms;
import dev.podium.kubelet.server.ServerPrograms;
import dev.podium.kubelet.shell.ShellPrograms;
import dev.podium.network.Network;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// What containers cost that do nothing, and what those cost that do a lot: run by hand.
final class ContainerLoad {
  private static final int CONTAINERS = 10_000;
  private static final int FOLLOWERS = 200;

  private final PacedClock clock = new PacedClock(Pace.REAL, InstantSource.system());
  private final Network network = Network.plain(clock);
  private final Kernel kernel =
      new Kernel(
          clock,
          Programs.of(
              BasicPrograms.all(),
              ShellPrograms.programs(),
              ServerPrograms.all(),
              Agnhost.programs()));
  private final List<LiveContainer> containers = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    ContainerLoad load = new ContainerLoad();
    load.busy();
    load.follow();
    load.idle("nginx", List.of("/docker-entrypoint.sh", "nginx", "-g", "daemon off;"));
    load.idle("acme/unknown", List.of("/entrypoint"));
    load.idle("busybox", List.of("sleep", "1000000"));
    load.idle("busybox", List.of("sh", "-c", "while true; do sleep 100000; done"));
    System.exit(0);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void idle(String image, List<String> command) throws Exception {
    start(image, command, 99_999_999).kill();
    long before = used();
    for (int i = 0; i < CONTAINERS; i++) {
      start(image, command, i);
    }
    for (int quiet = 0; quiet < 20; quiet = kernel.isQuiet() ? quiet + 1 : 0) {
      clock.sleep(Duration.ofMillis(100));
    }
    System.out.printf(
        "%s %s: %,d bytes each, %d threads%n",
        image, command, (used() - before) / CONTAINERS, kernel.threads());
    if (System.getProperty("histogram") != null) {
      System.out.println(image);
      new ProcessBuilder("jcmd", "" + ProcessHandle.current().pid(), "GC.class_histogram")
          .inheritIO()
          .start()
          .waitFor();
    }
    containers.forEach(LiveContainer::kill);
    containers.clear();
  }

  /// How long others wait while five containers spin.
  private void busy() throws Exception {
    List<LiveContainer> busy = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      busy.add(start("busybox", List.of("sh", "-c", "while :; do :; done"), i));
    }
    List<Long> waits = new ArrayList<>();
    long cpu =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    long begin = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      long start = System.nanoTime();
      Thread.ofVirtual().start(() -> {}).join();
      waits.add((System.nanoTime() - start) / 1000);
      clock.sleep(Duration.ofMillis(20));
    }
    double share =
        (((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime()
                - cpu)
            / (double) (System.nanoTime() - begin);
    System.out.printf(
        "5 busy loops: a new thread waits %,d us, at worst %,d us; %.2f processors used%n",
        waits.stream().sorted().skip(100).findFirst().orElse(0L),
        waits.stream().max(Long::compare).orElse(0L),
        share);
    busy.forEach(LiveContainer::kill);
  }

  /// How many lines arrive where many follow one log.
  private void follow() throws Exception {
    LiveContainer writer =
        start(
            "busybox",
            List.of(
                "sh",
                "-c",
                "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; sleep 100"),
            1);
    AtomicLong lines = new AtomicLong();
    for (int i = 0; i < FOLLOWERS; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              long next = 0;
              while (true) {
                List<LogLine> got = writer.log().await(next, Duration.ofSeconds(2));
                next += got.size();
                lines.addAndGet(got.size());
              }
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
    }
    long begin = System.nanoTime();
    while (lines.get() < 2000L * FOLLOWERS) {
      clock.sleep(Duration.ofMillis(10));
    }
    System.out.printf(
        "%d followers of 2,000 lines: %d ms%n", FOLLOWERS, (System.nanoTime() - begin) / 1_000_000);
  }

  private LiveContainer start(String name, List<String> command, int number) throws Exception {
    Image image = images.computeIfAbsent(name, _ -> imageOf(name));
    Image found = image;
    ContainerSpec spec =
        new ContainerSpec(
            new ContainerSpec.Names("default", "pod-" + number, "c", "pod-" + number),
            found,
            List.of(80),
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin", "HOSTNAME", "pod-" + number),
            "/",
            ContainerSpec.Credentials.ROOT,
            Confinement.ofMemory(OptionalLong.empty()),
            ContainerSpec.Input.NONE);
    LiveContainer container =
        new LiveContainer(
            kernel,
            spec,
            () -> {
              List<Mounted> mounts = new ArrayList<>();
              mounts.add(Mounted.whole("/", kernel.imageLayers().container(found.files()), false));
              mounts.addAll(kernel.kernelFiles().mounts());
              return new MountTable(mounts);
            },
            network.attach(
                "10." + number / 65536 + "." + number / 256 % 256 + "." + number % 256,
                "default",
                "pod-" + number,
                "node"),
            ProcessSpace.own(),
            () -> {});
    container.start(command);
    containers.add(container);
    return container;
  }

  private final Map<String, Image> images = new java.util.HashMap<>();

  private static Image imageOf(String name) {
    return ImageCatalog.builtIn().image(ImageName.parse(name).orElseThrow());
  }
}
