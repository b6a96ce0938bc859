package dev.podium.web.streams;

import dev.podium.web.ClientPresence;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// WebSockets on which only the server speaks: how some clients watch.
///
/// Upstream: apiserver's endpoints/handlers/watch.go (HandleWS) over golang.org/x/net/websocket.
public final class MessageSockets {
  private static final String BINARY = "binary.k8s.io";
  private static final String BASE64 = "base64.binary.k8s.io";

  /// How many bytes a message carries at most.
  private static final int MOST_BYTES = 2048;

  private final OpenConnections open;

  public MessageSockets(OpenConnections open) {
    this.open = open;
  }

  /// What is said on a socket.
  public interface Talk {
    /// Says it all; every single write becomes a message.
    void tell(OutputStream messages, ClientPresence client)
        throws IOException, InterruptedException;

    /// Ends it soon; called by another thread.
    void end();
  }

  /// Whether a request asks for a WebSocket rather than for a response.
  public static boolean asked(HttpServletRequest request) {
    return Handshake.isUpgrade(request) && Handshake.isWebSocket(request);
  }

  /// Makes the connection of a request a WebSocket. A client that does not say where it comes from
  /// is refused with 403, as Go's library does.
  public void open(HttpServletRequest request, HttpServletResponse response, Talk talk) {
    if (request.getHeader("Origin") == null) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    open(request, response, "", socket -> serve(socket, talk, new Messages(socket)));
  }

  /// Makes the connection of a request a WebSocket for bytes, an empty message ahead of them. A
  /// client that offers only subprotocols of another kind is refused with 403.
  ///
  /// Upstream: apimachinery's util/httpstream/wsstream (Reader).
  public void openForBytes(HttpServletRequest request, HttpServletResponse response, Talk talk) {
    List<String> offered = Handshake.webSocketProtocols(request);
    Optional<String> agreed = Handshake.agree(offered, List.of(BINARY, BASE64));
    if (agreed.isEmpty() && !offered.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    boolean text = agreed.filter(BASE64::equals).isPresent();
    open(
        request,
        response,
        agreed.orElse(""),
        socket -> {
          ByteMessages messages = new ByteMessages(socket, text);
          messages.send(new byte[0]);
          serve(socket, talk, messages);
        });
  }

  private void open(
      HttpServletRequest request,
      HttpServletResponse response,
      String protocol,
      Conversation conversation) {
    Handshake.acceptWebSocket(request, response, protocol);
    try {
      request.upgrade(Upgrade.class).prepare(open, wire -> conversation.on(new WebSocket(wire)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Conversation {
    void on(WebSocket socket) throws IOException, InterruptedException;
  }

  private static void serve(WebSocket socket, Talk talk, OutputStream messages)
      throws IOException, InterruptedException {
    AtomicBoolean gone = new AtomicBoolean();
    Thread.ofVirtual().name("socket").start(() -> listen(socket, talk, gone));
    talk.tell(messages, gone::get);
    socket.close();
  }

  /// Until the client hangs up, or the end of the talk closes the connection.
  private static void listen(WebSocket socket, Talk talk, AtomicBoolean gone) {
    try {
      while (socket.read().isPresent()) {
        // Nothing that a client says here means anything.
      }
    } catch (IOException _) {
      // It is gone.
    } finally {
      gone.set(true);
      talk.end();
      socket.release();
    }
  }

  private static final class Messages extends OutputStream {
    private final WebSocket socket;

    Messages(WebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
      socket.sendText(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      socket.sendText(Arrays.copyOfRange(bytes, from, from + length));
    }
  }

  /// Bytes in pieces, as they are or in base64.
  private static final class ByteMessages extends OutputStream {
    private final WebSocket socket;
    private final boolean text;

    ByteMessages(WebSocket socket, boolean text) {
      this.socket = socket;
      this.text = text;
    }

    @Override
    public void write(int b) throws IOException {
      send(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = from; at < from + length; at += MOST_BYTES) {
        send(Arrays.copyOfRange(bytes, at, Math.min(at + MOST_BYTES, from + length)));
      }
    }

    private void send(byte[] message) throws IOException {
      if (text) {
        socket.sendText(Base64.getEncoder().encode(message));
      } else {
        socket.sendBinary(message);
      }
    }
  }
}
