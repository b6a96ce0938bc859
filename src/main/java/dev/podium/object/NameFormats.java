package dev.podium.object;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The formats that names and keys of the API follow. Each check returns what is wrong with a text,
/// one sentence per fault, and nothing where it is well-formed.
///
/// Upstream: apimachinery/pkg/util/validation/validation.go, which counts in "characters", and
/// apimachinery/pkg/api/validate/content, which counts in "bytes". Both mean bytes of UTF-8.
public final class NameFormats {
  static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";

  private static final String LABEL_WORDS =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character";
  private static final String SUBDOMAIN_WORDS =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character";
  private static final String UNDERSCORE_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String UNDERSCORE_SUBDOMAIN =
      UNDERSCORE_LABEL + "(\\." + UNDERSCORE_LABEL + ")*";
  private static final String RFC_1035_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String WILDCARD = "\\*\\." + SUBDOMAIN;
  private static final String C_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String PERCENT = "[0-9]+%";
  private static final String HEADER_NAME = "[-A-Za-z0-9]+";
  private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";

  private static final Pattern UNDERSCORE_SUBDOMAIN_PATTERN = Pattern.compile(UNDERSCORE_SUBDOMAIN);
  private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);
  private static final Pattern C_IDENTIFIER_PATTERN = Pattern.compile(C_IDENTIFIER);
  private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
  private static final Pattern HEADER_NAME_PATTERN = Pattern.compile(HEADER_NAME);
  private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
  private static final Pattern PORT_NAME_CHARACTERS = Pattern.compile("[-a-z0-9]+");
  private static final Pattern PORT_NAME_LETTER = Pattern.compile("[a-z]");

  private static final Pattern CONDITION_REASON =
      Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");

  private NameFormats() {}

  /// RFC 1123 label: namespaces, containers, many names. Upstream: IsDNS1123Label.
  public static List<String> dns1123Label(String value) {
    List<String> faults = lengthFault(value, 63, "characters");
    if (isLabel(value, 0, value.length())) {
      return faults;
    }
    return with(
        faults,
        isSubdomain(value)
            ? "must not contain dots"
            : mustMatch(LABEL_WORDS, LABEL, "my-name", "123-abc"));
  }

  /// RFC 1123 subdomain: the names of most objects. Upstream: IsDNS1123Subdomain.
  public static List<String> dns1123Subdomain(String value) {
    List<String> faults = lengthFault(value, 253, "characters");
    return isSubdomain(value)
        ? faults
        : with(faults, mustMatch(SUBDOMAIN_WORDS, SUBDOMAIN, "example.com"));
  }

  public static List<String> dns1123SubdomainWithUnderscore(String value) {
    List<String> faults = lengthFault(value, 253, "characters");
    return UNDERSCORE_SUBDOMAIN_PATTERN.matcher(value).matches()
        ? faults
        : with(
            faults,
            mustMatch(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                    + " characters, '_', '-' or '.', and must start and end with an alphanumeric"
                    + " character",
                UNDERSCORE_SUBDOMAIN,
                "example.com"));
  }

  /// As [#dns1123Subdomain], counting bytes: declarative validation's format `k8s-long-name`.
  public static List<String> longName(String value) {
    return inBytes(dns1123Subdomain(value));
  }

  /// RFC 1035 label, which begins with a letter. Upstream: IsDNS1035Label.
  public static List<String> dns1035Label(String value) {
    List<String> faults = lengthFault(value, 63, "characters");
    boolean letterFirst = !value.isEmpty() && isLower(value.charAt(0));
    return letterFirst && isLabel(value, 0, value.length())
        ? faults
        : with(
            faults,
            mustMatch(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character",
                RFC_1035_LABEL,
                "my-name",
                "abc-123"));
  }

  /// A host name that begins with `*.`. Upstream: IsWildcardDNS1123Subdomain.
  public static List<String> wildcardDns1123Subdomain(String value) {
    List<String> faults = lengthFault(value, 253, "characters");
    return WILDCARD_PATTERN.matcher(value).matches()
        ? faults
        : with(
            faults,
            mustMatch(
                "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS"
                    + " subdomain, which must consist of lower case alphanumeric characters, '-' or"
                    + " '.' and end with an alphanumeric character",
                WILDCARD,
                "*.example.com"));
  }

  /// What a path of the API can carry as one step. Upstream: path.IsValidPathSegmentName.
  public static List<String> pathSegment(String value) {
    return value.equals(".") || value.equals("..")
        ? List.of("may not be '" + value + "'")
        : pathSegmentPrefix(value);
  }

  /// The beginning of a [#pathSegment]. Upstream: path.IsValidPathSegmentPrefix.
  public static List<String> pathSegmentPrefix(String value) {
    List<String> faults = List.of();
    for (String part : List.of("/", "%")) {
      faults = value.contains(part) ? with(faults, "may not contain '" + part + "'") : faults;
    }
    return faults;
  }

  public static List<String> cIdentifier(String value) {
    return matching(
        C_IDENTIFIER_PATTERN,
        value,
        "a valid C identifier must start with alphabetic character or '_', followed by a string of"
            + " alphanumeric characters or '_'",
        "my_name",
        "MY_NAME",
        "MyName");
  }

  /// The name of a port of a container or of a Service's target. Upstream: IsValidPortName.
  public static List<String> portName(String value) {
    List<String> faults = lengthFault(value, 15, "characters");
    if (!PORT_NAME_CHARACTERS.matcher(value).matches()) {
      faults =
          with(faults, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!PORT_NAME_LETTER.matcher(value).find()) {
      faults = with(faults, "must contain at least one letter (a-z)");
    }
    if (value.contains("--")) {
      faults = with(faults, "must not contain consecutive hyphens");
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      faults = with(faults, "must not begin or end with a hyphen");
    }
    return faults;
  }

  public static List<String> portNumber(long value) {
    return inRange(value, 1, 65535);
  }

  /// A Unix user or group. Upstream: IsValidUserID, IsValidGroupID.
  public static List<String> userOrGroupId(long value) {
    return inRange(value, 0, Integer.MAX_VALUE);
  }

  public static List<String> inRange(long value, long least, long most) {
    return least <= value && value <= most
        ? List.of()
        : List.of("must be between " + least + " and " + most + ", inclusive");
  }

  public static List<String> percent(String value) {
    return matching(
        PERCENT_PATTERN,
        value,
        "a valid percent string must be a numeric string followed by an ending '%'",
        "1%",
        "93%");
  }

  public static List<String> httpHeaderName(String value) {
    return matching(
        HEADER_NAME_PATTERN,
        value,
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "X-Header-Name");
  }

  /// Any printable ASCII but `=`. Upstream: IsRelaxedEnvVarName.
  public static List<String> relaxedEnvVarName(String value) {
    if (value.isEmpty()) {
      return List.of("environment variable name must be non-empty");
    }
    return value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '=')
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  /// A key of a ConfigMap or Secret, which may become a file name. Upstream: IsConfigMapKey.
  public static List<String> configMapKey(String value) {
    List<String> faults = lengthFault(value, 253, "characters");
    if (!CONFIG_KEY_PATTERN.matcher(value).matches()) {
      faults =
          with(
              faults,
              mustMatch(
                  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                  CONFIG_KEY,
                  "key.name",
                  "KEY_NAME",
                  "key-name"));
    }
    return withDotFaults(faults, value);
  }

  private static List<String> withDotFaults(List<String> faults, String value) {
    return switch (value) {
      case ".", ".." -> with(faults, "must not be '" + value + "'");
      default -> value.startsWith("..") ? with(faults, "must not start with '..'") : faults;
    };
  }

  static List<String> lengthFault(String value, int most, String unit) {
    // No text has more bytes than three for each of its chars.
    return value.length() * 3L <= most || length(value) <= most
        ? List.of()
        : List.of("must be no more than " + most + " " + unit);
  }

  /// Its length in bytes of UTF-8, which is what Go's `len` counts.
  static int length(String value) {
    return value.chars().allMatch(c -> c < 0x80)
        ? value.length()
        : value.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> inBytes(List<String> faults) {
    return faults.stream()
        .map(fault ->
            fault.startsWith("must be no more") ? fault.replace("characters", "bytes") : fault)
        .toList();
  }

  private static List<String> matching(
      Pattern pattern, String value, String words, String... examples) {
    return pattern.matcher(value).matches()
        ? List.of()
        : List.of(mustMatch(words, pattern.pattern(), examples));
  }

  /// The reason of a condition. Upstream: isValidConditionReason.
  public static List<String> conditionReason(String value) {
    return matching(
        CONDITION_REASON,
        value,
        "a condition reason must start with alphabetic character, optionally followed by a string of"
            + " alphanumeric characters or '_,:', and must end with an alphanumeric character or"
            + " '_'",
        "my_name",
        "MY_NAME",
        "MyName",
        "ReasonA,ReasonB",
        "ReasonA:ReasonB");
  }

  /// Upstream: RegexError, with its two blanks between examples.
  static String mustMatch(String words, String pattern, String... examples) {
    StringBuilder text = new StringBuilder(words).append(" (e.g. ");
    for (int i = 0; i < examples.length; i++) {
      text.append(i > 0 ? " or " : "").append('\'').append(examples[i]).append("', ");
    }
    return text.append("regex used for validation is '").append(pattern).append("')").toString();
  }

  static List<String> with(List<String> faults, String fault) {
    if (faults.isEmpty()) {
      return List.of(fault);
    }
    List<String> more = new ArrayList<>(faults);
    more.add(fault);
    return more;
  }

  /// [#SUBDOMAIN] by hand: every write of every object asks.
  static boolean isSubdomain(String value) {
    int start = 0;
    for (int dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', start)) {
      if (!isLabel(value, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return isLabel(value, start, value.length());
  }

  private static boolean isLabel(String value, int from, int to) {
    if (from >= to || value.charAt(from) == '-' || value.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if (!isLower(c) && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }
}
