package dev.podium.network.grpc;

import dev.podium.network.Connection;
import dev.podium.network.Peeked;
import dev.podium.network.Server;
import dev.podium.network.grpc.FrameWire.Event;
import dev.podium.network.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Answers calls of gRPC in plain text; who begins otherwise is somebody else's.
///
/// @param methods by their paths, `/package.Service/Method`
/// @param otherwise who talks with clients that do not begin with HTTP/2
public record GrpcServer(Map<String, Method> methods, Server otherwise) implements Server {
  /// More than any question that there is an answer to.
  private static final int LARGEST = 64 << 10;

  private static final int MOST_STREAMS = 128;

  public GrpcServer {
    methods = Map.copyOf(methods);
  }

  /// One that hangs up on whoever speaks something else.
  public GrpcServer(Map<String, Method> methods) {
    this(methods, _ -> {});
  }

  /// Answers a message by a message.
  @FunctionalInterface
  public interface Method {
    byte[] call(byte[] message) throws GrpcStatus;
  }

  /// A question that is being asked.
  private record Question(Headers head, ByteArrayOutputStream body) {}

  @Override
  public void serve(Connection connection) throws IOException, InterruptedException {
    Peeked begun = new Peeked(connection, FrameWire.PREFACE.length);
    // What is no HTTP/2 may be shorter than its preface, and waits for an answer.
    if (!Arrays.equals(begun.peek(3), Arrays.copyOf(FrameWire.PREFACE, 3))) {
      otherwise.serve(begun);
      return;
    }
    if (Arrays.equals(begun.in().readNBytes(FrameWire.PREFACE.length), FrameWire.PREFACE)) {
      converse(new FrameWire(begun.in(), begun.out()));
    }
  }

  private void converse(FrameWire wire) throws IOException {
    wire.writeSettings();
    Map<Integer, Question> open = new HashMap<>();
    boolean more = true;
    while (more) {
      switch (wire.read()) {
        case Event.Head(int stream, Headers headers, boolean ends) -> {
          if (open.size() >= MOST_STREAMS) {
            return;
          }
          Question question = new Question(headers, new ByteArrayOutputStream());
          open.put(stream, question);
          if (ends) {
            open.remove(stream);
            answer(wire, stream, question);
          }
        }
        case Event.Data(int stream, byte[] bytes, boolean ends) -> {
          Optional<Question> asked = Optional.ofNullable(open.get(stream));
          asked.ifPresent(question -> question.body().writeBytes(bytes));
          boolean tooLarge = asked.filter(question -> question.body().size() > LARGEST).isPresent();
          if (asked.isPresent() && (ends || tooLarge)) {
            open.remove(stream);
            answer(wire, stream, asked.get());
          }
        }
        case Event.Reset(int stream) -> open.remove(stream);
        case Event.Settings _ -> {}
        case Event.Farewell _ -> more = false;
      }
    }
  }

  private void answer(FrameWire wire, int stream, Question question) throws IOException {
    Headers head = Headers.of(":status", "200", "content-type", "application/grpc");
    try {
      byte[] message = GrpcMessage.framed(result(question));
      wire.writeHead(stream, head, false);
      wire.writeData(stream, message, false);
      wire.writeHead(stream, Headers.of("grpc-status", "0", "grpc-message", ""), true);
    } catch (GrpcStatus status) {
      wire.writeHead(
          stream,
          head.with("grpc-status", Integer.toString(status.code()))
              .with("grpc-message", status.encoded()),
          true);
    }
  }

  private byte[] result(Question question) throws GrpcStatus {
    String path = question.head().find(":path").orElse("");
    Method method = methods.get(path);
    if (method == null) {
      throw unknown(path);
    }
    if (question.body().size() > LARGEST) {
      throw new GrpcStatus(
          GrpcStatus.RESOURCE_EXHAUSTED,
          "grpc: received message larger than max (%d vs. %d)"
              .formatted(question.body().size(), LARGEST));
    }
    return method.call(GrpcMessage.of(question.body().toByteArray()));
  }

  /// In the words of Go's server.
  private GrpcStatus unknown(String path) {
    int slash = path.lastIndexOf('/');
    if (slash <= 0) {
      return new GrpcStatus(
          GrpcStatus.UNIMPLEMENTED, "malformed method name: \"%s\"".formatted(path));
    }
    String service = path.substring(1, slash);
    boolean known = methods.keySet().stream().anyMatch(m -> m.startsWith("/" + service + "/"));
    return new GrpcStatus(
        GrpcStatus.UNIMPLEMENTED,
        known
            ? "unknown method %s for service %s".formatted(path.substring(slash + 1), service)
            : "unknown service " + service);
  }
}
