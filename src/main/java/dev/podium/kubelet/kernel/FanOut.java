package dev.podium.kubelet.kernel;

import dev.podium.bytes.BlockOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One output of a container's first process: goes to the log, and to whoever is attached. Who does
/// not read what he is sent holds the process up, as a real terminal would; who is gone is
/// forgotten.
final class FanOut extends BlockOutput {
  private static final List<OutputStream> NOBODY = List.of();

  private final OutputStream log;
  private volatile List<OutputStream> attached = NOBODY;
  private volatile boolean finished;

  FanOut(OutputStream log) {
    this.log = log;
  }

  void attach(OutputStream listener) throws IOException {
    List<OutputStream> all = new CopyOnWriteArrayList<>(attached);
    all.add(listener);
    attached = all;
    if (finished) {
      finish();
    }
  }

  void detach(OutputStream listener) {
    attached = attached.stream().filter(other -> other != listener).toList();
  }

  /// There is no more output.
  void finish() throws IOException {
    finished = true;
    for (OutputStream listener : attached) {
      listener.close();
    }
    attached = NOBODY;
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
