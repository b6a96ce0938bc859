package dev.podium.web.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Port forwarding over SPDY: for each connection the client opens an error stream and a data
/// stream, which a request id makes a pair.
///
/// Upstream: kubelet's cri/streaming/portforward/httpstream.go.
final class SpdyPortForward implements SpdyConnection.Acceptor {
  private static final String DATA = "data";
  private static final String ERROR = "error";

  private final SpdyConnection connection;
  private final PortForward forward;

  /// Streams whose partner has not come yet; only the thread that reads the connection uses it.
  private final Map<String, SpdyConnection.Stream> single = new HashMap<>();

  private final Set<Thread> carrying = ConcurrentHashMap.newKeySet();

  SpdyPortForward(SpdyConnection connection, PortForward forward) {
    this.connection = connection;
    this.forward = forward;
  }

  /// Returns when the client has hung up and its connections have ended.
  void run() throws IOException, InterruptedException {
    try {
      connection.receive(this);
    } finally {
      carrying.forEach(Thread::interrupt);
      for (Thread thread : carrying) {
        thread.join();
      }
    }
  }

  @Override
  public boolean accept(SpdyConnection.Stream stream) {
    String type = stream.header("streamtype");
    boolean known = type.equals(DATA) || type.equals(ERROR);
    return known
        && port(stream.header("port")).isPresent()
        && !single.containsKey(requestId(stream) + type);
  }

  @Override
  public void opened(SpdyConnection.Stream stream) {
    String id = requestId(stream);
    boolean isData = stream.header("streamtype").equals(DATA);
    SpdyConnection.Stream other = single.remove(id + (isData ? ERROR : DATA));
    if (other == null) {
      single.put(id + stream.header("streamtype"), stream);
      return;
    }
    SpdyConnection.Stream data = isData ? stream : other;
    SpdyConnection.Stream error = isData ? other : stream;
    Thread thread = Thread.ofVirtual().name("port-forward").unstarted(() -> carry(data, error));
    carrying.add(thread);
    thread.start();
  }

  static Optional<Integer> port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= 65_535 ? Optional.of(port) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Clients that give none open the error stream right before the data stream.
  private static String requestId(SpdyConnection.Stream stream) {
    String id = stream.header("requestid");
    boolean data = stream.header("streamtype").equals(DATA);
    return id.isEmpty() ? Integer.toString(data ? stream.id() - 2 : stream.id()) : id;
  }

  private void carry(SpdyConnection.Stream data, SpdyConnection.Stream error) {
    int port = port(data.header("port")).orElseThrow();
    try (OutputStream told = error.out();
        OutputStream out = data.out()) {
      Optional<String> failure = forward.carry(port, data.in(), out);
      if (failure.isPresent()) {
        told.write(PortForward.text(failure.get()));
      }
    } catch (IOException _) {
      // The client is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      carrying.remove(Thread.currentThread());
      data.forgetInput();
    }
  }
}
