package dev.podium.web.streams;

import dev.podium.bytes.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command over WebSocket: the first byte of each message says which stream it belongs to.
///
/// Upstream: apimachinery's httpstream/wsstream/conn.go and apiserver's util/proxy/websocket.go.
final class WebSocketCommand implements CommandClient {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;
  private static final int CLOSE = 255;

  /// kubectl up to 1.33 begins to read before it has made its streams, and what comes for one that
  /// is not there yet is lost. A real cluster takes so long to start a command that nobody notices.
  private static final long CLIENT_BEGINS_MILLIS = 40;

  private final WebSocket socket;
  private final Dialect dialect;
  private final CommandOptions options;
  private final CountDownLatch spoken = new CountDownLatch(1);
  private final ByteQueue stdin = new ByteQueue();
  private final Window window = new Window();

  /// A version of the protocol.
  ///
  /// @param base64 whether messages are text
  /// @param statuses whether the outcome is told as a Status
  /// @param closing whether a client can close its input
  record Dialect(String name, boolean base64, boolean statuses, boolean closing) {
    static Optional<Dialect> of(String protocol) {
      return switch (protocol) {
        case "v5.channel.k8s.io" -> Optional.of(new Dialect(protocol, false, true, true));
        case "v4.channel.k8s.io" -> Optional.of(new Dialect(protocol, false, true, false));
        case "v4.base64.channel.k8s.io" -> Optional.of(new Dialect(protocol, true, true, false));
        case "base64.channel.k8s.io" -> Optional.of(new Dialect(protocol, true, false, false));
        case "channel.k8s.io", "" -> Optional.of(new Dialect(protocol, false, false, false));
        default -> Optional.empty();
      };
    }
  }

  WebSocketCommand(WebSocket socket, Dialect dialect, CommandOptions options) {
    this.socket = socket;
    this.dialect = dialect;
    this.options = options;
  }

  @Override
  public void receive() throws IOException, InterruptedException {
    try {
      for (Optional<byte[]> next = socket.read(); next.isPresent(); next = socket.read()) {
        byte[] message = next.get();
        spoken.countDown();
        if (message.length > 0) {
          int channel = dialect.base64() ? message[0] - '0' : message[0] & 0xff;
          byte[] rest = Arrays.copyOfRange(message, 1, message.length);
          take(channel, dialect.base64() ? decode(rest) : rest);
        }
      }
    } finally {
      stdin.end();
      socket.release();
    }
  }

  private static byte[] decode(byte[] text) throws IOException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("not base64", e);
    }
  }

  private void take(int channel, byte[] payload) throws IOException {
    switch (channel) {
      case STDIN -> stdin.put(payload);
      case RESIZE -> WindowSize.read(payload).ifPresent(window::sized);
      case CLOSE -> {
        if (dialect.closing() && payload.length == 1 && payload[0] == STDIN) {
          stdin.end();
        }
      }
      default -> {}
    }
  }

  @Override
  public boolean awaitStreams() throws IOException, InterruptedException {
    spoken.await(CLIENT_BEGINS_MILLIS, TimeUnit.MILLISECONDS);
    greet();
    return true;
  }

  /// Tells the client that the connection stands, on the first stream that it reads from.
  private void greet() throws IOException {
    send(options.stdout() ? STDOUT : options.stderr() ? STDERR : ERROR, new byte[0], 0, 0);
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public InputStream stdin() {
    return stdin;
  }

  @Override
  public OutputStream stdout() {
    return new Channel(STDOUT);
  }

  @Override
  public OutputStream stderr() {
    return new Channel(STDERR);
  }

  @Override
  public void finish(Outcome outcome) throws IOException {
    byte[] told = dialect.statuses() ? outcome.json() : outcome.text();
    if (told.length > 0) {
      send(ERROR, told, 0, told.length);
    }
    socket.close();
  }

  private void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
    byte[] body = dialect.base64() ? Base64.getEncoder().encode(payload) : payload;
    byte[] message = new byte[body.length + 1];
    System.arraycopy(body, 0, message, 1, body.length);
    if (dialect.base64()) {
      message[0] = (byte) ('0' + channel);
      socket.sendText(message);
    } else {
      message[0] = (byte) channel;
      socket.sendBinary(message);
    }
  }

  private final class Channel extends BlockOutput {
    private final int number;

    Channel(int number) {
      this.number = number;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        send(number, bytes, offset, length);
      }
    }
  }
}
