package dev.podium.kubelet.server;

import dev.podium.kubelet.agnhost.Agnhost;
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
import dev.podium.kubelet.logs.LogLine;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.program.BasicPrograms;
import dev.podium.network.Connection;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.awaitility.Awaitility;

/// A container of some image with its own command, and a neighbour that asks it things.
final class RunningImage implements AutoCloseable {
  private static final String ADDRESS = "10.244.1.5";

  private final PacedClock clock = new PacedClock(new Pace(100, true), InstantSource.system());
  private final Kernel kernel =
      new Kernel(
          clock,
          Programs.of(
              BasicPrograms.all(),
              ServerPrograms.all(), Agnhost.programs(),
              Map.of("tee", (Program.Command) RunningImage::tee)));
  private final Network network = Network.plain(clock);
  private final NetworkStack neighbour;
  private final MountTable table;
  private final LiveContainer container;

  /// @param arguments in place of the image's own; none for those
  RunningImage(String name, Map<String, String> variables, String... arguments) {
    Image image = ImageCatalog.builtIn().image(ImageName.parse(name).orElseThrow());
    List<Mounted> mounts =
        new ArrayList<>(
            List.of(Mounted.whole("/", kernel.imageLayers().container(image.files()), false)));
    mounts.addAll(kernel.kernelFiles().mounts());
    this.table = new MountTable(mounts);
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.putAll(variables);
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
    this.container =
        new LiveContainer(
            kernel,
            spec,
            () -> table,
            network.attach(ADDRESS, "default", "pod", "worker-1"),
            ProcessSpace.own(),
            () -> {});
    this.neighbour = network.attach("10.244.1.6", "default", "client", "worker-1");
    List<String> command = new ArrayList<>(image.entrypoint());
    command.addAll(arguments.length == 0 ? image.arguments() : List.of(arguments));
    try {
      container.start(command);
    } catch (StartFailure e) {
      throw new IllegalStateException(e);
    }
  }

  void write(String path, String text) {
    exec("tee", path, text);
  }

  /// Stands in for a shell's command: writes its second argument into the file that the first
  /// names.
  private static int tee(Process self) throws IOException {
    try (OutputStream out =
        self.files().write(self.arguments().get(1), FileSystem.Open.TRUNCATE, 0644)) {
      out.write(self.arguments().get(2).getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  /// Connects as soon as something listens.
  Connection connect(int port) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(() -> neighbour.connect(ADDRESS, port, Duration.ofSeconds(5)), _ -> true);
  }

  HttpResponse ask(int port, HttpRequest request) {
    try {
      return HttpClient.exchange(connect(port), request);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse get(int port, String target) {
    return ask(port, HttpRequest.get(target, Headers.of("Host", "pod", "User-Agent", "test")));
  }

  String text(int port, String target) {
    try {
      return get(port, target).text();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return the exit code
  int exec(String... command) {
    try (Conversation conversation = container.exec(List.of(command), false, false)) {
      conversation.stdout().readAllBytes();
      conversation.stderr().readAllBytes();
      return conversation.waitFor();
    } catch (StartFailure | IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int awaitEnd() {
    return Awaitility.await()
        .until(container::exit, java.util.Optional::isPresent)
        .orElseThrow()
        .code();
  }

  String log() {
    StringBuilder text = new StringBuilder();
    for (LogLine line : container.log().lines()) {
      text.append(new String(line.bytes(), StandardCharsets.UTF_8)).append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    network.close();
    kernel.close();
    clock.close();
  }
}
