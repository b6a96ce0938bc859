package dev.podium.schema.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The fields of one protobuf message, put one after the other.
final class ProtobufOutput {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  void number(int field, double value) {
    tag(field, FIXED_64);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes.write((int) (bits >>> shift));
    }
  }

  void bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    bytes.writeBytes(value);
  }

  /// The beginning of a field whose bytes others write behind it.
  void length(int field, long length) {
    tag(field, LENGTH);
    varint(length);
  }

  void string(int field, String value) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  void message(int field, ProtobufOutput value) {
    tag(field, LENGTH);
    varint(value.bytes.size());
    bytes.writeBytes(value.bytes.toByteArray());
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
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
