package dev.podium.kubelet.kernel;

import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.process.Process.Pipe;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// A command that is run beside the first process of a container, and talked to.
final class Exec {
  private final Launch launch;
  private final Session session;

  Exec(LiveContainer container, List<String> command) {
    this.launch = new Launch(container, command, false);
    this.session = new Session(container.pids());
  }

  /// @param withInput whether anybody is going to write to it
  Conversation plain(boolean withInput) throws StartFailure {
    return piped(withInput, PipeBuffer.open(), PipeBuffer.open());
  }

  /// Without input, and with both outputs as one.
  Conversation together() throws StartFailure {
    Pipe both = PipeBuffer.open();
    return piped(false, both, both);
  }

  private Conversation piped(boolean withInput, Pipe stdout, Pipe stderr) throws StartFailure {
    Pipe in = PipeBuffer.open();
    try {
      StandardStreams streams = new StandardStreams(in.source(), stdout.sink(), stderr.sink());
      Task task = launch.begin(streams, Optional.empty(), session, _ -> {});
      return new Conversation(
          task, in.sink(), stdout.source(), stderr.source(), Optional.empty(), () -> {});
    } finally {
      close(in.source());
      close(stdout.sink());
      close(stderr.sink());
      if (!withInput) {
        close(in.sink());
      }
    }
  }

  Conversation atTerminal() throws StartFailure {
    Pipe screen = PipeBuffer.open();
    PseudoTerminal terminal = new PseudoTerminal(screen.sink(), session::signal, true);
    Task task =
        launch.begin(terminal.streams(), Optional.of(terminal), session, _ -> close(screen.sink()));
    return new Conversation(
        task,
        terminal.keyboard(),
        screen.source(),
        InputStream.nullInputStream(),
        Optional.of(terminal),
        terminal::hangUp);
  }

  private static void close(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
