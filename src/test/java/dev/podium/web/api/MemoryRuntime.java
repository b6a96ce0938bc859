package dev.podium.web.api;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.Session;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pod.DiskUse;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Containers with a handful of commands in them, and pods that echo on port 7.
final class MemoryRuntime implements ContainerRuntime {
  @Override
  public Optional<ContainerLog> log(
      String namespace, String pod, String container, boolean previous) {
    return Optional.empty();
  }

  @Override
  public Optional<String> unreachable(String node) {
    return node.equals("dark")
        ? Optional.of("dial tcp 172.18.0.9:10250: connect: no route to host")
        : Optional.empty();
  }

  @Override
  public Optional<DiskUse> diskUse(String namespace, String pod) {
    return Optional.of(
        new DiskUse(
            Map.of("c", new DiskUse.Share(1000, 200)), Map.of("data", 50L, "claimed", 7L), 1250));
  }

  @Override
  public Session exec(Target target, List<String> command, boolean stdin, boolean tty)
      throws RuntimeFailure {
    if (command.getFirst().equals("nope")) {
      throw new RuntimeFailure("exec: \"nope\": executable file not found in $PATH", 127);
    }
    if (command.getFirst().equals("broken")) {
      throw new RuntimeFailure("nothing works");
    }
    return new Command(command);
  }

  @Override
  public Session attach(Target target, boolean stdin, boolean tty) {
    return new Command(List.of("cat"));
  }

  @Override
  public Connection connect(String namespace, String pod, int port) throws ConnectFailure {
    if (port != 7) {
      throw new ConnectFailure(ConnectFailure.Reason.REFUSED);
    }
    return new Echo();
  }

  /// Runs on a thread of its own: `cat`, `echo`, `complain`, `exit`, `size`, `wait`.
  private static final class Command implements Session {
    private final Pipe in = new Pipe();
    private final Pipe out = new Pipe();
    private final Pipe err = new Pipe();
    private final CompletableFuture<String> size = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    Command(List<String> words) {
      this.thread = Thread.ofVirtual().start(() -> run(words));
    }

    private void run(List<String> words) {
      int code = 1;
      try (OutputStream stdout = out.sink;
          OutputStream stderr = err.sink) {
        code = work(words, stdout, stderr);
      } catch (IOException | InterruptedException | ExecutionException _) {
        // Hung up.
      }
      exit.complete(code);
    }

    private int work(List<String> words, OutputStream stdout, OutputStream stderr)
        throws IOException, InterruptedException, ExecutionException {
      String rest = String.join(" ", words.subList(1, words.size()));
      switch (words.getFirst()) {
        case "cat" -> in.source.transferTo(stdout);
        case "echo" -> stdout.write((rest + "\n").getBytes(StandardCharsets.UTF_8));
        case "complain" -> stderr.write((rest + "\n").getBytes(StandardCharsets.UTF_8));
        case "size" -> stdout.write(size.get().getBytes(StandardCharsets.UTF_8));
        case "wait" -> new CompletableFuture<>().get();
        case "zeros" -> stdout.write(new byte[Integer.parseInt(rest)]);
        default -> {
          return Integer.parseInt(rest);
        }
      }
      return 0;
    }

    @Override
    public OutputStream stdin() {
      return in.sink;
    }

    @Override
    public InputStream stdout() {
      return out.source;
    }

    @Override
    public InputStream stderr() {
      return err.source;
    }

    @Override
    public void resize(int columns, int rows) {
      size.complete(columns + "x" + rows);
    }

    @Override
    public int waitFor() throws InterruptedException {
      try {
        return exit.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /// What is sent comes back.
  private static final class Echo implements Connection {
    private final Pipe pipe = new Pipe();

    @Override
    public InputStream in() {
      return pipe.source;
    }

    @Override
    public OutputStream out() {
      return pipe.sink;
    }

    @Override
    public Endpoint local() {
      return new Endpoint("127.0.0.1", 40_000);
    }

    @Override
    public Endpoint remote() {
      return new Endpoint("127.0.0.1", 7);
    }

    @Override
    public void shutdownOutput() {
      close();
    }

    @Override
    public void close() {
      try {
        pipe.sink.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// A channel's two ends as streams.
  private static final class Pipe {
    final InputStream source;
    final OutputStream sink;

    Pipe() {
      try {
        java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
        source = java.nio.channels.Channels.newInputStream(pipe.source());
        sink = java.nio.channels.Channels.newOutputStream(pipe.sink());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
