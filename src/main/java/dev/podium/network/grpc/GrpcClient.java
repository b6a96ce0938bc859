package dev.podium.network.grpc;

import dev.podium.network.Connection;
import dev.podium.network.grpc.FrameWire.Event;
import dev.podium.network.http.Headers;
import dev.podium.network.http.StatusText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Makes one call over a connection of its own, in plain text.
///
/// What goes wrong is worded as Go's client words it.
public final class GrpcClient {
  private static final int STREAM = 1;
  private static final int LARGEST = 1 << 20;

  private final FrameWire wire;
  private final String authority;
  private final String agent;

  private GrpcClient(FrameWire wire, String authority, String agent) {
    this.wire = wire;
    this.authority = authority;
    this.agent = agent;
  }

  /// Greets a server and waits for its greeting.
  ///
  /// @param agent who asks, as `User-Agent`
  /// @throws IOException where it does not speak HTTP/2
  public static GrpcClient greet(Connection connection, String authority, String agent)
      throws IOException {
    connection.out().write(FrameWire.PREFACE);
    FrameWire wire = new FrameWire(connection.in(), connection.out());
    wire.writeSettings();
    if (!(wire.read() instanceof Event.Settings)) {
      throw new IOException("error reading server preface: no settings");
    }
    return new GrpcClient(wire, authority, agent);
  }

  /// Asks for an answer and waits for it.
  ///
  /// @param path `/package.Service/Method`
  /// @throws GrpcStatus where there is none
  public byte[] call(String path, byte[] message) throws GrpcStatus {
    try {
      ask(path, message);
      return answer();
    } catch (IOException e) {
      throw new GrpcStatus(
          GrpcStatus.UNAVAILABLE,
          "error reading from server: " + Optional.ofNullable(e.getMessage()).orElse("EOF"));
    }
  }

  private void ask(String path, byte[] message) throws IOException {
    wire.writeHead(
        STREAM,
        Headers.of(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            path,
            ":authority",
            authority,
            "content-type",
            "application/grpc",
            "user-agent",
            agent,
            "te",
            "trailers"),
        false);
    wire.writeData(STREAM, GrpcMessage.framed(message), true);
  }

  private byte[] answer() throws IOException, GrpcStatus {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean begun = false;
    while (true) {
      switch (wire.read()) {
        case Event.Head(_, Headers headers, boolean ends) -> {
          if (!begun) {
            checkHead(headers);
            begun = true;
          }
          if (ends) {
            checkTrailer(headers);
            return GrpcMessage.of(body.toByteArray());
          }
        }
        case Event.Data(_, byte[] bytes, boolean ends) -> {
          body.writeBytes(bytes);
          if (ends || body.size() > LARGEST) {
            throw new GrpcStatus(
                GrpcStatus.INTERNAL, "server closed the stream without sending trailers");
          }
        }
        case Event.Reset _ ->
            throw new GrpcStatus(
                GrpcStatus.UNAVAILABLE, "stream terminated by RST_STREAM with error code: CANCEL");
        case Event.Settings _, Event.Farewell _ -> {}
      }
    }
  }

  /// What is HTTP but no gRPC is told by its status. Upstream: grpc-go's
  /// internal/transport/http2_client.go (operateHeaders), http_util.go (HTTPStatusConvTab).
  private static void checkHead(Headers head) throws GrpcStatus {
    String status = head.find(":status").orElse("");
    String type = head.find("content-type").orElse("");
    boolean grpc = type.equals("application/grpc") || type.startsWith("application/grpc+");
    if (grpc || type.startsWith("application/grpc;")) {
      return;
    }
    int code = status.matches("[0-9]{3}") ? Integer.parseInt(status) : 0;
    String content =
        type.isEmpty()
            ? "malformed header: missing HTTP content-type"
            : "transport: received unexpected content-type \"%s\"".formatted(type);
    throw new GrpcStatus(
        switch (code) {
          case 400 -> GrpcStatus.INTERNAL;
          case 401 -> GrpcStatus.UNAUTHENTICATED;
          case 403 -> GrpcStatus.PERMISSION_DENIED;
          case 404 -> GrpcStatus.UNIMPLEMENTED;
          case 429, 502, 503, 504 -> GrpcStatus.UNAVAILABLE;
          default -> GrpcStatus.UNKNOWN;
        },
        "unexpected HTTP status code received from server: %d (%s); %s"
            .formatted(code, StatusText.of(code), content));
  }

  private static void checkTrailer(Headers trailer) throws GrpcStatus {
    String code = trailer.find("grpc-status").orElse("");
    if (!code.matches("[0-9]{1,9}")) {
      throw new GrpcStatus(GrpcStatus.INTERNAL, "malformed grpc-status: \"%s\"".formatted(code));
    }
    if (Integer.parseInt(code) != 0) {
      throw new GrpcStatus(
          Integer.parseInt(code), GrpcStatus.decoded(trailer.find("grpc-message").orElse("")));
    }
  }
}
