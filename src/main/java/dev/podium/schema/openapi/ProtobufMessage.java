package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// A protobuf message under construction; of the wire format, only what OpenAPI documents need.
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A string; the empty one is not written, as proto3 has it.
  void string(int number, String text) {
    if (!text.isEmpty()) {
      bytes(number, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// One item of a repeated string, empty or not.
  void item(int number, String text) {
    bytes(number, text.getBytes(StandardCharsets.UTF_8));
  }

  void bool(int number, boolean value) {
    if (value) {
      flag(number, true);
    }
  }

  /// A boolean that is one of several alternatives: false is written, too.
  void flag(int number, boolean value) {
    varint(number << 3 | VARINT);
    varint(value ? 1 : 0);
  }

  void integer(int number, long value) {
    if (value != 0) {
      varint(number << 3 | VARINT);
      varint(value);
    }
  }

  void decimal(int number, double value) {
    if (value != 0) {
      fixed(number, value);
    }
  }

  /// A number that is one of several alternatives: zero is written, too.
  void fixed(int number, double value) {
    varint(number << 3 | FIXED64);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes.write((int) (bits >>> shift));
    }
  }

  void message(int number, ProtobufMessage message) {
    bytes(number, message.toByteArray());
  }

  /// A map, as gnostic holds it: messages of a name and a value.
  void entries(int number, JsonObject map, BiConsumer<ProtobufMessage, Object> value) {
    map.forEach(e -> {
      ProtobufMessage entry = new ProtobufMessage();
      entry.string(1, e.getKey());
      ProtobufMessage inner = new ProtobufMessage();
      value.accept(inner, e.getValue());
      entry.message(2, inner);
      message(number, entry);
    });
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void bytes(int number, byte[] content) {
    varint(number << 3 | LENGTH_DELIMITED);
    varint(content.length);
    bytes.writeBytes(content);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
