package dev.podium.web.streams;

import dev.podium.web.ClientPresence;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// WebSockets on which only the server speaks: how some clients watch.
///
/// Upstream: apiserver's endpoints/handlers/watch.go (HandleWS) over golang.org/x/net/websocket.
public final class MessageSockets {
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
    Handshake.acceptWebSocket(request, response, "");
    try {
      request.upgrade(Upgrade.class).prepare(open, wire -> serve(new WebSocket(wire), talk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void serve(WebSocket socket, Talk talk) throws IOException, InterruptedException {
    AtomicBoolean gone = new AtomicBoolean();
    Thread.ofVirtual().name("socket").start(() -> listen(socket, talk, gone));
    talk.tell(new Messages(socket), gone::get);
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
      socket.sendText(java.util.Arrays.copyOfRange(bytes, from, from + length));
    }
  }
}
