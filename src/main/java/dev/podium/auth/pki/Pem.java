package dev.podium.auth.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// PEM text in and out, by the JDK alone: a start that makes nothing new does not load
/// BouncyCastle.
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  static String of(X509Certificate certificate) throws GeneralSecurityException {
    return block("CERTIFICATE", certificate.getEncoded());
  }

  static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  static String of(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  private static String block(String type, byte[] der) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(type, LINES.encodeToString(der))
        .replace("\r\n", "\n");
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der(pem)));
  }

  static PublicKey publicKey(String pem, String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der(pem)));
  }

  static byte[] der(String pem) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("no PEM", e);
    }
  }
}
