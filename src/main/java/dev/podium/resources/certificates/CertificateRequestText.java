package dev.podium.resources.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// PEM texts of requests and certificates, and what is wrong with them.
///
/// Upstream: ParseCSR in pkg/apis/certificates/helpers.go, validateCertificate in
/// pkg/apis/certificates/validation/validation.go.
final class CertificateRequestText {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*?\n([\\s\\S]*?)-----END \\1-----");

  private CertificateRequestText() {}

  private record Block(String type, String content) {
    boolean hasHeaders() {
      return content.indexOf(':') >= 0;
    }

    byte[] bytes() {
      return Base64.getMimeDecoder().decode(content);
    }
  }

  private static List<Block> blocks(String base64) {
    byte[] decoded = Base64.getDecoder().decode(base64);
    Matcher matcher = BLOCK.matcher(new String(decoded, StandardCharsets.ISO_8859_1));
    List<Block> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /// What is wrong with a request for a certificate: its form, or its signature.
  static Optional<String> requestFault(String base64) {
    List<Block> blocks = blocks(base64);
    if (blocks.isEmpty() || !blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
      return Optional.of("PEM block type must be CERTIFICATE REQUEST");
    }
    try {
      PKCS10CertificationRequest request =
          new PKCS10CertificationRequest(blocks.getFirst().bytes());
      var verifier =
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo());
      return request.isSignatureValid(verifier)
          ? Optional.empty()
          : Optional.of("crypto/rsa: verification error");
    } catch (IOException | IllegalArgumentException _) {
      return Optional.of("asn1: structure error: malformed certificate request");
    } catch (OperatorCreationException | PKCSException _) {
      return Optional.of("x509: cannot verify signature: algorithm unimplemented");
    }
  }

  /// What is wrong with the certificates that a signer answers with.
  static Optional<String> certificateFault(String base64) {
    if (base64.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = blocks(base64);
    for (Block block : blocks) {
      if (!block.type().equals("CERTIFICATE")) {
        return Optional.of(
            "only CERTIFICATE PEM blocks are allowed, found \"" + block.type() + "\"");
      }
      if (block.hasHeaders()) {
        return Optional.of("no PEM block headers are permitted");
      }
      if (!isCertificate(block.bytes())) {
        return Optional.of("x509: malformed certificate");
      }
    }
    return blocks.isEmpty()
        ? Optional.of("must contain at least one CERTIFICATE PEM block")
        : Optional.empty();
  }

  private static boolean isCertificate(byte[] content) {
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(content));
      return true;
    } catch (CertificateException _) {
      return false;
    }
  }
}
