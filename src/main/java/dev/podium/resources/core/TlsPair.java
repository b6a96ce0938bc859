package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether certificate and key of a TLS Secret belong together: a warning, not an error.
///
/// Upstream: warningsForSecret, which asks Go's tls.X509KeyPair; the sentences are Go's. Keys in
/// the older PKCS#1 and SEC 1 forms are taken as they are.
final class TlsPair {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final String PREFIX = "tls: failed to find ";

  private TlsPair() {}

  private record Block(String type, byte[] content) {}

  static List<String> warnings(ApiObject secret) {
    if (!secret.root().string("type").equals("kubernetes.io/tls")) {
      return List.of();
    }
    List<Block> certificates = blocks(Secrets.data(secret).string("tls.crt"));
    List<Block> keys = blocks(Secrets.data(secret).string("tls.key"));
    return problem(certificates, keys).map(List::of).orElse(List.of());
  }

  private static List<Block> blocks(String base64) {
    String pem = new String(Base64Text.decode(base64), StandardCharsets.ISO_8859_1);
    Matcher matcher = BLOCK.matcher(pem);
    return matcher
        .results()
        .map(match -> new Block(match.group(1), Base64.getMimeDecoder().decode(match.group(2))))
        .toList();
  }

  private static Optional<String> problem(List<Block> certificates, List<Block> keys) {
    if (certificates.isEmpty()) {
      return Optional.of(PREFIX + "any PEM data in certificate input");
    }
    Optional<Block> certificate = find(certificates, "CERTIFICATE");
    if (certificate.isEmpty()) {
      return Optional.of(
          find(certificates, "PRIVATE KEY").isPresent()
              ? PREFIX
                  + "certificate PEM data in certificate input, but did find a private key; PEM"
                  + " inputs may have been switched"
              : PREFIX
                  + "\"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of"
                  + " the following types: "
                  + types(certificates));
    }
    if (keys.isEmpty()) {
      return Optional.of(PREFIX + "any PEM data in key input");
    }
    Optional<Block> key = find(keys, "PRIVATE KEY");
    if (key.isEmpty()) {
      return Optional.of(
          find(keys, "CERTIFICATE").isPresent()
              ? "tls: found a certificate rather than a key in the PEM for the private key"
              : PREFIX
                  + "PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM"
                  + " blocks of the following types: "
                  + types(keys));
    }
    return mismatch(certificate.get(), key.get());
  }

  private static String types(List<Block> blocks) {
    return blocks.stream().map(Block::type).collect(Collectors.joining(" ", "[", "]"));
  }

  private static Optional<Block> find(List<Block> blocks, String type) {
    return blocks.stream().filter(block -> block.type().endsWith(type)).findFirst();
  }

  private static Optional<String> mismatch(Block certificate, Block key) {
    if (!key.type().equals("PRIVATE KEY")) {
      return Optional.empty();
    }
    try {
      PublicKey open =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.content()))
              .getPublicKey();
      PrivateKey secret =
          KeyFactory.getInstance(open.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(key.content()));
      return matches(open, secret)
          ? Optional.empty()
          : Optional.of("tls: private key does not match public key");
    } catch (GeneralSecurityException e) {
      return Optional.of("tls: private key type does not match public key type");
    }
  }

  /// Signs with the one and verifies with the other, which works for every algorithm.
  private static boolean matches(PublicKey open, PrivateKey secret)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (open.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> open.getAlgorithm();
            });
    signature.initSign(secret);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    return signature.verify(signed);
  }
}
