package dev.podium.kubelet.kernel;

import dev.podium.bytes.BlockOutput;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.process.Process.Pipe;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What the first process of a container reads and writes: its terminal or its pipe, the log, and
/// whoever is attached.
final class ContainerIo {
  private final ContainerSpec.Input kind;
  private final ContainerLog log;
  private final FanOut out;
  private final FanOut error;
  private final Optional<Pipe> input;
  private final Optional<PseudoTerminal> terminal;

  ContainerIo(ContainerSpec.Input kind, ContainerLog log, Session session) {
    this.kind = kind;
    this.log = log;
    this.out = new FanOut(log.output());
    this.error = new FanOut(log.error());
    this.terminal =
        kind.terminal()
            ? Optional.of(new PseudoTerminal(out, session::signal, false))
            : Optional.empty();
    this.input =
        kind.open() && !kind.terminal() ? Optional.of(PipeBuffer.open()) : Optional.empty();
  }

  ContainerLog log() {
    return log;
  }

  Optional<PseudoTerminal> terminal() {
    return terminal;
  }

  StandardStreams streams() {
    return terminal
        .map(PseudoTerminal::streams)
        .orElseGet(() ->
            new StandardStreams(input.map(Pipe::source).orElseGet(Nowhere::input), out, error));
  }

  /// The process has ended: there is nothing more to read or write.
  void finish() {
    log.close();
    try {
      out.finish();
      error.finish();
      if (input.isPresent()) {
        input.get().sink().close();
        input.get().source().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Joins the process until it ends, or until what is typed does: who attaches to a terminal, or
  /// to an input that is open to more than one, leaves with the end of his own input.
  ///
  /// Upstream: containerd's internal/cri/io/container_io.go (Attach).
  Conversation attach(Task first, boolean withInput) {
    Pipe stdout = PipeBuffer.open();
    Pipe stderr = PipeBuffer.open();
    Runnable leave =
        () -> {
          out.detach(stdout.sink());
          error.detach(stderr.sink());
        };
    out.attach(stdout.sink());
    error.attach(stderr.sink());
    return new Conversation(
        first,
        withInput ? typed(leave) : OutputStream.nullOutputStream(),
        stdout.source(),
        stderr.source(),
        terminal,
        leave);
  }

  /// Where the input comes from of one who attaches.
  private OutputStream typed(Runnable leave) {
    return terminal
        .<OutputStream>map(pseudo -> new Typed(pseudo.keyboard(), leave))
        .or(() -> input.map(pipe -> kind.once() ? pipe.sink() : new Typed(pipe.sink(), leave)))
        .orElseGet(OutputStream::nullOutputStream);
  }

  /// An input that others go on with once one has left.
  private static final class Typed extends BlockOutput {
    private final OutputStream stream;
    private final Runnable leave;

    Typed(OutputStream stream, Runnable leave) {
      this.stream = stream;
      this.leave = leave;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      stream.write(from, offset, length);
    }

    @Override
    public void close() {
      leave.run();
    }
  }
}
