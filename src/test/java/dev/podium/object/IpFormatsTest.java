package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpFormatsTest {
  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "1.2.3.04, 1.2.3.4",
    "::, ::",
    "0:0:0:0:0:0:0:0, ::",
    "FE80:0:0:0:0:0:0:0abc, fe80::abc",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1::, 1::",
    "::1.2.3.4, ::102:304",
    "::ffff:1.2.3.4, 1.2.3.4",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void addressesHaveACanonicalText(String given, String canonical) {
    assertThat(IpAddress.require(given)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.",
        "1:2",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "::g",
        "1.2.3.4::",
        "fe80::1%eth0",
        "1.2.3.4/24",
        "12345::",
        "1:2:3:4:5:6:7::8",
        " 1.2.3.4"
      })
  void whatIsNoAddressIsRefused(String given) {
    assertThat(IpFormats.ip(given))
        .containsExactly("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }

  @Test
  void newFieldsWantCanonicalAddressesAndOldOnesOnlyUnambiguousOnes() {
    assertThat(IpFormats.ip("0:0::1")).containsExactly("must be in canonical form (\"::1\")");
    assertThat(IpFormats.legacyIp("0:0::1")).isEmpty();
    for (String zeros : List.of("1.1.1.01", "00001::")) {
      assertThat(IpFormats.legacyIp(zeros)).containsExactly("must not have leading 0s");
    }
    assertThat(IpFormats.legacyIp("::ffff:1.1.1.1"))
        .containsExactly("must not be an IPv4-mapped IPv6 address");
  }

  @Test
  void ranges() {
    assertThat(IpFormats.cidr("10.0.0.0/8")).isEmpty();
    assertThat(IpFormats.cidr("2001:db8::/64")).isEmpty();
    assertThat(IpFormats.cidr("2001:DB8::/64"))
        .containsExactly("must be in canonical form (\"2001:db8::/64\")");
    assertThat(IpFormats.legacyCidr("2001:DB8::/64")).isEmpty();
    assertThat(IpFormats.legacyCidr("10.0.0.1/8"))
        .containsExactly("must not have bits set beyond the prefix length");
    assertThat(IpFormats.legacyCidr("10.0.0.0/08"))
        .containsExactly("must not have leading 0s in IP or prefix length");
    assertThat(IpFormats.legacyCidr("::ffff:1.0.0.0/104"))
        .containsExactly("must not have an IPv4-mapped IPv6 address");
    for (String bad :
        List.of("x", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129")) {
      assertThat(IpFormats.legacyCidr(bad))
          .as(bad)
          .containsExactly("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
    assertThat(IpFormats.interfaceAddress("192.168.1.5/24")).isEmpty();
    assertThat(IpFormats.interfaceAddress("192.168.1.05/24"))
        .containsExactly("must be in canonical form (\"192.168.1.5/24\")");
  }

  @Test
  void warnings() {
    FieldPath path = FieldPath.of("spec", "ip");
    assertThat(IpFormats.ipWarnings(path, "1.1.1.1")).isEmpty();
    assertThat(IpFormats.ipWarnings(path, "1.1.1.01"))
        .containsExactly(
            "spec.ip: non-standard IP address \"1.1.1.01\" will be considered invalid in a future"
                + " Kubernetes release: use \"1.1.1.1\"");
    assertThat(IpFormats.ipWarnings(path, "0::1"))
        .containsExactly(
            "spec.ip: IPv6 address \"0::1\" should be in RFC 5952 canonical format (\"::1\")");
    assertThat(IpFormats.cidrWarnings(path, "10.0.0.1/8"))
        .containsExactly(
            "spec.ip: CIDR value \"10.0.0.1/8\" is ambiguous in this context (should be"
                + " \"10.0.0.0/8\" or \"10.0.0.1/32\"?)");
    assertThat(IpFormats.cidrWarnings(path, "0::/64"))
        .containsExactly(
            "spec.ip: IPv6 CIDR value \"0::/64\" should be in RFC 5952 canonical format"
                + " (\"::/64\")");
  }

  @Test
  void rangesHoldAddresses() {
    Cidr range = Cidr.require("10.96.0.0/12");
    assertThat(range.contains(IpAddress.require("10.96.0.10"))).isTrue();
    assertThat(range.contains(IpAddress.require("10.112.0.0"))).isFalse();
    assertThat(range.contains(IpAddress.require("::1"))).isFalse();
    assertThat(range.address(10)).hasToString("10.96.0.10");
    assertThat(range.size()).isEqualTo(1 << 20);
    assertThat(Cidr.require("10.0.0.0/8").contains(range)).isTrue();
    assertThat(range.contains(Cidr.require("10.0.0.0/8"))).isFalse();
    assertThat(Cidr.require("::/0").size()).isEqualTo(Long.MAX_VALUE);
    assertThat(IpAddress.require("1.2.3.4")).isLessThan(IpAddress.require("::"));
    assertThatThrownBy(() -> IpAddress.require("255.255.255.255").plus(1))
        .isInstanceOf(ArithmeticException.class);
  }
}
