package dev.podium.controllers.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.pki.AskedCertificate;
import dev.podium.auth.pki.AskedCertificate.Alternative;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateSigningTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CLIENT | ann | devs | `` | client auth,server auth | invalid usage for client certificate: server auth
          CLIENT | ann | devs | `` | digital signature       | missing required usage for client certificate: client auth
          CLIENT | ann | devs | `` | client auth,digital signature,key encipherment | ``
          KUBELET_CLIENT | system:node:a | devs         | `` | client auth,digital signature | subject organization is not system:nodes
          KUBELET_CLIENT | system:node:a | system:nodes | IP | client auth,digital signature | IP subjectAltNames are not allowed
          KUBELET_CLIENT | a             | system:nodes | `` | client auth,digital signature | subject common name does not begin with system:node:
          KUBELET_CLIENT | system:node:a | system:nodes | `` | client auth                   | usages did not match [client auth digital signature key encipherment]
          KUBELET_CLIENT | system:node:a | system:nodes | `` | client auth,digital signature | ``
          KUBELET_SERVING | system:node:a | system:nodes | ``    | server auth,digital signature | DNS or IP subjectAltName is required
          KUBELET_SERVING | system:node:a | system:nodes | DNS,URI | server auth,digital signature | URI subjectAltNames are not allowed
          KUBELET_SERVING | system:node:a | system:nodes | DNS,IP | server auth,digital signature,key encipherment | ``
          """)
  void eachSignerSignsWhatItIsFor(
      KnownSigner signer,
      String name,
      String organization,
      String alternatives,
      String usages,
      String fault) {
    List<Alternative> others =
        alternatives.isEmpty()
            ? List.of()
            : Stream.of(alternatives.split(",")).map(Alternative::valueOf).toList();
    AskedCertificate asked = new AskedCertificate(name, List.of(organization), others);

    assertThat(signer.fault(asked, List.of(usages.split(","))).orElse("")).isEqualTo(fault);
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
