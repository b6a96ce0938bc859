package dev.podium.network.http;

import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import dev.podium.network.Server;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Answers the requests of a connection, one after the other, until one side has enough.
public final class HttpServer implements Server {
  /// As much of a request's body as is read where nobody wanted it, to keep the connection.
  private static final int UNWANTED = 256 << 10;

  private final Handler handler;
  private final boolean constant;

  public HttpServer(Handler handler) {
    this(handler, false);
  }

  private HttpServer(Handler handler, boolean constant) {
    this.handler = handler;
    this.constant = constant;
  }

  /// One that [is constant][Server#isConstant].
  ///
  /// @param handler which looks at nothing but the request, and keeps no log
  public static HttpServer constant(Handler handler) {
    return new HttpServer(handler, true);
  }

  /// Answers one request.
  @FunctionalInterface
  public interface Handler {
    /// @param client who asks
    HttpResponse handle(HttpRequest request, Endpoint client)
        throws IOException, InterruptedException;
  }

  @Override
  public boolean isConstant() {
    return constant;
  }

  @Override
  public void serve(Connection connection) throws IOException, InterruptedException {
    HttpWire wire = new HttpWire(connection.in(), connection.out());
    boolean more = true;
    while (more) {
      Optional<HttpRequest> request;
      try {
        request = wire.readRequest();
      } catch (HttpWire.MalformedMessage _) {
        Headers headers = Headers.of("Content-Type", "text/plain", "Connection", "close");
        wire.write(HttpResponse.of(400, headers, "400 Bad Request".getBytes(US_ASCII)), "GET");
        return;
      }
      more = request.isPresent() && answer(wire, request.get(), connection.remote());
    }
  }

  private static final java.nio.charset.Charset US_ASCII =
      java.nio.charset.StandardCharsets.US_ASCII;

  /// @return whether another request may follow
  private boolean answer(HttpWire wire, HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    if (request.headers().has("Expect", "100-continue")) {
      wire.out().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
    }
    HttpResponse response = handler.handle(request, client);
    boolean old = request.version().equals("HTTP/1.0");
    boolean stays =
        !request.headers().has("Connection", "close")
            && !response.headers().has("Connection", "close")
            && (!old || request.headers().has("Connection", "keep-alive"));
    Headers headers = response.headers();
    boolean framed =
        headers.find("Content-Length").isPresent()
            || headers.has("Transfer-Encoding", "chunked")
            || response.status() == 204
            || response.status() == 304;
    if (!framed && old) {
      stays = false;
    } else if (!framed) {
      headers = headers.and("Transfer-Encoding", "chunked");
    }
    if (!stays) {
      headers = headers.with("Connection", "close");
    } else if (old) {
      headers = headers.with("Connection", "keep-alive");
    }
    try (InputStream _ = response.body()) {
      wire.write(response.withHeaders(headers), request.method());
    }
    return stays && request.body().skip(UNWANTED) < UNWANTED && request.body().read() < 0;
  }
}
