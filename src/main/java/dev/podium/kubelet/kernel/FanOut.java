package dev.podium.kubelet.kernel;

import dev.podium.bytes.BlockOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/// One output of a container's first process: goes to the log, and to whoever is attached. Who does
/// not read what he is sent holds the process up, as a real terminal would; who is gone is
/// forgotten. Its monitor guards who is attached; nobody is called while it is held.
final class FanOut extends BlockOutput {
  private static final List<OutputStream> NOBODY = List.of();

  private final OutputStream log;
  private volatile List<OutputStream> attached = NOBODY;
  private volatile boolean finished;

  FanOut(OutputStream log) {
    this.log = log;
  }

  void attach(OutputStream listener) {
    synchronized (this) {
      attached = Stream.concat(attached.stream(), Stream.of(listener)).toList();
    }
    if (finished) {
      finish();
    }
  }

  /// Nothing more is sent to him, of which he learns.
  void detach(OutputStream listener) {
    synchronized (this) {
      attached = attached.stream().filter(other -> other != listener).toList();
    }
    close(listener);
  }

  /// There is no more output.
  void finish() {
    finished = true;
    attached.forEach(this::detach);
  }

  private static void close(OutputStream listener) {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    log.write(from, offset, length);
    for (OutputStream listener : attached) {
      try {
        listener.write(from, offset, length);
      } catch (dev.podium.kubelet.process.Errno _) {
        detach(listener);
      }
    }
  }
}
