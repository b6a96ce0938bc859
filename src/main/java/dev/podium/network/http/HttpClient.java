package dev.podium.network.http;

import dev.podium.network.Connection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Asks a server one question, on a connection of its own.
public final class HttpClient {
  private HttpClient() {}

  /// @param connection which is closed with the body of the response
  public static HttpResponse exchange(Connection connection, HttpRequest request)
      throws IOException {
    HttpWire wire = new HttpWire(connection.in(), connection.out());
    try {
      if (request.hasBody()) {
        // Servers answer before they have read everything, and then wait for their reader.
        Thread.ofVirtual().name("request body").start(() -> send(wire, request));
      } else {
        wire.write(request);
      }
      HttpResponse response = wire.readResponse(request.method());
      return new HttpResponse(
          response.status(),
          response.reason(),
          response.headers(),
          new Closing(response.body(), connection));
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static void send(HttpWire wire, HttpRequest request) {
    try {
      wire.write(request);
    } catch (IOException _) {
      // The answer, or that there is none, says what became of it.
    }
  }

  /// A body that takes its connection with it.
  private static final class Closing extends FilterInputStream {
    private final Connection connection;

    Closing(InputStream body, Connection connection) {
      super(body);
      this.connection = connection;
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
