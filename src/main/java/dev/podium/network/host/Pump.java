package dev.podium.network.host;

import dev.podium.network.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Carries bytes between a socket of the host and a connection of the simulated network.
final class Pump {
  private Pump() {}

  /// Carries until both sides have ended, then closes both.
  static void run(Socket socket, Connection connection) throws InterruptedException {
    Thread back =
        Thread.ofVirtual()
            .name("pump")
            .start(() -> {
              try {
                copy(connection.in(), socket.getOutputStream());
                socket.shutdownOutput();
              } catch (IOException _) {
                close(socket);
              }
            });
    try {
      copy(socket.getInputStream(), connection.out());
      connection.shutdownOutput();
    } catch (IOException _) {
      connection.close();
    }
    back.join();
    connection.close();
    close(socket);
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] part = new byte[16 << 10];
    for (int read = from.read(part); read >= 0; read = from.read(part)) {
      to.write(part, 0, read);
    }
    to.flush();
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }
}
