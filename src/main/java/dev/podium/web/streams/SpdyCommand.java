package dev.podium.web.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command over SPDY: a stream of its own for each of its streams.
///
/// Upstream: kubelet's cri/streaming/remotecommand/httpstream.go (createHTTPStreamStreams,
/// waitForStreams).
final class SpdyCommand implements CommandClient, SpdyConnection.Acceptor {
  private static final long STREAM_CREATION_SECONDS = 30;
  private static final Set<String> TYPES = Set.of("error", "stdin", "stdout", "stderr", "resize");

  private final SpdyConnection connection;
  private final boolean statuses;
  private final Map<String, SpdyConnection.Stream> streams = new ConcurrentHashMap<>();
  private final CountDownLatch missing;
  private final Window window = new Window();

  /// @param protocol as negotiated
  SpdyCommand(SpdyConnection connection, CommandOptions options, String protocol) {
    this.connection = connection;
    this.statuses = protocol.equals("v4.channel.k8s.io");
    boolean resizes = options.tty() && (statuses || protocol.equals("v3.channel.k8s.io"));
    int expected = 1;
    for (boolean one :
        new boolean[] {options.stdin(), options.stdout(), options.stderr(), resizes}) {
      expected += one ? 1 : 0;
    }
    this.missing = new CountDownLatch(expected);
  }

  @Override
  public void receive() throws IOException, InterruptedException {
    connection.receive(this);
  }

  @Override
  public boolean accept(SpdyConnection.Stream stream) {
    String type = stream.header("streamtype");
    return TYPES.contains(type) && streams.putIfAbsent(type, stream) == null;
  }

  @Override
  public void opened(SpdyConnection.Stream stream) {
    if (stream.header("streamtype").equals("resize")) {
      Thread.ofVirtual().name("resize").start(() -> followSize(stream.in()));
    }
    missing.countDown();
  }

  private void followSize(InputStream in) {
    byte[] buffer = new byte[1024];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        WindowSize.read(Arrays.copyOf(buffer, count)).ifPresent(window::sized);
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  @Override
  public boolean awaitStreams() throws InterruptedException {
    return missing.await(STREAM_CREATION_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public InputStream stdin() {
    SpdyConnection.Stream stream = streams.get("stdin");
    return stream == null ? InputStream.nullInputStream() : stream.in();
  }

  @Override
  public OutputStream stdout() {
    return out("stdout");
  }

  @Override
  public OutputStream stderr() {
    return out("stderr");
  }

  private OutputStream out(String type) {
    SpdyConnection.Stream stream = streams.get(type);
    return stream == null ? OutputStream.nullOutputStream() : stream.out();
  }

  @Override
  public void finish(Outcome outcome) throws IOException {
    try (OutputStream error = out("error")) {
      error.write(statuses ? outcome.json() : outcome.text());
    }
    for (String type : streams.keySet()) {
      out(type).close();
    }
  }
}
