package dev.podium.patch;

import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// One step of a path into an object, in the form that `fieldsV1` has for it: `f:NAME` for a field,
/// `k:{"name":"a"}` for an item by its keys, `v:"a"` for an item by its value, `i:0` for one by its
/// place.
///
/// Steps stay text, since that is how they are stored and compared for equality; only order and
/// display look inside. Upstream: structured-merge-diff fieldpath/serialize-pe.go and element.go.
final class PathElement {
  /// Fields, then items by key, by value, by place; each in the order of what it holds.
  static final Comparator<String> ORDER = PathElement::compare;

  private static final String KINDS = "fkvi";

  private PathElement() {}

  static String field(String name) {
    return "f:" + name;
  }

  /// @param keys the key fields of the list in order of their names
  static String item(List<String> keys, List<Object> values) {
    StringBuilder text = new StringBuilder("k:{");
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      quote(text, keys.get(i));
      text.append(':');
      write(text, values.get(i));
    }
    return text.append('}').toString();
  }

  static String value(Object scalar) {
    StringBuilder text = new StringBuilder("v:");
    write(text, scalar);
    return text.toString();
  }

  static boolean isField(String element) {
    return element.startsWith("f:");
  }

  static boolean isItem(String element) {
    return element.startsWith("k:");
  }

  /// The name in a step that [#isField].
  static String name(String element) {
    return element.substring(2);
  }

  /// The step in the one form used here, if it is a step at all.
  static Optional<String> canonical(String text) {
    if (text.length() < 2 || text.charAt(1) != ':' || text.equals("v:")) {
      return Optional.empty();
    }
    try {
      return switch (text.charAt(0)) {
        case 'f' -> Optional.of(text);
        case 'v' -> Optional.of(value(parse(text)));
        case 'k' ->
            parse(text) instanceof JsonObject keys ? Optional.of(item(keys)) : Optional.empty();
        case 'i' -> Optional.of("i:" + Integer.parseInt(text.substring(2)));
        default -> Optional.empty();
      };
    } catch (JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String item(JsonObject keys) {
    List<String> names = keys.keys().stream().sorted().toList();
    return item(names, names.stream().map(name -> Objects.requireNonNull(keys.get(name))).toList());
  }

  private static Object parse(String element) {
    return Json.parse(element.substring(2).getBytes(StandardCharsets.UTF_8));
  }

  /// As messages show it: `.name`, `[name="a"]`, `[="a"]`, `[0]`.
  static String shown(String element) {
    return switch (element.charAt(0)) {
      case 'f' -> "." + name(element);
      case 'k' ->
          ((JsonObject) parse(element))
              .stream()
                  .map(key -> key.getKey() + "=" + shownValue(key.getValue()))
                  .collect(Collectors.joining(",", "[", "]"));
      case 'v' -> "[=" + shownValue(parse(element)) + "]";
      default -> "[" + element.substring(2) + "]";
    };
  }

  private static String shownValue(Object value) {
    return value instanceof String s ? GoText.quote(s) : Json.write(value);
  }

  private static int compare(String a, String b) {
    int kinds = Integer.compare(KINDS.indexOf(a.charAt(0)), KINDS.indexOf(b.charAt(0)));
    if (kinds != 0 || a.charAt(0) == 'f') {
      return kinds != 0 ? kinds : a.compareTo(b);
    }
    if (a.equals(b)) {
      return 0;
    }
    return switch (a.charAt(0)) {
      case 'k' -> compareKeys((JsonObject) parse(a), (JsonObject) parse(b));
      case 'v' -> compareValues(parse(a), parse(b));
      default -> Integer.compare(Integer.parseInt(name(a)), Integer.parseInt(name(b)));
    };
  }

  private static int compareKeys(JsonObject a, JsonObject b) {
    List<String> left = a.keys();
    List<String> right = b.keys();
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int names = left.get(i).compareTo(right.get(i));
      int order =
          names != 0
              ? names
              : compareValues(
                  Objects.requireNonNull(a.get(left.get(i))),
                  Objects.requireNonNull(b.get(right.get(i))));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int compareValues(Object a, Object b) {
    int kinds = Integer.compare(kind(a), kind(b));
    if (kinds != 0) {
      return kinds;
    }
    return switch (a) {
      case Long left when b instanceof Long right -> Long.compare(left, right);
      case Number left -> Double.compare(left.doubleValue(), ((Number) b).doubleValue());
      case String left -> left.compareTo((String) b);
      case Boolean left -> Boolean.compare(left, (Boolean) b);
      default -> Json.write(a).compareTo(Json.write(b));
    };
  }

  private static int kind(Object value) {
    return switch (value) {
      case String _ -> 1;
      case Boolean _ -> 2;
      case JsonArray _ -> 3;
      case JsonObject _ -> 4;
      case JsonNull _ -> 5;
      default -> 0;
    };
  }

  /// JSON without the escapes that answers to clients have: these are there once already, around
  /// the whole step.
  private static void write(StringBuilder text, Object value) {
    switch (value) {
      case String s -> quote(text, s);
      case Long n -> text.append(n.longValue());
      case Boolean b -> text.append(b.booleanValue());
      case BigInteger n -> text.append(n);
      default -> text.append(Json.write(value));
    }
  }

  private static void quote(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
