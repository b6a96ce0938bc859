package dev.podium.kubelet.shell;

import dev.podium.kubelet.files.MountTable;
import dev.podium.kubelet.files.Mounted;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.kernel.ContainerSpec;
import dev.podium.kubelet.kernel.Conversation;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.kernel.ProcessSpace;
import dev.podium.kubelet.kernel.StartFailure;
import dev.podium.kubelet.process.Programs;
import dev.podium.network.Network;
import dev.podium.time.Clock;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A container of some image, to run commands in.
final class SimulatedContainer implements AutoCloseable {
  private final PacedClock clock =
      new PacedClock(new Pace(20, true), java.time.InstantSource.system());
  private final Kernel kernel = new Kernel(clock, Programs.of(ShellPrograms.programs()));
  private final Network network = Network.plain(clock);
  private final LiveContainer container;

  /// @param out what it wrote to stdout
  record Result(int code, String out, String err) {}

  SimulatedContainer(String name) {
    Image image = ImageCatalog.builtIn().image(ImageName.parse(name).orElseThrow());
    List<Mounted> mounts =
        new ArrayList<>(
            List.of(Mounted.whole("/", kernel.imageLayers().container(image.files()), false)));
    mounts.addAll(kernel.kernelFiles().mounts());
    MountTable table = new MountTable(mounts);
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", "/root");
    environment.put("HOSTNAME", "pod");
    ContainerSpec spec =
        new ContainerSpec(
            "default",
            "pod",
            "main",
            "pod",
            image,
            List.of(),
            environment,
            "/",
            0,
            0,
            List.of(),
            OptionalLong.empty(),
            ContainerSpec.Input.NONE);
    container =
        new LiveContainer(
            kernel,
            spec,
            () -> table,
            network.attach("10.244.1.5", "default", "pod", "worker-1"),
            ProcessSpace.own(),
            () -> {});
    try {
      container.start(List.of("sleep", "infinity"));
    } catch (StartFailure e) {
      throw new IllegalStateException(e);
    }
  }

  Clock clock() {
    return clock;
  }

  LiveContainer container() {
    return container;
  }

  Result run(String stdin, String... command) {
    try (Conversation conversation = container.exec(List.of(command), true, false)) {
      CompletableFuture<String> out = read(conversation.stdout());
      CompletableFuture<String> err = read(conversation.stderr());
      CompletableFuture.runAsync(() -> {
        try {
          conversation.stdin().write(stdin.getBytes(StandardCharsets.UTF_8));
          conversation.stdin().close();
        } catch (IOException _) {
          // It did not want to read it.
        }
      });
      return new Result(conversation.waitFor(), out.join(), err.join());
    } catch (StartFailure e) {
      return new Result(127, "", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<String> read(InputStream in) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Override
  public void close() {
    network.close();
    kernel.close();
    clock.close();
  }
}
