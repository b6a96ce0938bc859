package dev.podium.web.streams;

import dev.podium.kubelet.ContainerRuntime.RuntimeFailure;
import dev.podium.kubelet.Session;
import dev.podium.object.ApiException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Brings a client and a command in a container together until one of them ends.
///
/// Upstream: kubelet's cri/streaming/remotecommand/exec.go (ServeExec) and attach.go.
final class CommandRelay {
  private static final long PARTING_SECONDS = 5;

  private final CommandClient client;
  private final CommandOptions options;
  private final Start start;
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private volatile Optional<Session> session = Optional.empty();

  /// How the command begins.
  ///
  /// @param failure what is said in front of the reason where it does not
  /// @param runs whether it runs for this client, who learns its exit code; not where he joins what
  ///   may go on without him
  record Start(Beginning beginning, String failure, boolean runs) {
    /// As [#failure], with something in front.
    Start within(String outer) {
      return new Start(beginning, outer + failure, runs);
    }
  }

  /// What makes the command run.
  @FunctionalInterface
  interface Beginning {
    Session begin() throws RuntimeFailure;
  }

  CommandRelay(CommandClient client, CommandOptions options, Start start) {
    this.client = client;
    this.options = options;
    this.start = start;
  }

  /// Returns when the connection may be closed; for its own thread.
  void run(Wire wire) throws IOException, InterruptedException {
    Thread command = Thread.ofVirtual().name("command").start(() -> serve(wire));
    try {
      client.receive();
    } finally {
      hungUp.countDown();
      session.ifPresent(Session::close);
      command.interrupt();
      command.join();
    }
  }

  private void serve(Wire wire) {
    try {
      if (client.awaitStreams()) {
        client.finish(execute());
        hungUp.await(PARTING_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException _) {
      // The client is gone.
    } catch (InterruptedException _) {
      // It hung up before the command ended.
    } finally {
      wire.close();
    }
  }

  private Outcome execute() throws IOException, InterruptedException {
    try (Session begun = start.beginning().begin()) {
      session = Optional.of(begun);
      return converse(begun);
    } catch (RuntimeFailure e) {
      return e.exitCode() == 0
          ? new Outcome.Failed(ApiException.internal(start.failure() + e.getMessage()))
          : notStarted(e);
    }
  }

  /// A command that is not there ends as it would in a shell.
  private Outcome notStarted(RuntimeFailure failure) throws IOException {
    byte[] line = (failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = options.stderr() ? client.stderr() : client.stdout()) {
      out.write(line);
    }
    return new Outcome.Exited(failure.exitCode());
  }

  private Outcome converse(Session command) throws InterruptedException {
    client.window().follow(command::resize);
    InputStream typed = client.stdin();
    if (!start.runs() && !options.stdout() && !options.stderr()) {
      copy(typed, command.stdin());
      return Outcome.success();
    }
    if (options.stdin()) {
      Thread.ofVirtual().name("stdin").start(() -> copy(typed, command.stdin()));
    }
    InputStream complaints = command.stderr();
    Thread errors =
        Thread.ofVirtual()
            .name("stderr")
            .start(() -> copy(complaints, sink(options.stderr(), client.stderr())));
    InputStream output = new Behind(command.stdout(), complaints);
    // A client that reads an archive leaves with its end, whatever is still to be said.
    try (OutputStream to = sink(options.stdout(), client.stdout())) {
      pass(output, to);
      errors.join();
    } catch (IOException _) {
      close(output);
      errors.join();
    }
    try {
      return start.runs() ? new Outcome.Exited(command.waitFor()) : Outcome.success();
    } finally {
      close(typed);
    }
  }

  private static OutputStream sink(boolean wanted, OutputStream client) {
    return wanted ? client : OutputStream.nullOutputStream();
  }

  /// What a command prints, behind what it has complained of before.
  private static final class Behind extends FilterInputStream {
    private static final int MOST_PAUSES = 20;
    private static final long PAUSE_NANOS = 1_000_000;

    private final InputStream first;

    Behind(InputStream in, InputStream first) {
      super(in);
      this.first = first;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      for (int i = 0; i < MOST_PAUSES && first.available() > 0; i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return count;
    }
  }

  private static void pass(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
    }
  }

  /// Copies to the end and closes; what nobody takes any longer is dropped.
  private static void copy(InputStream from, OutputStream to) {
    try (to) {
      pass(from, to);
    } catch (IOException _) {
      close(from);
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException _) {
      // Nobody reads it any longer.
    }
  }
}
