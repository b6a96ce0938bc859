package dev.podium.network.grpc;

import dev.podium.network.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.config.H2Param;
import org.apache.hc.core5.http2.config.H2Setting;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;

/// The frames of one HTTP/2 connection. What concerns the connection alone is answered here: pings,
/// settings, windows. Not for several threads.
///
/// What is sent is small: the other side's window is never looked at.
final class FrameWire {
  /// With which a client begins (RFC 9113, 3.4).
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int FRAME = 16 << 10;
  private static final int TABLE = 4 << 10;
  private static final int MOST_HEADERS = 16 << 10;
  private static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;

  private final FrameInputBuffer input = new FrameInputBuffer(FRAME);
  private final FrameOutputBuffer output = new FrameOutputBuffer(FRAME);
  private final HPackDecoder decoder = new HPackDecoder(TABLE, StandardCharsets.ISO_8859_1);
  private final HPackEncoder encoder = new HPackEncoder(0, StandardCharsets.ISO_8859_1);
  private final InputStream in;
  private final OutputStream out;

  FrameWire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    decoder.setMaxListSize(MOST_HEADERS);
  }

  /// What comes and concerns a stream, or all of them.
  sealed interface Event {
    /// @param ends whether nothing more comes on the stream
    record Head(int stream, Headers headers, boolean ends) implements Event {}

    record Data(int stream, byte[] bytes, boolean ends) implements Event {}

    record Reset(int stream) implements Event {}

    /// The other side's settings have come.
    record Settings() implements Event {}

    /// The other side opens no more streams and answers no new ones.
    record Farewell() implements Event {}
  }

  void writeSettings() throws IOException {
    write(
        FRAMES.createSettings(
            new H2Setting(H2Param.MAX_CONCURRENT_STREAMS, 100),
            new H2Setting(H2Param.MAX_HEADER_LIST_SIZE, MOST_HEADERS)));
  }

  void writeHead(int stream, Headers headers, boolean ends) throws IOException {
    ByteArrayBuffer block = new ByteArrayBuffer(256);
    for (Headers.Field field : headers.fields()) {
      encoder.encodeHeader(block, field.name().toLowerCase(Locale.ROOT), field.value(), false);
    }
    write(
        FRAMES.createHeaders(
            stream, ByteBuffer.wrap(block.array(), 0, block.length()), true, ends));
  }

  void writeData(int stream, byte[] bytes, boolean ends) throws IOException {
    write(FRAMES.createData(stream, ByteBuffer.wrap(bytes), ends));
  }

  private void write(RawFrame frame) throws IOException {
    output.write(frame, out);
    out.flush();
  }

  /// Waits for what comes next.
  ///
  /// @throws IOException where it is no HTTP/2, or the connection has ended
  Event read() throws IOException {
    while (true) {
      RawFrame frame = next();
      FrameType type = FrameType.valueOf(frame.getType());
      if (type == null) {
        continue;
      }
      switch (type) {
        case HEADERS -> {
          return head(frame);
        }
        case DATA -> {
          return data(frame);
        }
        case RST_STREAM -> {
          return new Event.Reset(frame.getStreamId());
        }
        case SETTINGS -> {
          if (!frame.isFlagSet(FrameFlag.ACK)) {
            write(FRAMES.createSettingsAck());
            return new Event.Settings();
          }
        }
        case PING -> {
          if (!frame.isFlagSet(FrameFlag.ACK)) {
            write(FRAMES.createPingAck(payload(frame)));
          }
        }
        case GOAWAY -> {
          return new Event.Farewell();
        }
        case PRIORITY, PUSH_PROMISE, WINDOW_UPDATE, CONTINUATION, PRIORITY_UPDATE -> {}
      }
    }
  }

  private RawFrame next() throws IOException {
    RawFrame frame = input.read(in);
    if (frame == null) {
      throw new ConnectionClosedException();
    }
    return frame;
  }

  private static ByteBuffer payload(RawFrame frame) {
    ByteBuffer payload = frame.getPayloadContent();
    return payload == null ? ByteBuffer.allocate(0) : payload;
  }

  private Event.Head head(RawFrame first) throws IOException {
    ByteBuffer payload = payload(first);
    if (first.isFlagSet(FrameFlag.PRIORITY)) {
      payload.position(payload.position() + Math.min(payload.remaining(), 5));
    }
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    append(block, payload);
    RawFrame last = first;
    while (!last.isFlagSet(FrameFlag.END_HEADERS)) {
      last = next();
      if (!FrameType.CONTINUATION.same(last.getType()) || block.size() > MOST_HEADERS) {
        throw new IOException("HTTP/2: a header block without an end");
      }
      append(block, payload(last));
    }
    return new Event.Head(
        first.getStreamId(), decoded(block.toByteArray()), first.isFlagSet(FrameFlag.END_STREAM));
  }

  private Headers decoded(byte[] block) throws IOException {
    try {
      List<Headers.Field> fields = new ArrayList<>();
      for (Header header : decoder.decodeHeaders(ByteBuffer.wrap(block))) {
        String value = header.getValue();
        fields.add(new Headers.Field(header.getName(), value == null ? "" : value));
      }
      return new Headers(fields);
    } catch (HPackException e) {
      throw new IOException("HTTP/2: headers that cannot be read", e);
    }
  }

  /// What was taken may come again.
  private Event.Data data(RawFrame frame) throws IOException {
    int taken = frame.getLength();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(bytes, payload(frame));
    boolean ends = frame.isFlagSet(FrameFlag.END_STREAM);
    if (taken > 0) {
      write(FRAMES.createWindowUpdate(0, taken));
      if (!ends) {
        write(FRAMES.createWindowUpdate(frame.getStreamId(), taken));
      }
    }
    return new Event.Data(frame.getStreamId(), bytes.toByteArray(), ends);
  }

  private static void append(ByteArrayOutputStream to, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    to.writeBytes(bytes);
  }
}
