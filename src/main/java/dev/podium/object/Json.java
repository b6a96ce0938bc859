package dev.podium.object;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Between JSON text and frozen values, by Jackson's streaming API.
///
/// Text is written as Go's encoder writes it: compact, UTF-8, with `<`, `>`, `&`, U+2028 and U+2029
/// escaped.
public final class Json {
  /// How many levels what a client sends may have: much that is done with it goes down level by
  /// level, each on the same stack (a real API server's bound is 10000: sigs.k8s.io/json,
  /// maxNestingDepth).
  public static final int MAX_DEPTH = 500;

  /// What is made of that, such as a list with the owners of an object's fields, is never too deep
  /// to be read and written.
  private static final int OWN_DEPTH = 4 * MAX_DEPTH;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(OWN_DEPTH)
                  .maxStringLength(64 << 20)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(OWN_DEPTH).build())
          .characterEscapes(new GoEscapes())
          .build();

  private Json() {}

  /// What a parse yields: the value, with the last one of repeated fields, and the paths of those
  /// repeated.
  public record Parsed(Object value, List<String> duplicates) {}

  /// Parses one JSON document.
  ///
  /// @throws tools.jackson.core.JacksonException where the text is no JSON
  public static Object parse(byte[] utf8) {
    return read(utf8).value();
  }

  /// Parses text that is known to be a JSON object, such as a data file of our own.
  public static JsonObject parseObject(byte[] utf8) {
    return (JsonObject) parse(utf8);
  }

  public static JsonObject parseObject(String text) {
    return parseObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// Parses one JSON document and reports repeated fields, as `spec.containers[0].name`.
  public static Parsed read(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      return read(parser);
    }
  }

  /// Reads one value with a parser of any format of Jackson's, up to its end.
  public static Parsed read(JsonParser parser) {
    Reader reader = new Reader(parser);
    JsonToken first = parser.nextToken();
    Object value = first == null ? JsonNull.NULL : reader.value(first);
    return new Parsed(value, reader.duplicates);
  }

  /// Whether a value has more levels of objects and lists than that.
  public static boolean isDeeper(Object value, int levels) {
    boolean deeper = levels <= 0 && (value instanceof JsonObject || value instanceof JsonArray);
    if (value instanceof JsonObject object) {
      for (int i = 0; i < object.size() && !deeper; i++) {
        deeper = isDeeper(object.valueAt(i), levels - 1);
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size() && !deeper; i++) {
        deeper = isDeeper(array.get(i), levels - 1);
      }
    }
    return deeper;
  }

  /// Compact JSON text.
  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, value);
    }
    return text.toString();
  }

  /// Compact JSON in UTF-8.
  public static byte[] bytes(Object value) {
    try (ByteArrayBuilder buffer = new ByteArrayBuilder()) {
      try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer)) {
        write(out, value);
      }
      return buffer.toByteArray();
    }
  }

  /// JSON in UTF-8, indented by two spaces as Go's `MarshalIndent` does it.
  public static byte[] prettyBytes(Object value) {
    try (ByteArrayBuilder buffer = new ByteArrayBuilder()) {
      try (JsonGenerator out = FACTORY.createGenerator(new Indented(), buffer)) {
        write(out, value);
      }
      return buffer.toByteArray();
    }
  }

  /// Writes a value with a generator of any format of Jackson's.
  public static void write(JsonGenerator out, Object value) {
    switch (value) {
      case JsonObject object -> {
        out.writeStartObject();
        for (int i = 0; i < object.size(); i++) {
          out.writeName(object.keyAt(i));
          write(out, object.valueAt(i));
        }
        out.writeEndObject();
      }
      case JsonArray array -> {
        out.writeStartArray();
        for (int i = 0; i < array.size(); i++) {
          write(out, array.get(i));
        }
        out.writeEndArray();
      }
      case String s -> out.writeString(s);
      case Long n -> out.writeNumber(n);
      case Boolean b -> out.writeBoolean(b);
      case Double d -> GoNumbers.write(out, d);
      case BigInteger n -> out.writeNumber(n);
      case JsonNull _ -> out.writeNull();
      default -> throw notJson(value);
    }
  }

  /// The frozen form of a value of Java's: maps, collections, integers and drafts are converted.
  static Object value(Object value) {
    return switch (value) {
      case String s -> s;
      case JsonObject o -> o;
      case JsonArray a -> a;
      case Long n -> n;
      case Boolean b -> b;
      case JsonNull n -> n;
      case Double d -> d;
      case BigInteger n -> n;
      case Integer n -> n.longValue();
      case Short n -> n.longValue();
      case Float d -> d.doubleValue();
      case Map<?, ?> map -> object(map);
      case Collection<?> list -> JsonArray.of(list);
      case ObjectDraft draft -> draft.freeze();
      case ObjectDraft.ListDraft draft -> draft.freeze();
      case ApiObject object -> object.root();
      default -> throw notJson(value);
    };
  }

  @SuppressWarnings("unchecked")
  private static JsonObject object(Map<?, ?> map) {
    return JsonObject.of((Map<String, ?>) map);
  }

  private static IllegalArgumentException notJson(Object value) {
    return new IllegalArgumentException("no JSON value: " + value.getClass().getName());
  }

  /// Builds frozen values; duplicate fields are rare, so a map is made only where one object has
  /// many.
  private static final class Reader {
    private static final int MANY = 24;
    private static final Pattern POINTER_INDEX = Pattern.compile("/(\\d+)(?=/|$)");

    private final JsonParser parser;
    private final List<String> duplicates = new ArrayList<>(0);

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    Object value(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_NUMBER_INT -> integer();
        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
        case VALUE_TRUE -> Boolean.TRUE;
        case VALUE_FALSE -> Boolean.FALSE;
        case VALUE_NULL -> JsonNull.NULL;
        default -> parser.getString();
      };
    }

    private Object integer() {
      return switch (parser.getNumberType()) {
        case INT, LONG -> parser.getLongValue();
        default -> parser.getBigIntegerValue();
      };
    }

    /// Where the parser stands, as `spec.containers[0].name`.
    private String path() {
      String path =
          POINTER_INDEX
              .matcher(parser.streamReadContext().pathAsPointer().toString())
              .replaceAll("[$1]")
              .replace('/', '.')
              .replace("~1", "/")
              .replace("~0", "~");
      return path.startsWith(".") ? path.substring(1) : path;
    }

    private JsonArray array() {
      List<Object> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(value(next));
      }
      return JsonArray.owning(items.toArray());
    }

    private JsonObject object() {
      List<String> keys = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      Map<String, Integer> seen = Map.of();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        Object value = value(parser.nextToken());
        if (keys.size() == MANY) {
          seen = new HashMap<>();
          for (int i = 0; i < MANY; i++) {
            seen.put(keys.get(i), i);
          }
        }
        int known = keys.size() < MANY ? keys.indexOf(key) : seen.getOrDefault(key, -1);
        if (known >= 0) {
          duplicates.add(path());
          values.set(known, value);
          continue;
        }
        if (keys.size() >= MANY) {
          seen.put(key, keys.size());
        }
        keys.add(key);
        values.add(value);
      }
      return JsonObject.owning(keys.toArray(String[]::new), values.toArray());
    }
  }

  /// The characters that Go's `encoding/json` escapes and Jackson does not.
  private static final class GoEscapes extends tools.jackson.core.io.CharacterEscapes {
    private static final long serialVersionUID = 1;
    private final int[] ascii = standardAsciiEscapesForJSON();

    GoEscapes() {
      for (char c : new char[] {'<', '>', '&'}) {
        ascii[c] = ESCAPE_CUSTOM;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    /// Asked for every character beyond ASCII; null leaves it as it is.
    @Override
    public @Nullable SerializedString getEscapeSequence(int c) {
      return switch (c) {
        case '<', '>', '&' -> new SerializedString("\\u00" + Integer.toHexString(c));
        case 0x2028 -> new SerializedString("\\u2028");
        case 0x2029 -> new SerializedString("\\u2029");
        default -> null;
      };
    }
  }

  /// Two spaces, no space before a colon, and `{}` and `[]` for what is empty.
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public DefaultPrettyPrinter getPrettyPrinter() {
      var printer = new GoPrettyPrinter();
      printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
      printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
      return printer;
    }
  }

  private static final class GoPrettyPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    @Override
    public DefaultPrettyPrinter createInstance() {
      return this;
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator out) {
      out.writeRaw(": ");
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) {
      if (!_objectIndenter.isInline()) {
        --_nesting;
      }
      if (entries > 0) {
        _objectIndenter.writeIndentation(out, _nesting);
      }
      out.writeRaw('}');
    }

    @Override
    public void writeEndArray(JsonGenerator out, int entries) {
      if (!_arrayIndenter.isInline()) {
        --_nesting;
      }
      if (entries > 0) {
        _arrayIndenter.writeIndentation(out, _nesting);
      }
      out.writeRaw(']');
    }
  }
}
