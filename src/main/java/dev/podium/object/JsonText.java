package dev.podium.object;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/// Compact JSON in UTF-8, put together of pieces that others own: a list of ten thousand objects is
/// the objects' own cached bytes with brackets around them, and nothing is copied.
///
/// Built by one thread, then only read.
public final class JsonText {
  /// Of more items than these none is written before it is sent: neither their texts nor what they
  /// are made of need be there at once.
  public static final int AT_ONCE = 500;

  private sealed interface Part {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Piece(byte[] bytes, int from, int to) implements Part {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes, from, to - from);
    }
  }

  /// What is made while it is written.
  private record Items<T>(List<T> items, BiConsumer<JsonText, T> writer) implements Part {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      boolean first = true;
      for (T item : items) {
        JsonText one = new JsonText(true);
        if (!first) {
          one.append(",");
        }
        first = false;
        writer.accept(one, item);
        one.writeTo(out);
      }
    }
  }

  private record Indented(JsonText text) implements Part {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      Indenter indenter = new Indenter(out);
      text.writeTo(indenter);
      indenter.drain();
    }
  }

  private final List<Part> parts = new ArrayList<>();

  /// Whether it is written once and then forgotten, so that no object need keep its text.
  private final boolean passing;

  private boolean open;
  private long length;

  public JsonText() {
    this(false);
  }

  private JsonText(boolean passing) {
    this.passing = passing;
  }

  /// The text of one object.
  public static JsonText of(ApiObject object) {
    return new JsonText().append(object.json());
  }

  public static JsonText of(JsonObject object) {
    return new JsonText().append(Json.bytes(object));
  }

  public JsonText append(byte[] bytes) {
    return append(bytes, 0, bytes.length);
  }

  public JsonText append(byte[] bytes, int from, int to) {
    if (from < to) {
      parts.add(new Piece(bytes, from, to));
      length += to - from;
    }
    return this;
  }

  public JsonText append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Appends another text's pieces.
  public JsonText append(JsonText other) {
    parts.addAll(other.parts);
    length += other.length;
    open |= other.open;
    return this;
  }

  public JsonText append(ApiObject object) {
    return append(text(object));
  }

  private byte[] text(ApiObject object) {
    if (!passing) {
      return object.json();
    }
    byte[] known = object.knownJson();
    return known == null ? Json.bytes(object.root()) : known;
  }

  /// Appends what `writer` makes of each item, with commas between them. Where there are many,
  /// `writer` is called while the text is written, each time it is.
  public <T> JsonText appendAll(List<T> items, BiConsumer<JsonText, T> writer) {
    if (items.size() > AT_ONCE) {
      parts.add(new Items<>(items, writer));
      open = true;
      return this;
    }
    boolean first = true;
    for (T item : items) {
      if (!first) {
        append(",");
      }
      first = false;
      writer.accept(this, item);
    }
    return this;
  }

  /// Appends an object without its `kind` and `apiVersion`, as typed lists hold their items.
  public JsonText appendUntyped(ApiObject object) {
    byte[] json = text(object);
    int body = afterType(object, json);
    if (body < 0) {
      return append(Json.bytes(object.root().without("kind").without("apiVersion")));
    }
    return json[body] == '}' ? append("{}") : append("{").append(json, body + 1, json.length);
  }

  /// Appends the value of an object's `metadata`, `{}` where there is none.
  public JsonText appendMetadata(ApiObject object) {
    byte[] json = passing ? object.knownJson() : object.json();
    if (json == null) {
      return append(Json.bytes(object.metadata()));
    }
    int comma = afterType(object, json);
    byte[] name = METADATA;
    if (comma < 0 || !startsWith(json, comma, name)) {
      return append(Json.bytes(object.metadata()));
    }
    int from = comma + name.length;
    return append(json, from, endOfObject(json, from));
  }

  private static final byte[] METADATA = ",\"metadata\":".getBytes(StandardCharsets.UTF_8);

  /// Where the text goes on behind `{"kind":"K","apiVersion":"V"`, or -1 where it begins otherwise.
  private static int afterType(ApiObject object, byte[] json) {
    String head =
        "{\"kind\":\"" + object.kind() + "\",\"apiVersion\":\"" + object.apiVersion() + "\"";
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    return startsWith(json, 0, bytes) && bytes.length < json.length ? bytes.length : -1;
  }

  private static boolean startsWith(byte[] text, int at, byte[] start) {
    return at + start.length <= text.length
        && java.util.Arrays.equals(text, at, at + start.length, start, 0, start.length);
  }

  /// Behind the closing brace of the object that opens at `from`.
  private static int endOfObject(byte[] json, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < json.length; i++) {
      byte c = json[i];
      if (quoted) {
        if (c == '\\') {
          i++;
        } else {
          quoted = c != '"';
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    throw new IllegalStateException("object without end");
  }

  /// How many bytes it has; empty where only writing it can tell.
  public OptionalLong length() {
    return open ? OptionalLong.empty() : OptionalLong.of(length);
  }

  public void writeTo(OutputStream out) throws IOException {
    for (Part part : parts) {
      part.writeTo(out);
    }
  }

  /// All of it in one array.
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(length, 1 << 30));
    try {
      writeTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /// Indented by two spaces, as Go's `MarshalIndent` does it; written without parsing.
  public JsonText indented() {
    JsonText indented = new JsonText();
    indented.parts.add(new Indented(this));
    indented.open = true;
    return open ? indented : new JsonText().append(indented.bytes());
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// One byte at a time, so that pieces may end anywhere.
  private static final class Indenter extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[8 << 10];
    private int size;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean opened;

    Indenter(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int c) throws IOException {
      if (quoted) {
        put(c);
        quoted = escaped || c != '"';
        escaped = !escaped && c == '\\';
        return;
      }
      boolean closing = c == '}' || c == ']';
      if (opened && !closing) {
        depth++;
        newLine();
      }
      if (closing && !opened) {
        depth--;
        newLine();
      }
      opened = c == '{' || c == '[';
      put(c);
      switch (c) {
        case '"' -> quoted = true;
        case ':' -> put(' ');
        case ',' -> newLine();
        default -> {}
      }
    }

    private void newLine() throws IOException {
      put('\n');
      for (int i = 0; i < depth; i++) {
        put(' ');
        put(' ');
      }
    }

    private void put(int c) throws IOException {
      if (size == buffer.length) {
        drain();
      }
      buffer[size++] = (byte) c;
    }

    void drain() throws IOException {
      out.write(buffer, 0, size);
      size = 0;
    }
  }
}
