package dev.podium.auth.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// What a request for a certificate asks for.
///
/// @param commonName empty where there is none
/// @param organizations which Kubernetes takes for groups
public record AskedCertificate(
    String commonName, List<String> organizations, List<Alternative> alternatives) {
  /// What else a certificate may stand for.
  public enum Alternative {
    DNS,
    EMAIL,
    IP,
    URI
  }

  /// @param base64 of a PEM text, as it stands in a CertificateSigningRequest
  /// @return empty where it is no request
  public static Optional<AskedCertificate> of(String base64) {
    try {
      String pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
      var request = new PKCS10CertificationRequest(Pem.der(pem));
      return Optional.of(
          new AskedCertificate(
              parts(request, BCStyle.CN).stream().findFirst().orElse(""),
              parts(request, BCStyle.O),
              alternatives(request)));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<String> parts(PKCS10CertificationRequest request, ASN1ObjectIdentifier part) {
    return Stream.of(request.getSubject().getRDNs(part))
        .flatMap(name -> Stream.of(name.getTypesAndValues()))
        .map(value -> IETFUtils.valueToString(value.getValue()))
        .toList();
  }

  private static List<Alternative> alternatives(PKCS10CertificationRequest request) {
    return Stream.of(names(request).getNames())
        .flatMap(name ->
            switch (name.getTagNo()) {
              case GeneralName.dNSName -> Stream.of(Alternative.DNS);
              case GeneralName.rfc822Name -> Stream.of(Alternative.EMAIL);
              case GeneralName.iPAddress -> Stream.of(Alternative.IP);
              case GeneralName.uniformResourceIdentifier -> Stream.of(Alternative.URI);
              default -> Stream.<Alternative>empty();
            })
        .toList();
  }

  /// The names that the request asks for besides its subject.
  static GeneralNames names(PKCS10CertificationRequest request) {
    return Optional.ofNullable(request.getRequestedExtensions())
        .map(
            extensions -> GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
        .orElseGet(() -> new GeneralNames(new GeneralName[0]));
  }
}
