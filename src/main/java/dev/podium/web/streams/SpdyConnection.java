package dev.podium.web.streams;

import dev.podium.bytes.BlockOutput;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The server's side of SPDY/3.1 as Kubernetes uses it: streams that the client opens, no flow
/// control, pings.
///
/// The frames are Netty's; one thread reads, any may write. Upstream: github.com/moby/spdystream.
final class SpdyConnection {
  private static final int CHUNK = 32 << 10;
  private static final int LARGEST_HEADER = 16 << 10;
  private static final int COMPRESSION = 1;
  private static final int WINDOW_BITS = 15;
  private static final int MEMORY = 8;
  private static final int MOST_STREAMS = 1000;

  private final Wire wire;
  private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
  private final EmbeddedChannel incoming = WebSocket.channel(codec());
  private final EmbeddedChannel outgoing = WebSocket.channel(codec());
  private boolean over;

  SpdyConnection(Wire wire) {
    this.wire = wire;
  }

  private static SpdyFrameCodec codec() {
    return new SpdyFrameCodec(
        SpdyVersion.SPDY_3_1,
        CHUNK,
        LARGEST_HEADER,
        COMPRESSION,
        WINDOW_BITS,
        MEMORY,
        /* validateHeaders= */ false);
  }

  /// Who is asked about each stream that the client opens, by the thread that reads.
  interface Acceptor {
    /// @return false to refuse it
    boolean accept(Stream stream);

    /// The client knows that it was accepted; not before that may anything be written to it.
    void opened(Stream stream);
  }

  /// Serves the client until it hangs up; then all streams end.
  void receive(Acceptor acceptor) throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int count = wire.read(buffer); count >= 0; count = wire.read(buffer)) {
        decode(buffer, count);
        for (Object frame = incoming.readInbound(); frame != null; frame = incoming.readInbound()) {
          try {
            take(frame, acceptor);
          } finally {
            ReferenceCountUtil.release(frame);
          }
        }
      }
    } finally {
      streams.values().forEach(stream -> stream.in.end());
      incoming.finishAndReleaseAll();
      synchronized (outgoing) {
        over = true;
        outgoing.finishAndReleaseAll();
      }
    }
  }

  private void decode(byte[] buffer, int count) throws IOException {
    try {
      incoming.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
    } catch (RuntimeException e) {
      throw (IOException) new ProtocolException("a malformed frame").initCause(e);
    }
  }

  private void take(Object frame, Acceptor acceptor) throws IOException, InterruptedException {
    switch (frame) {
      case SpdySynStreamFrame opened -> open(opened, acceptor);
      case SpdyDataFrame data -> {
        Stream stream = streams.get(data.streamId());
        if (stream != null) {
          stream.in.put(ByteBufUtil.getBytes(data.content()));
          if (data.isLast()) {
            stream.clientEnded();
          }
        }
      }
      case SpdyRstStreamFrame reset -> {
        Stream stream = streams.remove(reset.streamId());
        if (stream != null) {
          stream.in.end();
        }
      }
      case SpdyPingFrame ping -> send(ping);
      default -> {}
    }
  }

  private void open(SpdySynStreamFrame frame, Acceptor acceptor) throws IOException {
    Stream stream = new Stream(frame);
    boolean wanted = !frame.isInvalid() && !frame.isTruncated() && streams.size() < MOST_STREAMS;
    if (wanted) {
      streams.put(stream.id, stream);
    }
    if (!wanted || !acceptor.accept(stream)) {
      streams.remove(stream.id);
      send(new DefaultSpdyRstStreamFrame(stream.id, SpdyStreamStatus.REFUSED_STREAM));
      return;
    }
    // A reply without any header comes out with no header block at all, which clients wait for.
    SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(stream.id);
    reply.headers().set("accepted", "true");
    send(reply);
    if (frame.isLast()) {
      stream.clientEnded();
    }
    acceptor.opened(stream);
  }

  private void send(Object frame) throws IOException {
    synchronized (outgoing) {
      if (over) {
        ReferenceCountUtil.release(frame);
        throw new IOException("Broken pipe");
      }
      outgoing.writeOutbound(frame);
      wire.write(WebSocket.drain(outgoing));
    }
  }

  /// A stream that the client has opened.
  final class Stream {
    private final int id;
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final ByteQueue in = new ByteQueue();
    private boolean clientEnded;
    private boolean ended;

    private Stream(SpdySynStreamFrame frame) {
      this.id = frame.streamId();
      frame
          .headers()
          .forEach(header ->
              headers.put(
                  header.getKey().toString().toLowerCase(java.util.Locale.ROOT),
                  header.getValue().toString()));
    }

    int id() {
      return id;
    }

    /// @param name in lower case
    /// @return empty where there is none
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    InputStream in() {
      return in;
    }

    /// Closing it ends this side of the stream.
    OutputStream out() {
      return new Output();
    }

    /// What the client still sends is dropped.
    void forgetInput() {
      in.close();
    }

    private void clientEnded() {
      in.end();
      synchronized (this) {
        clientEnded = true;
        forgetIfOver();
      }
    }

    private void end() throws IOException {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
        forgetIfOver();
      }
      SpdyDataFrame last = new DefaultSpdyDataFrame(id);
      last.setLast(true);
      send(last);
    }

    private void forgetIfOver() {
      if (ended && clientEnded) {
        streams.remove(id);
      }
    }

    private final class Output extends BlockOutput {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
          byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
          send(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(copy)));
        }
      }

      @Override
      public void close() throws IOException {
        end();
      }
    }
  }
}
