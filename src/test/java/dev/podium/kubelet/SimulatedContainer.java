package dev.podium.kubelet;

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
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.program.BasicPrograms;
import dev.podium.kubelet.server.ServerPrograms;
import dev.podium.kubelet.shell.ShellPrograms;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/// A container of some image, in which commands can be run, and a neighbour that asks it things.
public final class SimulatedContainer implements AutoCloseable {
  private static final long MEMORY = 32 << 20;
  private static final String ADDRESS = "10.244.1.5";

  private final PacedClock clock;
  private final Kernel kernel;
  private final Network network;
  private final NetworkStack neighbour;
  private final LiveContainer container;

  /// @param out what it wrote to stdout
  public record Result(int code, String out, String err) {}

  private SimulatedContainer(
      String name, Map<String, String> variables, List<String> command, int pace) {
    this(name, variables, command, new PacedClock(new Pace(pace, true), InstantSource.system()));
  }

  private SimulatedContainer(
      String name, Map<String, String> variables, List<String> command, PacedClock clock) {
    this(name, variables, command, clock, Network.plain(clock), ADDRESS);
  }

  private SimulatedContainer(
      String name,
      Map<String, String> variables,
      List<String> command,
      PacedClock clock,
      Network network,
      String address) {
    this.clock = clock;
    this.network = network;
    this.kernel =
        new Kernel(
            clock,
            Programs.of(
                BasicPrograms.all(),
                ShellPrograms.programs(),
                ServerPrograms.all(),
                Agnhost.programs()),
            MEMORY);
    this.neighbour = network.attach("10.244.1.6", "default", "client", "worker-1");
    Image image = ImageCatalog.builtIn().image(ImageName.parse(name).orElseThrow());
    List<Mounted> mounts =
        new ArrayList<>(
            List.of(Mounted.whole("/", kernel.imageLayers().container(image.files()), false)));
    mounts.addAll(kernel.kernelFiles().mounts());
    MountTable table = new MountTable(mounts);
    this.container =
        new LiveContainer(
            kernel,
            spec(image, variables),
            () -> table,
            network.attach(address, "default", "pod", "worker-1"),
            ProcessSpace.own(),
            () -> {});
    try {
      container.start(command.isEmpty() ? ownCommand(image, List.of()) : command);
    } catch (StartFailure e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContainerSpec spec(Image image, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", "/root");
    environment.put("HOSTNAME", "pod");
    environment.putAll(variables);
    return new ContainerSpec(
        new ContainerSpec.Names("default", "pod", "main", "pod"),
        image,
        List.of(),
        environment,
        "/",
        ContainerSpec.Credentials.ROOT,
        Confinement.ofMemory(OptionalLong.empty()),
        ContainerSpec.Input.NONE);
  }

  private static List<String> ownCommand(Image image, List<String> arguments) {
    List<String> command = new ArrayList<>(image.entrypoint());
    command.addAll(arguments.isEmpty() ? image.arguments() : arguments);
    return command;
  }

  /// One that does nothing by itself.
  public static SimulatedContainer idle(String image) {
    return new SimulatedContainer(image, Map.of(), List.of("sleep", "infinity"), 20);
  }

  /// One that does nothing by itself, on a network that there is already.
  public static SimulatedContainer within(Network network, String image, String address) {
    PacedClock clock = new PacedClock(new Pace(20, true), InstantSource.system());
    return new SimulatedContainer(
        image, Map.of(), List.of("sleep", "infinity"), clock, network, address);
  }

  /// One that does what its image does.
  ///
  /// @param arguments in place of the image's own; none for those
  public static SimulatedContainer running(
      String name, Map<String, String> variables, String... arguments) {
    Image image = ImageCatalog.builtIn().image(ImageName.parse(name).orElseThrow());
    return new SimulatedContainer(name, variables, ownCommand(image, List.of(arguments)), 100);
  }

  /// Runs a command to its end.
  public Result run(String stdin, String... command) {
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

  public void write(String path, String text) {
    run(text, "tee", path);
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

  /// Runs a line of a shell and says what it wrote.
  public String shell(String script) {
    Result result = run("", "sh", "-c", script);
    return result.out + result.err;
  }

  /// A command at a terminal, as `exec -it` runs it.
  public Conversation terminal(String... command) {
    try {
      return container.exec(List.of(command), true, true);
    } catch (StartFailure e) {
      throw new IllegalStateException(e);
    }
  }

  public LiveContainer container() {
    return container;
  }

  public NetworkStack neighbour() {
    return neighbour;
  }

  /// Connects as soon as something listens.
  public Connection connect(int port) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(() -> neighbour.connect(ADDRESS, port, Duration.ofSeconds(5)), _ -> true);
  }

  /// Sends a datagram as soon as something takes it.
  public Optional<byte[]> send(int port, String text) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(
            () ->
                neighbour.ask(
                    ADDRESS, port, text.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5)),
            _ -> true);
  }

  public HttpResponse ask(int port, HttpRequest request) {
    try {
      return HttpClient.exchange(connect(port), request);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse get(int port, String target) {
    return ask(port, HttpRequest.get(target, Headers.of("Host", "pod", "User-Agent", "test")));
  }

  public String text(int port, String target) {
    try {
      return get(port, target).text();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public int awaitEnd() {
    return Awaitility.await().until(container::exit, Optional::isPresent).orElseThrow().code();
  }

  public String log() {
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
