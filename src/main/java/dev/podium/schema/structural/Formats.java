package dev.podium.schema.structural;

import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.object.NameFormats;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The formats of strings that are checked; others are taken for remarks.
///
/// Upstream: kube-openapi's pkg/validation/strfmt, and apiextensions-apiserver's
/// pkg/apiserver/validation/formats.go.
final class Formats {
  private static final String UUID =
      "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?%s[0-9a-f]{3}-?%s-?[0-9a-f]{12}";
  private static final String ANY_PART = "[0-9a-f]{4}";
  private static final String VARIANT_PART = "[89ab][0-9a-f]{3}";
  private static final Pattern HOST_LABEL =
      Pattern.compile(
          "[a-zA-Z0-9\\p{S}\\p{L}]([a-zA-Z0-9\\p{S}\\p{L}-]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
  private static final Map<String, Predicate<String>> CHECKS = checks();

  private Formats() {}

  static boolean isKnown(String format) {
    return CHECKS.containsKey(normal(format)) || isOfNumbers(format);
  }

  static boolean accepts(String format, String text) {
    return CHECKS.getOrDefault(normal(format), _ -> true).test(text);
  }

  private static boolean isOfNumbers(String format) {
    return switch (format) {
      case "int32", "int64", "float", "double" -> true;
      default -> false;
    };
  }

  /// `date-time` and `datetime` are one.
  private static String normal(String format) {
    return format.startsWith("k8s-") ? format : format.replace("-", "");
  }

  private static Map<String, Predicate<String>> checks() {
    Map<String, Predicate<String>> checks = new HashMap<>();
    checks.put("bsonobjectid", matching("(?i)[0-9a-f]{24}"));
    checks.put("uri", Formats::isUri);
    checks.put("email", matching("[^\\s@<>,]+@[^\\s@<>,]+|.*<[^\\s@<>]+@[^\\s@<>]+>"));
    checks.put("hostname", Formats::isHostname);
    checks.put("ipv4", text -> text.indexOf(':') < 0 && IpAddress.parse(text).isPresent());
    checks.put("ipv6", text -> text.indexOf(':') >= 0 && IpAddress.parse(text).isPresent());
    checks.put("cidr", text -> Cidr.parse(text).isPresent());
    checks.put(
        "mac",
        matching(
            "(?i)([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|([0-9a-f]{2}[:-]){7}[0-9a-f]{2}"
                + "|([0-9a-f]{4}\\.){2}[0-9a-f]{4}|([0-9a-f]{4}\\.){3}[0-9a-f]{4}"));
    checks.put("uuid", matching(UUID.formatted("[0-9a-f]", ANY_PART)));
    checks.put("uuid3", matching(UUID.formatted("3", ANY_PART)));
    checks.put("uuid4", matching(UUID.formatted("4", VARIANT_PART)));
    checks.put("uuid5", matching(UUID.formatted("5", VARIANT_PART)));
    checks.put("isbn", text -> CheckDigits.isbn10(text) || CheckDigits.isbn13(text));
    checks.put("isbn10", CheckDigits::isbn10);
    checks.put("isbn13", CheckDigits::isbn13);
    checks.put("creditcard", CheckDigits::creditCard);
    checks.put("ssn", matching("\\d{3}[- ]?\\d{2}[- ]?\\d{4}"));
    checks.put("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"));
    checks.put("rgbcolor", matching(rgb()));
    checks.put("byte", Formats::isBase64);
    checks.put("password", _ -> true);
    checks.put("date", Formats::isDate);
    checks.put("duration", matching(duration()));
    checks.put(
        "datetime",
        matching(
            "\\d{4}-\\d{2}-\\d{2}[Tt ]([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?"
                + "([zZ]|[+-]([01]\\d|2[0-3]):?[0-5]\\d)"));
    checks.put("k8s-short-name", text -> NameFormats.dns1123Label(text).isEmpty());
    checks.put("k8s-long-name", text -> NameFormats.dns1123Subdomain(text).isEmpty());
    return Map.copyOf(checks);
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static String rgb() {
    String part = "\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*";
    return "rgb\\(" + part + "," + part + "," + part + "\\)";
  }

  /// Go's durations, and spelt-out ones of one unit.
  private static String duration() {
    return "[-+]?(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))*"
        + "|0|\\s*\\d+\\s*(ns|nano(second)?s?|us|µs|micro(second)?s?|ms|milli(second)?s?|s|sec(ond)?s?"
        + "|m|min(ute)?s?|h|hr|hours?|d|days?|w|wk|weeks?)\\s*";
  }

  private static boolean isUri(String text) {
    if (text.startsWith("/")) {
      return true;
    }
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static boolean isHostname(String text) {
    if (text.length() > 255) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!HOST_LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBase64(String text) {
    return !text.isEmpty() && text.length() % 4 == 0 && BASE64.matcher(text).matches();
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeParseException _) {
      return false;
    }
  }
}
