package dev.podium.webhooks;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The authorities that a webhook's certificate is checked by: certificates in PEM, of which one
/// that can be read is enough.
///
/// Upstream: rootCertPool in client-go's transport/transport.go, and ValidateCABundle in
/// apiserver's pkg/util/webhook/validation.go.
public final class CaBundle {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*?\n([\\s\\S]*?)-----END \\1-----");

  private CaBundle() {}

  /// Why nobody can be trusted by it; nothing where it is empty.
  ///
  /// @param base64 as a `caBundle` has it
  public static Optional<String> fault(String base64) {
    if (base64.isEmpty()) {
      return Optional.empty();
    }
    String pem;
    try {
      pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      pem = "";
    }
    List<MatchResult> blocks = BLOCK.matcher(pem).results().toList();
    if (blocks.isEmpty()) {
      return fault("unable to parse bytes as PEM block", true);
    }
    List<String> certificates =
        blocks.stream()
            .filter(block -> block.group(1).equals("CERTIFICATE"))
            .map(block -> block.group(2))
            .filter(content -> content.indexOf(':') < 0)
            .toList();
    if (certificates.isEmpty()) {
      return fault("no valid certificate authority data seen", true);
    }
    return fault(
        "failed to parse certificate: x509: malformed certificate",
        certificates.stream().noneMatch(CaBundle::isCertificate));
  }

  private static Optional<String> fault(String why, boolean faulty) {
    return faulty ? Optional.of("unable to load root certificates: " + why) : Optional.empty();
  }

  private static boolean isCertificate(String content) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(content);
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
      return true;
    } catch (CertificateException | IllegalArgumentException _) {
      return false;
    }
  }

  /// Adds what is wrong with a bundle.
  public static void check(FieldPath path, String base64, List<FieldError> errors) {
    fault(base64).ifPresent(why -> errors.add(FieldError.invalid(path, base64, why)));
  }
}
