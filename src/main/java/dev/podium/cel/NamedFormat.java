package dev.podium.cel;

import dev.podium.object.GoText;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A format of text that expressions may name.
///
/// Upstream: apiserver/pkg/cel/library/format.go.
///
/// @param faults what is wrong with a text; empty where nothing is
record NamedFormat(String name, Function<String, List<String>> faults) {
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Map<String, NamedFormat> ALL = all();

  /// The names in `format.named('…')` and `format.…()`.
  static Map<String, NamedFormat> byName() {
    return ALL;
  }

  private static Map<String, NamedFormat> all() {
    Map<String, NamedFormat> all = new LinkedHashMap<>();
    add(all, "dns1123Label", NameFormats::dns1123Label);
    add(all, "dns1123Subdomain", NameFormats::dns1123Subdomain);
    add(all, "dns1035Label", NameFormats::dns1035Label);
    add(all, "qualifiedName", LabelFormats::key);
    add(all, "dns1123LabelPrefix", ofPrefix(NameFormats::dns1123Label));
    add(all, "dns1123SubdomainPrefix", ofPrefix(NameFormats::dns1123Subdomain));
    add(all, "dns1035LabelPrefix", ofPrefix(NameFormats::dns1035Label));
    add(all, "labelValue", LabelFormats::value);
    add(all, "uri", NamedFormat::uriFaults);
    add(
        all,
        "uuid",
        text -> unless(UUID.matcher(text).matches(), "does not match the UUID format"));
    add(all, "byte", text -> unless(isBase64(text), "invalid base64"));
    add(all, "date", text -> unless(isDate(text), "invalid date"));
    add(all, "datetime", text -> unless(GoTimes.timestamp(text).isPresent(), "invalid datetime"));
    return Map.copyOf(all);
  }

  private static void add(
      Map<String, NamedFormat> all, String name, Function<String, List<String>> faults) {
    all.put(name, new NamedFormat(name, faults));
  }

  /// A prefix may end in a dash, because something follows. Upstream: maskTrailingDash.
  private static Function<String, List<String>> ofPrefix(Function<String, List<String>> whole) {
    UnaryOperator<String> masked =
        text ->
            text.length() > 1 && text.endsWith("-")
                ? text.substring(0, text.length() - 2) + "a"
                : text;
    return text -> whole.apply(masked.apply(text));
  }

  private static List<String> unless(boolean fine, String fault) {
    return fine ? List.of() : List.of(fault);
  }

  private static List<String> uriFaults(String text) {
    Optional<String> fault = UrlFunctions.fault(text);
    return fault.map(f -> List.of("parse " + GoText.quote(text) + ": " + f)).orElse(List.of());
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0 || !text.isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException _) {
      return false;
    }
  }
}
