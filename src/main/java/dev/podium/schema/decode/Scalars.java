package dev.podium.schema.decode;

import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.Quantity;
import dev.podium.object.Timestamps;
import dev.podium.schema.Field;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.Base64;
import java.util.function.Supplier;

/// Values without parts: what fits, what it becomes, and what Go says of the rest.
final class Scalars {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private Scalars() {}

  static boolean isInt32(Object value) {
    return value instanceof Long number && number == number.intValue();
  }

  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof NumberText || value instanceof Number;
  }

  /// What Go calls a value of this kind.
  static String kind(Object value) {
    return value instanceof NumberText ? "number" : GoJson.kind(value);
  }

  /// A number as it was written.
  static String text(Object number) {
    return number instanceof NumberText(String text) ? text : Json.write(number);
  }

  /// Whether Go cites the number that does not fit: it does where it is of a numeric type.
  static boolean takesNumbers(SchemaType type, int nesting) {
    return element(type, nesting) instanceof Scalar scalar
        && switch (scalar) {
          case INT32, INT64, DOUBLE -> true;
          default -> false;
        };
  }

  private static SchemaType element(SchemaType type, int nesting) {
    return switch (type) {
      case ListType(var items, _) when nesting > 0 -> element(items, nesting - 1);
      case MapType(var values) when nesting > 0 -> element(values, nesting - 1);
      default -> type;
    };
  }

  /// Go's name of the type of a field, or of what its lists and maps hold.
  static String goType(Field field, int nesting) {
    String type = field.goType();
    for (int i = 0; i < nesting; i++) {
      if (type.startsWith("[]")) {
        type = type.substring(2);
      } else if (type.startsWith("map[")) {
        type = type.substring(type.indexOf(']') + 1);
      } else {
        return Field.goType(element(field.type(), nesting));
      }
    }
    return type;
  }

  /// The canonical text of a quantity, which may be written as a number.
  static String quantity(Object value) {
    String given =
        switch (value) {
          case String text -> text.strip();
          case Long number -> number.toString();
          case NumberText(String text) -> text;
          default -> value.toString();
        };
    try {
      String canonical = Quantity.parse(given).toString();
      return canonical.equals(value) ? (String) value : canonical;
    } catch (IllegalArgumentException e) {
      throw new DecodeException(String.valueOf(e.getMessage()));
    }
  }

  /// A time in UTC to the second.
  static String time(String text) {
    if (text.length() == 20 && text.endsWith("Z") && text.indexOf('.') < 0) {
      parsed(() -> Timestamps.parse(text));
      return text;
    }
    return Timestamps.format(parsed(() -> Timestamps.parse(text)));
  }

  /// A time in UTC to the microsecond.
  static String microTime(String text) {
    String written = Timestamps.formatMicro(parsed(() -> Timestamps.parseMicro(text)));
    return written.equals(text) ? text : written;
  }

  private static <T> T parsed(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new DecodeException(String.valueOf(e.getMessage()));
    }
  }

  /// Base64 as Go writes it back.
  static String base64(String text) {
    String data =
        text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : text.replaceAll("[\r\n]", "");
    int bad = firstBad(text);
    if (bad >= 0) {
      throw new DecodeException("illegal base64 data at input byte " + bad);
    }
    String written = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(data));
    return written.equals(text) ? text : written;
  }

  /// Where Go's decoder (encoding/base64, decodeQuantum) gives up, or -1.
  private static int firstBad(String text) {
    int inQuantum = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        return padding(text, i, inQuantum);
      }
      if (ALPHABET.indexOf(c) < 0) {
        return i;
      }
      inQuantum = (inQuantum + 1) % 4;
    }
    return inQuantum == 0 ? -1 : text.length() - inQuantum;
  }

  private static int padding(String text, int at, int inQuantum) {
    if (inQuantum < 2) {
      return at;
    }
    int next = skipBreaks(text, at + 1);
    if (inQuantum == 2) {
      if (next == text.length()) {
        return next;
      }
      if (text.charAt(next) != '=') {
        return next - 1;
      }
      next = skipBreaks(text, next + 1);
    }
    return next == text.length() ? -1 : next;
  }

  private static int skipBreaks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      at++;
    }
    return at;
  }
}
