package dev.podium.object;

import java.util.List;
import java.util.Locale;

/// The formats of label keys and values, which many other fields share ("qualified names").
///
/// Upstream: apimachinery/pkg/api/validate/content/kube.go.
public final class LabelFormats {
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String NAME_WORDS =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character";

  private LabelFormats() {}

  /// An optional DNS subdomain and `/`, and a name: the key of a label, and whatever else is a
  /// "qualified name". Upstream: IsLabelKey.
  public static List<String> key(String value) {
    int slash = value.indexOf('/');
    if (slash >= 0 && value.indexOf('/', slash + 1) >= 0) {
      return List.of(
          "a valid label key "
              + nameFault()
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> faults = slash < 0 ? List.of() : prefixFaults(value.substring(0, slash));
    String name = value.substring(slash + 1);
    if (name.isEmpty()) {
      faults = NameFormats.with(faults, "name part must be non-empty");
    } else if (NameFormats.length(name) > 63) {
      faults = NameFormats.with(faults, "name part must be no more than 63 bytes");
    }
    return isName(name) ? faults : NameFormats.with(faults, "name part " + nameFault());
  }

  /// A label key in any case: the key of an annotation.
  public static List<String> annotationKey(String value) {
    return key(value.toLowerCase(Locale.ROOT));
  }

  /// Upstream: IsLabelValue.
  public static List<String> value(String value) {
    List<String> faults = NameFormats.lengthFault(value, 63, "bytes");
    return value.isEmpty() || isName(value)
        ? faults
        : NameFormats.with(
            faults,
            NameFormats.mustMatch(
                "a valid label must be an empty string or consist of alphanumeric characters, '-',"
                    + " '_' or '.', and must start and end with an alphanumeric character",
                "(" + NAME + ")?",
                "MyValue",
                "my_value",
                "12345"));
  }

  private static List<String> prefixFaults(String prefix) {
    return prefix.isEmpty()
        ? List.of("prefix part must be non-empty")
        : NameFormats.longName(prefix).stream().map(fault -> "prefix part " + fault).toList();
  }

  private static String nameFault() {
    return NameFormats.mustMatch(NAME_WORDS, NAME, "MyName", "my.name", "123-abc");
  }

  private static boolean isName(String value) {
    int last = value.length() - 1;
    if (last < 0 || !isAlphanumeric(value.charAt(0)) || !isAlphanumeric(value.charAt(last))) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
