package dev.podium.web.streams;

import java.io.IOException;
import java.util.Optional;

/// A connection in another protocol whose bytes come as binary messages (upstream's
/// portforward.TunnelingConnection).
final class WebSocketTunnel implements Wire {
  private final WebSocket socket;
  private final Wire wire;
  private byte[] message = new byte[0];
  private int read;

  WebSocketTunnel(WebSocket socket, Wire wire) {
    this.socket = socket;
    this.wire = wire;
  }

  @Override
  public int read(byte[] into) throws IOException {
    while (read == message.length) {
      Optional<byte[]> next = socket.read();
      if (next.isEmpty()) {
        socket.release();
        return -1;
      }
      message = next.get();
      read = 0;
    }
    int count = Math.min(into.length, message.length - read);
    System.arraycopy(message, read, into, 0, count);
    read += count;
    return count;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    socket.sendBinary(bytes);
  }

  @Override
  public void close() {
    wire.close();
  }
}
