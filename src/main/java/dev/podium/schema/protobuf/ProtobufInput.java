package dev.podium.schema.protobuf;

import dev.podium.object.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The fields of one protobuf message, one after the other.
final class ProtobufInput {
  private static final String TOO_DEEP = "proto: exceeded max recursion depth";

  /// A message in a list is two levels of JSON.
  private static final int MAX_DEPTH = Json.MAX_DEPTH / 2;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final ByteBuffer bytes;
  private final int depth;
  private int wireType;

  private ProtobufInput(ByteBuffer bytes, int depth) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.depth = depth;
  }

  static ProtobufInput of(byte[] bytes) {
    return new ProtobufInput(ByteBuffer.wrap(bytes), 1);
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  /// Begins the next field.
  ///
  /// @return its number
  int field() {
    long tag = varint();
    wireType = (int) (tag & 7);
    return (int) (tag >>> 3);
  }

  boolean isPacked() {
    return wireType == LENGTH;
  }

  /// The value of the field as an integer of either width.
  long integer() {
    return switch (wireType) {
      case VARINT -> varint();
      case FIXED_64 -> ofWidth(Long.BYTES).getLong();
      case FIXED_32 -> ofWidth(Integer.BYTES).getInt();
      default -> throw new ProtobufException("proto: wrong wireType = " + wireType);
    };
  }

  private ByteBuffer ofWidth(int width) {
    if (bytes.remaining() < width) {
      throw new ProtobufException("unexpected EOF");
    }
    return bytes;
  }

  double number() {
    return Double.longBitsToDouble(integer());
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw new ProtobufException("unexpected EOF");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtobufException("proto: integer overflow");
  }

  /// The value of the field as a message of its own.
  ProtobufInput message() {
    if (depth == MAX_DEPTH) {
      throw new ProtobufException(TOO_DEEP);
    }
    return new ProtobufInput(slice(), depth + 1);
  }

  /// A value that a field of this message stands for.
  Object bounded(Object value) {
    if (Json.isDeeper(value, Json.MAX_DEPTH - 2 * depth)) {
      throw new ProtobufException(TOO_DEEP);
    }
    return value;
  }

  byte[] bytes() {
    ByteBuffer slice = slice();
    byte[] copy = new byte[slice.remaining()];
    slice.get(copy);
    return copy;
  }

  String string() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private ByteBuffer slice() {
    if (wireType != LENGTH) {
      throw new ProtobufException("proto: wrong wireType = " + wireType);
    }
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw new ProtobufException("unexpected EOF");
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  void skip() {
    if (wireType == LENGTH) {
      slice();
    } else {
      integer();
    }
  }
}
