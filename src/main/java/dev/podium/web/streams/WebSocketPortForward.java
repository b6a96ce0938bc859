package dev.podium.web.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Port forwarding over a plain WebSocket: two channels for each port that the query names, one
/// connection each. Ends once all of them have, as the streams of one alone cannot be closed.
///
/// Upstream: kubelet's cri/streaming/portforward/websocket.go.
final class WebSocketPortForward {
  private final WebSocket socket;
  private final PortForward forward;
  private final List<Integer> ports;
  private final List<ByteQueue> inputs = new ArrayList<>();
  private final AtomicInteger open;

  WebSocketPortForward(WebSocket socket, PortForward forward, List<Integer> ports) {
    this.socket = socket;
    this.forward = forward;
    this.ports = ports;
    open = new AtomicInteger(ports.size());
    ports.forEach(_ -> inputs.add(new ByteQueue()));
  }

  void run() throws IOException, InterruptedException {
    List<Thread> carrying = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      int index = i;
      int port = ports.get(i);
      byte[] greeting = {(byte) port, (byte) (port >> 8)};
      send(2 * i, greeting);
      send(2 * i + 1, greeting);
      carrying.add(Thread.ofVirtual().name("port-forward").start(() -> carry(index, port)));
    }
    try {
      for (Optional<byte[]> next = socket.read(); next.isPresent(); next = socket.read()) {
        take(next.get());
      }
    } finally {
      inputs.forEach(ByteQueue::end);
      carrying.forEach(Thread::interrupt);
      for (Thread thread : carrying) {
        thread.join();
      }
      socket.release();
    }
  }

  private void take(byte[] message) throws IOException {
    int channel = message.length == 0 ? -1 : message[0] & 0xff;
    if (channel >= 0 && channel % 2 == 0 && channel / 2 < inputs.size()) {
      inputs.get(channel / 2).put(Arrays.copyOfRange(message, 1, message.length));
    }
  }

  private void carry(int index, int port) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            send(2 * index, new byte[] {(byte) b});
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            send(2 * index, Arrays.copyOfRange(bytes, offset, offset + length));
          }
        };
    try {
      Optional<String> failure = forward.carry(port, inputs.get(index), out);
      if (failure.isPresent()) {
        send(2 * index + 1, PortForward.text(failure.get()));
      }
      inputs.get(index).close();
      if (open.decrementAndGet() == 0) {
        socket.close();
      }
    } catch (IOException _) {
      // The client is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(int channel, byte[] payload) throws IOException {
    byte[] message = new byte[payload.length + 1];
    message[0] = (byte) channel;
    System.arraycopy(payload, 0, message, 1, payload.length);
    socket.sendBinary(message);
  }
}
