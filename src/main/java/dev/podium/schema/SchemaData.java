package dev.podium.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The generated file, `kubernetes.schema`, as the build's `SchemaFile` writes it.
///
/// A string is decoded when it is first needed and then shared; about half a megabyte of bytes
/// stays.
final class SchemaData {
  private static final int VERSION = 1;

  private final ByteBuffer bytes;
  private final int[] stringStarts;
  private final String[] strings;
  private final int firstBody;

  private SchemaData(byte[] file) {
    bytes = ByteBuffer.wrap(file);
    if (bytes.getInt() != VERSION) {
      throw new IllegalStateException("kubernetes.schema is of another version");
    }
    int poolLength = bytes.getInt();
    int indexStart = bytes.position() + poolLength;
    Cursor pool = new Cursor(bytes.position());
    int count = pool.number();
    stringStarts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      stringStarts[i + 1] = stringStarts[i] + pool.number();
    }
    for (int i = 0; i <= count; i++) {
      stringStarts[i] += pool.position;
    }
    strings = new String[count];
    firstBody = indexStart + Integer.BYTES + bytes.getInt(indexStart);
  }

  static SchemaData load() {
    try (InputStream in = SchemaData.class.getResourceAsStream("kubernetes.schema")) {
      if (in == null) {
        throw new IllegalStateException("kubernetes.schema was not generated");
      }
      return new SchemaData(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the index of types begins.
  Cursor index() {
    return new Cursor(stringStarts[strings.length] + Integer.BYTES);
  }

  /// Where a type's body begins, by its offset among the bodies.
  Cursor body(int offset) {
    return new Cursor(firstBody + offset);
  }

  private String string(int number) {
    String known = strings[number];
    if (known == null) {
      int start = stringStarts[number];
      known =
          new String(
              bytes.array(), start, stringStarts[number + 1] - start, StandardCharsets.UTF_8);
      strings[number] = known;
    }
    return known;
  }

  /// Reads on from a place in the file.
  final class Cursor {
    private int position;

    private Cursor(int position) {
      this.position = position;
    }

    int number() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes.get(position++);
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    String string() {
      return SchemaData.this.string(number());
    }

    Map<String, String> strings() {
      int count = number();
      if (count == 0) {
        return Map.of();
      }
      Map<String, String> map = LinkedHashMap.newLinkedHashMap(count);
      for (int i = 0; i < count; i++) {
        map.put(string(), string());
      }
      return map;
    }
  }
}
