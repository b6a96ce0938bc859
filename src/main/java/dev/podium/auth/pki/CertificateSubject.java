package dev.podium.auth.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// Whom a request for a certificate asks it for.
public final class CertificateSubject {
  private CertificateSubject() {}

  /// The organizations of the subject, which Kubernetes takes for groups.
  ///
  /// @param base64 of a PEM text; none where it is no request, which others refuse
  public static List<String> organizations(String base64) {
    try {
      String pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
      var request = new PKCS10CertificationRequest(Pem.der(pem));
      return Stream.of(request.getSubject().getRDNs(BCStyle.O))
          .flatMap(name -> Stream.of(name.getTypesAndValues()))
          .map(part -> IETFUtils.valueToString(part.getValue()))
          .toList();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
      return List.of();
    }
  }
}
