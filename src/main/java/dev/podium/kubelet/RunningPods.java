package dev.podium.kubelet;

import dev.podium.kubelet.kernel.Conversation;
import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.kernel.StartFailure;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pod.DiskUse;
import dev.podium.kubelet.pod.PodRun;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.runtime.Key;
import dev.podium.usage.ContainerUsage;
import dev.podium.usage.SimulatedLoad;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What runs on the simulated nodes: written by kubelets, read by who wants to look into a
/// container. Safe for use by any thread.
public final class RunningPods implements ContainerRuntime, ContainerUsage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Key, PodRun> runs = new ConcurrentHashMap<>();

  /// The addresses of nodes without power.
  private final Map<String, String> dark = new ConcurrentHashMap<>();

  Optional<PodRun> find(Key key) {
    return Optional.ofNullable(runs.get(key));
  }

  void put(Key key, PodRun run) {
    runs.put(key, run);
  }

  void remove(Key key, PodRun run) {
    runs.remove(key, run);
  }

  /// A node lost its power, or has it again.
  ///
  /// @param address where its kubelet would be; empty where it answers
  void power(String node, Optional<String> address) {
    address.ifPresentOrElse(a -> dark.put(node, a), () -> dark.remove(node));
  }

  @Override
  public Optional<String> unreachable(String node) {
    return Optional.ofNullable(dark.get(node))
        .map("dial tcp %s:10250: connect: no route to host"::formatted);
  }

  @Override
  public Optional<ContainerLog> log(
      String namespace, String pod, String container, boolean previous) {
    return find(new Key(namespace, pod)).flatMap(run -> run.log(container, previous));
  }

  @Override
  public Optional<DiskUse> diskUse(String namespace, String pod) {
    return find(new Key(namespace, pod)).map(PodRun::diskUse);
  }

  @Override
  public long of(SimulatedLoad resource, String namespace, String pod, String container) {
    return find(new Key(namespace, pod))
        .flatMap(run -> run.running(container))
        .map(live ->
            switch (resource) {
              case CPU -> live.computing();
              case MEMORY -> live.memoryUsed();
            })
        .orElse(0L);
  }

  private LiveContainer require(Target target) throws RuntimeFailure {
    return find(new Key(target.namespace(), target.pod()))
        .flatMap(run -> run.running(target.container()))
        .orElseThrow(
            () -> new RuntimeFailure("container not found (\"" + target.container() + "\")"));
  }

  @Override
  public Session exec(Target target, List<String> command, boolean stdin, boolean tty)
      throws RuntimeFailure {
    LiveContainer container = require(target);
    try {
      return new Talk(container.exec(command, stdin, tty));
    } catch (StartFailure e) {
      throw new RuntimeFailure(
          "OCI runtime exec failed: exec failed: unable to start container process: "
              + e.getMessage()
              + ": unknown",
          e.exitCode());
    }
  }

  @Override
  public Session attach(Target target, boolean stdin, boolean tty) throws RuntimeFailure {
    return new Talk(require(target).attach(stdin));
  }

  @Override
  public Connection connect(String namespace, String pod, int port)
      throws ConnectFailure, RuntimeFailure, InterruptedException {
    PodRun run =
        find(new Key(namespace, pod))
            .filter(found -> !found.address().isEmpty() && !found.isFinished())
            .orElseThrow(() -> new RuntimeFailure("pod not found (\"" + pod + "\")"));
    return run.network().connect("127.0.0.1", port, PATIENCE);
  }

  /// A conversation as a session.
  private record Talk(Conversation talk) implements Session {
    @Override
    public OutputStream stdin() {
      return talk.stdin();
    }

    @Override
    public InputStream stdout() {
      return talk.stdout();
    }

    @Override
    public InputStream stderr() {
      return talk.stderr();
    }

    @Override
    public void resize(int columns, int rows) {
      talk.resize(columns, rows);
    }

    @Override
    public int waitFor() throws InterruptedException {
      return talk.waitFor();
    }

    @Override
    public void close() {
      talk.close();
    }
  }
}
