package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.Quantity.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  private static final String WRONG_FORMAT =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0, 0",
    "0Ki, 0",
    "00, 0",
    "-0, 0",
    "+, 0",
    ".00, 0",
    "0.5, 500m",
    "0.1, 100m",
    "1, 1",
    "100m, 100m",
    "1000m, 1",
    "1500m, 1500m",
    "1.5, 1500m",
    "1000, 1k",
    "1024, 1024",
    "10000, 10k",
    "123000, 123k",
    "1000000, 1M",
    "1000k, 1M",
    "1.500, 1.500",
    "100.000, 100",
    "05, 05",
    "+5, +5",
    "1., 1.",
    "1024Ki, 1Mi",
    "1Ki, 1Ki",
    "1025Ki, 1025Ki",
    "1.5Gi, 1536Mi",
    "0.5Gi, 512Mi",
    "1000Ki, 1000Ki",
    "2048Mi, 2Gi",
    "1Ti, 1Ti",
    "1Pi, 1Pi",
    "1Ei, 1Ei",
    "0.5Ki, 512",
    "0.1Mi, 104857600m",
    "0.0001Ki, 102400u",
    "8Ei, 9223372036854775807",
    "100Ei, 9223372036854775807",
    "12e6, 12e6",
    "1e3, 1e3",
    "1E3, 1E3",
    "10e2, 1e3",
    "1e-3, 1e-3",
    "100e-3, 100e-3",
    "1000e0, 1e3",
    "5e0, 5e0",
    "0.1m, 100u",
    "0.1u, 100n",
    "0.1n, 1n",
    "0.0000000001, 1n",
    "1n, 1n",
    "1500u, 1500u",
    "1000u, 1m",
    "1E, 1E",
    "1000E, 1",
    "1P, 1P",
    "9223372036854775807, 9223372036854775807",
    "12345678901234567890, 12345678901234567890",
    "-1, -1",
    "-0.5, -500m",
    "-1.5Gi, -1536Mi",
    "-1024Ki, -1Mi",
    "1.1, 1100m",
    "3.000000001, 3.000000001",
    "100000Ki, 100000Ki",
    "16777216Ki, 16Gi"
  })
  void canonicalFormIsWhatTheServerStores(String given, String canonical) {
    assertThat(Quantity.parse(given)).hasToString(canonical);
    assertThat(Quantity.parse(canonical)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1x", "x", "1 ", "1.1.1", "1e3x", "ä", "1_000", "1k,"})
  void whatIsNoNumberAndSuffixIsRefused(String given) {
    assertThatThrownBy(() -> Quantity.parse(given)).hasMessage(WRONG_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1K", "1mm", "1i", "1ki", "1e", "1eE", "1E+", "1Ki5", "1m+"})
  void unknownSuffixesAreRefused(String given) {
    assertThatThrownBy(() -> Quantity.parse(given)).hasMessage("unable to parse quantity's suffix");
  }

  @Test
  void nineteenDigitsMustFitSixtyFourBits() {
    assertThatThrownBy(() -> Quantity.parse("9999999999999999999"))
        .hasMessage("unable to parse numeric part of quantity");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1000",
    "1m, 1, 1",
    "1500m, 2, 1500",
    "1u, 1, 1",
    "-1500m, -2, -1500",
    "1Gi, 1073741824, 1073741824000",
    "1E, 1000000000000000000, 9223372036854775807",
    "1e30, 9223372036854775807, 9223372036854775807",
    "-1e30, -9223372036854775808, -9223372036854775808",
    "1e2000000000, 9223372036854775807, 9223372036854775807",
    "1e-2000000000, 1, 1"
  })
  void valuesAreRoundedUpAndCapped(String given, long value, long milli) {
    assertThat(Quantity.parse(given).value()).isEqualTo(value);
    assertThat(Quantity.parse(given).milliValue()).isEqualTo(milli);
  }

  @Test
  void equalAmountsAreEqualHoweverWritten() {
    assertThat(Quantity.parse("1")).isEqualTo(Quantity.parse("1000m"));
    assertThat(Quantity.parse("1Ki")).isEqualTo(Quantity.parse("1024"));
    assertThat(Quantity.parse("1Ki")).hasSameHashCodeAs(Quantity.parse("1024"));
    assertThat(Quantity.parse("1k")).isLessThan(Quantity.parse("1Ki"));
    assertThat(Quantity.parse("-1").sign()).isNegative();
    assertThat(Quantity.parse("1").max(Quantity.parse("2"))).hasToString("2");
  }

  @ParameterizedTest
  @CsvSource({
    "1Gi, 512Mi, 1536Mi, 512Mi",
    "1, 500m, 1500m, 500m",
    "0, 1Gi, 1Gi, -1Gi",
    "1Gi, 0, 1Gi, 1Gi",
    "100m, 100m, 200m, 0",
    "1Ki, 1, 1025, 1023",
    "1.500, 0, 1500m, 1500m",
    "1e3, 1, 1001, 999"
  })
  void sumsKeepTheFamilyOfTheFirst(String left, String right, String sum, String difference) {
    assertThat(Quantity.parse(left).plus(Quantity.parse(right))).hasToString(sum);
    assertThat(Quantity.parse(left).minus(Quantity.parse(right))).hasToString(difference);
  }

  @Test
  void madeFromNumbers() {
    assertThat(Quantity.of(2048, Format.BINARY_SI)).hasToString("2Ki");
    assertThat(Quantity.of(2000)).hasToString("2k");
    assertThat(Quantity.ofMilli(1500)).hasToString("1500m");
    assertThat(Quantity.ofMilli(250).times(4)).hasToString("1");
    assertThat(Quantity.of(5).negate()).hasToString("-5");
  }
}
