package dev.podium.web.streams;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Hands a client on to a server in the cluster once the two have left HTTP for another protocol.
///
/// Upstream: apimachinery's util/proxy/upgradeaware.go (tryUpgrade).
public final class Tunnel {
  private final OpenConnections open;

  public Tunnel(OpenConnections open) {
    this.open = open;
  }

  /// Whether a client asks for another protocol.
  public static boolean isWanted(HttpServletRequest request) {
    return Handshake.isUpgrade(request) && request.getHeader("Upgrade") != null;
  }

  /// Carries bytes both ways until one side ends; the headers of the answer are set.
  ///
  /// @param server ends both of its ways when it is closed
  public void carry(
      HttpServletRequest request, InputStream from, OutputStream to, AutoCloseable server) {
    try {
      request.upgrade(Upgrade.class).prepare(open, wire -> carry(wire, from, to, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void carry(Wire wire, InputStream from, OutputStream to, AutoCloseable server)
      throws InterruptedException {
    Thread up = Thread.ofVirtual().name("tunnel").start(() -> send(wire, to, server));
    byte[] part = new byte[16 << 10];
    try {
      for (int read = from.read(part); read >= 0; read = from.read(part)) {
        wire.write(Arrays.copyOf(part, read));
      }
    } catch (IOException _) {
      // One of them is gone.
    } finally {
      wire.close();
      close(server);
    }
    up.join();
  }

  private static void send(Wire wire, OutputStream to, AutoCloseable server) {
    byte[] part = new byte[16 << 10];
    try {
      for (int read = wire.read(part); read >= 0; read = wire.read(part)) {
        to.write(part, 0, read);
        to.flush();
      }
    } catch (IOException _) {
      // One of them is gone.
    } finally {
      close(server);
    }
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception _) {
      // It is gone either way.
    }
  }
}
