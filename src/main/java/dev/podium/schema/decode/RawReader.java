package dev.podium.schema.decode;

import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text into a tree that still has repeated fields and [NumberText]s, for the decoder to
/// judge.
final class RawReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxStringLength(64 << 20)
                  .maxNameLength(4 << 20)
                  .maxNumberLength(4 << 20)
                  .build())
          .build();

  private final JsonParser parser;

  private RawReader(JsonParser parser) {
    this.parser = parser;
  }

  /// @throws DecodeException in Go's words where the text is not one JSON value
  static Object read(byte[] utf8) {
    try {
      return parse(utf8);
    } catch (JacksonException _) {
      GoJson.syntaxError(utf8)
          .ifPresent(why -> {
            throw new DecodeException(why);
          });
      return repaired(utf8);
    }
  }

  /// Go puts U+FFFD for bytes that are no UTF-8, where Jackson gives up.
  private static Object repaired(byte[] text) {
    try {
      return parse(new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      throw new DecodeException("exceeded max depth");
    }
  }

  private static Object parse(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      Object value = new RawReader(parser).value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new DecodeException(GoJson.syntaxError(utf8).orElse("after top-level value"));
      }
      return value;
    }
  }

  private Object value(JsonToken token) {
    if (token == null) {
      throw new DecodeException("unexpected end of JSON input");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> new NumberText(parser.getString());
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> JsonNull.NULL;
      default -> parser.getString();
    };
  }

  private Object integer() {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> new NumberText(parser.getString());
    };
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
    JsonObject.Builder fields = new JsonObject.Builder(8);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      fields.add(key, value(parser.nextToken()));
    }
    return fields.build();
  }
}
