package dev.podium.build;

import dev.podium.build.Definition.Property;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the schema in the form that `dev.podium.schema.BuiltInSchemas` reads: a pool of strings,
/// then the types, each to be decoded alone.
///
/// Numbers are variable-length as in protobuf; a string is its number in the pool.
final class SchemaFile {
  private static final int VERSION = 1;

  private final Map<String, Integer> pool = new LinkedHashMap<>();

  /// One kind and the definition of its objects.
  record Kind(String group, String version, String kind, String definition) {}

  void write(Map<String, Definition> definitions, List<Kind> kinds, OutputStream target)
      throws IOException {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    for (Definition definition : definitions.values()) {
      bodies.put(definition.name(), body(definition));
    }
    Block index = new Block();
    index.number(bodies.size());
    bodies.forEach((name, body) -> index.string(name).number(body.length));
    index.number(kinds.size());
    for (Kind kind : kinds) {
      index.string(kind.group()).string(kind.version()).string(kind.kind());
      index.string(kind.definition());
    }
    Block strings = new Block();
    strings.number(pool.size());
    List<byte[]> texts = new ArrayList<>();
    for (String text : pool.keySet()) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      texts.add(utf8);
      strings.number(utf8.length);
    }
    texts.forEach(strings.bytes::writeBytes);
    try (DataOutputStream out = new DataOutputStream(target)) {
      out.writeInt(VERSION);
      out.writeInt(strings.bytes.size());
      strings.bytes.writeTo(out);
      out.writeInt(index.bytes.size());
      index.bytes.writeTo(out);
      for (byte[] body : bodies.values()) {
        out.write(body);
      }
    }
  }

  private byte[] body(Definition definition) {
    Block block = new Block();
    block.string(definition.description()).number(definition.atomic() ? 1 : 0);
    block.string(definition.union()).number(definition.properties().size());
    for (Property property : definition.properties()) {
      block.string(property.name()).string(property.type()).string(property.description());
      block.number((property.required() ? 1 : 0) | (property.wrapped() ? 2 : 0));
      block.number(property.path().size());
      property.path().forEach(block::number);
      block.number(property.marks().size());
      property.marks().forEach((name, value) -> block.string(name).string(value));
    }
    return block.bytes.toByteArray();
  }

  private final class Block {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Block number(int value) {
      int rest = value;
      while (rest > 0x7f) {
        bytes.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      bytes.write(rest);
      return this;
    }

    Block string(String text) {
      return number(pool.computeIfAbsent(text, _ -> pool.size()));
    }
  }
}
