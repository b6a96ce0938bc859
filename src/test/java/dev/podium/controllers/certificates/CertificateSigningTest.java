package dev.podium.controllers.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateSigningTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client auth,server auth | invalid usage for client certificate: server auth
          digital signature       | missing required usage for client certificate: client auth
          """)
  void certificatesOfClientsAreForClientsOnly(String usages, String fault) {
    assertThat(CertificateSigning.usageFault(List.of(usages.split(",")))).contains(fault);
  }

  @Test
  void theUsualUsagesAreFine() {
    assertThat(
            CertificateSigning.usageFault(
                List.of("client auth", "digital signature", "key encipherment")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 600", "3600, 3600", "99999999, 31536000"})
  void certificatesAreValidAsLongAsAskedWithinBounds(long asked, long granted) {
    assertThat(CertificateSigning.validity(JsonObject.of("expirationSeconds", asked)))
        .isEqualTo(Duration.ofSeconds(granted));
  }

  @Test
  void aCertificateIsValidForAYearUnlessAskedOtherwise() {
    assertThat(CertificateSigning.validity(JsonObject.EMPTY)).isEqualTo(Duration.ofDays(365));
  }
}
