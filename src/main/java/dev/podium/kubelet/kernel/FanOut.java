package dev.podium.kubelet.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One output of a container's first process: goes to the log, and to whoever is attached. Who does
/// not read what he is sent holds the process up, as a real terminal would; who is gone is
/// forgotten.
final class FanOut extends OutputStream {
  private static final List<OutputStream> NOBODY = List.of();

  private final OutputStream log;
  private volatile List<OutputStream> attached = NOBODY;

  FanOut(OutputStream log) {
    this.log = log;
  }

  void attach(OutputStream listener) {
    List<OutputStream> all = new CopyOnWriteArrayList<>(attached);
    all.add(listener);
    attached = all;
  }

  void detach(OutputStream listener) {
    attached = attached.stream().filter(other -> other != listener).toList();
  }

  /// There is no more output.
  void finish() throws IOException {
    for (OutputStream listener : attached) {
      listener.close();
    }
    attached = NOBODY;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
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
