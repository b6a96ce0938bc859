package dev.podium.web.streams;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;

/// The server's side of a WebSocket (RFC 6455): whole messages in and out; answers pings by itself.
///
/// The frames are Netty's; one thread reads, any may write.
final class WebSocket implements AutoCloseable {
  private static final int LARGEST = 8 << 20;
  private static final int NORMAL_CLOSURE = 1000;
  private static final WebSocketDecoderConfig CONFIG =
      WebSocketDecoderConfig.newBuilder()
          .expectMaskedFrames(true)
          .allowExtensions(false)
          .closeOnProtocolViolation(false)
          .maxFramePayloadLength(LARGEST)
          .build();

  private final Wire wire;
  private final byte[] buffer = new byte[16 << 10];
  private final EmbeddedChannel incoming =
      channel(new WebSocket13FrameDecoder(CONFIG), new WebSocketFrameAggregator(LARGEST));
  private final EmbeddedChannel outgoing = channel(new WebSocket13FrameEncoder(false));
  private boolean said;

  WebSocket(Wire wire) {
    this.wire = wire;
  }

  /// A channel that is connected to nothing and keeps its bytes on the heap.
  static EmbeddedChannel channel(ChannelHandler... handlers) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(new UnpooledByteBufAllocator(false));
    channel.pipeline().addLast(handlers);
    return channel;
  }

  /// Waits for the next message.
  ///
  /// @return empty at the end
  Optional<byte[]> read() throws IOException {
    while (true) {
      WebSocketFrame frame = incoming.readInbound();
      if (frame == null) {
        if (!fill()) {
          return Optional.empty();
        }
        continue;
      }
      try {
        switch (frame) {
          case PingWebSocketFrame ping -> send(new PongWebSocketFrame(ping.content().retain()));
          case CloseWebSocketFrame _ -> {
            close();
            return Optional.empty();
          }
          case BinaryWebSocketFrame binary -> {
            return Optional.of(ByteBufUtil.getBytes(binary.content()));
          }
          case TextWebSocketFrame text -> {
            return Optional.of(ByteBufUtil.getBytes(text.content()));
          }
          default -> {}
        }
      } finally {
        frame.release();
      }
    }
  }

  private boolean fill() throws IOException {
    int count = wire.read(buffer);
    if (count < 0) {
      return false;
    }
    try {
      incoming.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
    } catch (RuntimeException e) {
      throw (IOException) new ProtocolException("a malformed frame").initCause(e);
    }
    return true;
  }

  void sendBinary(byte[] message) throws IOException {
    send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
  }

  void sendText(byte[] message) throws IOException {
    send(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)));
  }

  private void send(WebSocketFrame frame) throws IOException {
    synchronized (outgoing) {
      if (said) {
        frame.release();
        return;
      }
      said = frame instanceof CloseWebSocketFrame;
      outgoing.writeOutbound(frame);
      wire.write(drain(outgoing));
    }
  }

  /// All that a channel has to send.
  static byte[] drain(EmbeddedChannel channel) {
    io.netty.buffer.ByteBuf all = Unpooled.buffer();
    for (io.netty.buffer.ByteBuf part = channel.readOutbound();
        part != null;
        part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  /// Says that nothing more is going to come from here.
  @Override
  public void close() throws IOException {
    send(new CloseWebSocketFrame(NORMAL_CLOSURE, ""));
  }

  /// Gives back what the codecs hold; once nobody reads any longer.
  void release() {
    incoming.finishAndReleaseAll();
    synchronized (outgoing) {
      said = true;
      outgoing.finishAndReleaseAll();
    }
  }
}
