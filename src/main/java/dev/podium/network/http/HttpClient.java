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
      wire.write(request);
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
