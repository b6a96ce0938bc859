package dev.podium.schema.decode;

import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a plain scalar of YAML 1.1 means. Upstream: goyaml.v2 (resolve.go), behind
/// sigs.k8s.io/yaml.
final class YamlScalars {
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");

  private static final String TAG = "tag:yaml.org,2002:";

  private static final Map<String, Object> WORDS =
      Map.ofEntries(
          Map.entry("", JsonNull.NULL),
          Map.entry("~", JsonNull.NULL),
          Map.entry("null", JsonNull.NULL),
          Map.entry("Null", JsonNull.NULL),
          Map.entry("NULL", JsonNull.NULL),
          Map.entry("y", true),
          Map.entry("Y", true),
          Map.entry("yes", true),
          Map.entry("Yes", true),
          Map.entry("YES", true),
          Map.entry("on", true),
          Map.entry("On", true),
          Map.entry("ON", true),
          Map.entry("true", true),
          Map.entry("True", true),
          Map.entry("TRUE", true),
          Map.entry("n", false),
          Map.entry("N", false),
          Map.entry("no", false),
          Map.entry("No", false),
          Map.entry("NO", false),
          Map.entry("off", false),
          Map.entry("Off", false),
          Map.entry("OFF", false),
          Map.entry("false", false),
          Map.entry("False", false),
          Map.entry("FALSE", false));

  private YamlScalars() {}

  /// @param plain whether it stands without quotes
  static Object value(String text, boolean plain, Optional<String> tag) {
    String kind = tag.filter(t -> t.startsWith(TAG)).map(t -> t.substring(TAG.length())).orElse("");
    return switch (kind) {
      case "str" -> text;
      case "binary" -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
      case "float" -> number(Double.parseDouble(text));
      case "" -> plain ? resolve(text) : text;
      default -> resolve(text);
    };
  }

  private static Object resolve(String text) {
    Object word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
    if (first != '.' && first != '-' && first != '+' && (first < '0' || first > '9')) {
      return text;
    }
    String digits = text.replace("_", "");
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      return integer(integer);
    }
    return FLOAT.matcher(digits).matches() ? number(Double.parseDouble(digits)) : text;
  }

  private static Object integer(Matcher digits) {
    int[] bases = {16, 2, 8, 10};
    for (int i = 0; i < bases.length; i++) {
      String group = digits.group(i + 2);
      if (group != null) {
        BigInteger size = new BigInteger(group, bases[i]);
        BigInteger number = "-".equals(digits.group(1)) ? size.negate() : size;
        if (number.bitLength() < 64) {
          return number.longValue();
        }
        return number.bitLength() == 64 && number.signum() > 0
            ? new NumberText(number.toString())
            : number(number.doubleValue());
      }
    }
    throw new IllegalStateException("no digits");
  }

  /// A number as upstream's way over JSON text leaves it: without a fraction it is an integer.
  private static Object number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e18;
    return whole ? (Object) (long) number : new NumberText(Json.write(number));
  }
}
