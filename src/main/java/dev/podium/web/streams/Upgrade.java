package dev.podium.web.streams;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection that leaves HTTP for another protocol and is served by a virtual thread of its own.
///
/// Public with a public constructor because the servlet container makes it.
public final class Upgrade implements HttpUpgradeHandler {
  private Optional<Setting> setting = Optional.empty();

  private record Setting(OpenConnections open, Task task) {}

  /// What is done with the connection, which is closed when it returns.
  @FunctionalInterface
  interface Task {
    void serve(Wire wire) throws IOException, InterruptedException;
  }

  void prepare(OpenConnections open, Task task) {
    setting = Optional.of(new Setting(open, task));
  }

  @Override
  public void init(WebConnection connection) {
    Setting given = setting.orElseThrow();
    try {
      Socket socket = new Socket(connection);
      given.open().serve(socket, given.task());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void destroy() {}

  /// The bytes behind a [WebConnection].
  private static final class Socket implements Wire {
    private final WebConnection connection;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    Socket(WebConnection connection) throws IOException {
      this.connection = connection;
      this.in = connection.getInputStream();
      this.out = connection.getOutputStream();
    }

    @Override
    public int read(byte[] into) throws IOException {
      try {
        return in.read(into);
      } catch (IllegalStateException _) {
        return -1;
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      synchronized (out) {
        try {
          out.write(bytes);
          out.flush();
        } catch (IllegalStateException e) {
          throw new IOException("closed", e);
        }
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        try {
          connection.close();
        } catch (Exception _) {
          // It is gone either way.
        }
      }
    }
  }
}
