package dev.podium.network.grpc;

import java.nio.ByteBuffer;

/// How messages lie in a stream: a byte that says whether it is compressed, four of length, itself.
final class GrpcMessage {
  private static final int PREFIX = 5;

  private GrpcMessage() {}

  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// The one message of a stream.
  ///
  /// @throws GrpcStatus where it is none, or compressed
  static byte[] of(byte[] stream) throws GrpcStatus {
    if (stream.length < PREFIX) {
      throw new GrpcStatus(GrpcStatus.INTERNAL, "cardinality violation: received no message");
    }
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    boolean compressed = buffer.get() != 0;
    int length = buffer.getInt();
    if (compressed) {
      throw new GrpcStatus(
          GrpcStatus.UNIMPLEMENTED, "podium: compressed gRPC messages are not simulated");
    }
    if (length != buffer.remaining()) {
      throw new GrpcStatus(GrpcStatus.INTERNAL, "unexpected EOF");
    }
    byte[] message = new byte[length];
    buffer.get(message);
    return message;
  }
}
