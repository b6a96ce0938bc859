package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameFormatsTest {
  private static final String LABEL_FAULT =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String SUBDOMAIN_FAULT =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  private static void accepts(Function<String, List<String>> format, String... values) {
    for (String value : values) {
      assertThat(format.apply(value)).as(value).isEmpty();
    }
  }

  @Test
  void labels() {
    accepts(NameFormats::dns1123Label, "a", "1", "a-b", "a--b9", "a".repeat(63));
    assertThat(NameFormats.dns1123Label("a.b")).containsExactly("must not contain dots");
    for (String bad : List.of("", "A", "-a", "a-", "a_b", "a..b", "ä", ".")) {
      assertThat(NameFormats.dns1123Label(bad)).as(bad).containsExactly(LABEL_FAULT);
    }
    assertThat(NameFormats.dns1123Label("a".repeat(64)))
        .containsExactly("must be no more than 63 characters");
  }

  @Test
  void subdomains() {
    accepts(NameFormats::dns1123Subdomain, "a", "a.b", "1.2-3.x", "a".repeat(253));
    for (String bad : List.of("", "UPPER", "a.", ".a", "a..b", "a.-b", "a_b")) {
      assertThat(NameFormats.dns1123Subdomain(bad)).as(bad).containsExactly(SUBDOMAIN_FAULT);
    }
    assertThat(NameFormats.dns1123Subdomain("A".repeat(254)))
        .containsExactly("must be no more than 253 characters", SUBDOMAIN_FAULT);
    assertThat(NameFormats.longName("a".repeat(254)))
        .containsExactly("must be no more than 253 bytes");
    accepts(NameFormats::dns1123SubdomainWithUnderscore, "_tcp.a_b", "a.b");
    assertThat(NameFormats.dns1123SubdomainWithUnderscore("a.__b")).hasSize(1);
  }

  @Test
  void lengthsAreBytes() {
    assertThat(NameFormats.dns1123Label("ä".repeat(32)))
        .containsExactly("must be no more than 63 characters", LABEL_FAULT);
  }

  @Test
  void labelsOfRfc1035BeginWithALetter() {
    accepts(NameFormats::dns1035Label, "a1", "my-name");
    assertThat(NameFormats.dns1035Label("1a"))
        .containsExactly(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                + " with an alphabetic character, and end with an alphanumeric character (e.g."
                + " 'my-name',  or 'abc-123', regex used for validation is"
                + " '[a-z]([-a-z0-9]*[a-z0-9])?')");
  }

  @Test
  void wildcardHosts() {
    accepts(NameFormats::wildcardDns1123Subdomain, "*.example.com");
    for (String bad : List.of("*", "a.b", "*.*.b", "f*.b.com")) {
      assertThat(NameFormats.wildcardDns1123Subdomain(bad)).as(bad).hasSize(1);
    }
  }

  @Test
  void pathSegments() {
    accepts(NameFormats::pathSegment, "", "a:b", "...", "A b");
    assertThat(NameFormats.pathSegment("..")).containsExactly("may not be '..'");
    assertThat(NameFormats.pathSegment("a/b%"))
        .containsExactly("may not contain '/'", "may not contain '%'");
    accepts(NameFormats::pathSegmentPrefix, "..");
  }

  @Test
  void portNames() {
    accepts(NameFormats::portName, "http", "p80", "a-b", "a".repeat(15));
    assertThat(NameFormats.portName("80"))
        .containsExactly("must contain at least one letter (a-z)");
    assertThat(NameFormats.portName("-A--".repeat(4)))
        .containsExactly(
            "must be no more than 15 characters",
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
            "must contain at least one letter (a-z)",
            "must not contain consecutive hyphens",
            "must not begin or end with a hyphen");
    assertThat(NameFormats.portName(""))
        .containsExactly(
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
            "must contain at least one letter (a-z)");
    assertThat(NameFormats.portNumber(65536))
        .containsExactly("must be between 1 and 65535, inclusive");
    assertThat(NameFormats.userOrGroupId(-1))
        .containsExactly("must be between 0 and 2147483647, inclusive");
  }

  @Test
  void percentages() {
    accepts(NameFormats::percent, "0%", "100%", "250%");
    assertThat(NameFormats.percent("x%"))
        .containsExactly(
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', "
                + " or '93%', regex used for validation is '[0-9]+%')");
  }

  @Test
  void environmentVariables() {
    accepts(NameFormats::relaxedEnvVarName, "1 a", "A.B-C", "$(x)");
    assertThat(NameFormats.relaxedEnvVarName(""))
        .containsExactly("environment variable name must be non-empty");
    for (String bad : List.of("a=b", "ä", "a\tb")) {
      assertThat(NameFormats.relaxedEnvVarName(bad))
          .as(bad)
          .containsExactly(
              "a valid environment variable name must consist only of printable ASCII characters"
                  + " other than '='");
    }
  }

  @Test
  void configMapKeys() {
    accepts(NameFormats::configMapKey, "a", "A_b-c.d", ".x");
    assertThat(NameFormats.configMapKey("a/b"))
        .containsExactly(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                + " '[-._a-zA-Z0-9]+')");
    assertThat(NameFormats.configMapKey(".")).containsExactly("must not be '.'");
  }

  @Test
  void identifiersAndHeaders() {
    accepts(NameFormats::cIdentifier, "a_1", "_");
    assertThat(NameFormats.cIdentifier("1a"))
        .containsExactly(
            "a valid C identifier must start with alphabetic character or '_', followed by a string"
                + " of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',"
                + " regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')");
    accepts(NameFormats::httpHeaderName, "X-Header-Name");
    assertThat(NameFormats.httpHeaderName("X Y")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "a.b/c", "123-abc", "A_b.c", "x/Y"})
  void acceptsLabelKeys(String key) {
    assertThat(LabelFormats.key(key)).isEmpty();
  }

  @Test
  void labelKeys() {
    assertThat(LabelFormats.key("/x")).containsExactly("prefix part must be non-empty");
    assertThat(LabelFormats.key(""))
        .containsExactly(
            "name part must be non-empty",
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                + " '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    assertThat(LabelFormats.key("_bad_/x")).containsExactly("prefix part " + SUBDOMAIN_FAULT);
    assertThat(LabelFormats.key("a".repeat(254) + "/x"))
        .containsExactly("prefix part must be no more than 253 bytes");
    assertThat(LabelFormats.key("x".repeat(64)))
        .containsExactly("name part must be no more than 63 bytes");
    assertThat(LabelFormats.key("a/b/c"))
        .containsExactly(
            "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must"
                + " start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                + " '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain"
                + " prefix and '/' (e.g. 'example.com/MyName')");
    assertThat(LabelFormats.key("E.com/x")).hasSize(1);
    assertThat(LabelFormats.annotationKey("E.com/x")).isEmpty();
  }

  @Test
  void labelValues() {
    accepts(LabelFormats::value, "", "a", "A_b.c-d", "1");
    assertThat(LabelFormats.value("not valid!"))
        .containsExactly(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                + " or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
                + " or 'my_value',  or '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    assertThat(LabelFormats.value("v".repeat(64))).containsExactly("must be no more than 63 bytes");
  }
}
