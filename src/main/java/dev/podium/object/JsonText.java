package dev.podium.object;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Compact JSON in UTF-8, put together of pieces that others own: a list of ten thousand objects is
/// the objects' own cached bytes with brackets around them, and nothing is copied.
///
/// Built by one thread, then only read.
public final class JsonText {
  private record Piece(byte[] bytes, int from, int to) {}

  private final List<Piece> pieces = new ArrayList<>();
  private long length;

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
      pieces.add(new Piece(bytes, from, to));
      length += to - from;
    }
    return this;
  }

  public JsonText append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Appends another text's pieces.
  public JsonText append(JsonText other) {
    pieces.addAll(other.pieces);
    length += other.length;
    return this;
  }

  /// Appends an object without its `kind` and `apiVersion`, as typed lists hold their items.
  public JsonText appendUntyped(ApiObject object) {
    byte[] json = object.json();
    int body = afterType(object, json);
    if (body < 0) {
      return append(Json.bytes(object.root().without("kind").without("apiVersion")));
    }
    return json[body] == '}' ? append("{}") : append("{").append(json, body + 1, json.length);
  }

  /// Appends the value of an object's `metadata`, `{}` where there is none.
  public JsonText appendMetadata(ApiObject object) {
    byte[] json = object.json();
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

  public long length() {
    return length;
  }

  public void writeTo(OutputStream out) throws IOException {
    for (Piece piece : pieces) {
      out.write(piece.bytes, piece.from, piece.to - piece.from);
    }
  }

  /// All of it in one array.
  public byte[] bytes() {
    byte[] all = new byte[Math.toIntExact(length)];
    int at = 0;
    for (Piece piece : pieces) {
      System.arraycopy(piece.bytes, piece.from, all, at, piece.to - piece.from);
      at += piece.to - piece.from;
    }
    return all;
  }

  /// Indented by two spaces, as Go's `MarshalIndent` does it; written without parsing.
  public byte[] indented() {
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(length * 2, 1 << 24));
    Indenter indenter = new Indenter(out);
    for (Piece piece : pieces) {
      for (int i = piece.from; i < piece.to; i++) {
        indenter.add(piece.bytes[i]);
      }
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// One byte at a time, so that pieces may end anywhere.
  private static final class Indenter {
    private final ByteArrayOutputStream out;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean opened;

    Indenter(ByteArrayOutputStream out) {
      this.out = out;
    }

    void add(byte c) {
      if (quoted) {
        out.write(c);
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
      out.write(c);
      switch (c) {
        case '"' -> quoted = true;
        case ':' -> out.write(' ');
        case ',' -> newLine();
        default -> {}
      }
    }

    private void newLine() {
      out.write('\n');
      for (int i = 0; i < depth; i++) {
        out.write(' ');
        out.write(' ');
      }
    }
  }
}
