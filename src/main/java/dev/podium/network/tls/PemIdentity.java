package dev.podium.network.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Whom one side of a TLS connection trusts, and who it says it is.
///
/// @param anybody whether certificates are not looked at
/// @param authorities in PEM, empty for none
/// @param certificate its own, in PEM, empty for none
/// @param key in PEM
public record PemIdentity(boolean anybody, String authorities, String certificate, String key) {
  /// A server that asks for no certificate.
  public static PemIdentity server(String certificate, String key) {
    return new PemIdentity(false, "", certificate, key);
  }

  /// A client that shows no certificate and looks at none: `curl -k`.
  public static PemIdentity trustingAnybody() {
    return new PemIdentity(true, "", "", "");
  }

  /// A client that shows no certificate.
  public static PemIdentity trusting(String authorities) {
    return new PemIdentity(false, authorities, "", "");
  }

  /// A server that vouches for itself.
  ///
  /// @param subject such as `O=Acme Co,CN=web`
  /// @param names of hosts, or addresses; may be empty
  public static PemIdentity selfSigned(
      String subject, List<String> names, Duration lifetime, Instant now) {
    try {
      KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
      X500Name name = new X500Name(subject);
      JcaX509v3CertificateBuilder certificate =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(lifetime)),
              name,
              keys.getPublic());
      if (!names.isEmpty()) {
        certificate.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      byte[] signed =
          certificate
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      return server(pem("CERTIFICATE", signed), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                    name))
            .toArray(GeneralName[]::new));
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }

  /// @throws IOException where the certificates or the key cannot be used
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), new TrustManager[] {trust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    List<Certificate> all = new ArrayList<>();
    String end = "-----END CERTIFICATE-----";
    int from = pem.indexOf("-----BEGIN CERTIFICATE-----");
    while (from >= 0) {
      int to = pem.indexOf(end, from);
      if (to < 0) {
        break;
      }
      byte[] bytes = pem.substring(from, to + end.length()).getBytes(StandardCharsets.US_ASCII);
      all.add(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes)));
      from = pem.indexOf("-----BEGIN CERTIFICATE-----", to);
    }
    return all;
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
    store.setKeyEntry("own", key(key), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static PrivateKey key(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      Object parsed = parser.readObject();
      return switch (parsed) {
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case null, default -> throw new IOException("unable to set private key file");
      };
    }
  }

  private TrustManager trust() throws GeneralSecurityException, IOException {
    if (anybody) {
      return new Anybody();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<Certificate> trusted = certificates(authorities);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("ca" + i, trusted.get(i));
    }
    if (trusted.isEmpty()) {
      return new Nobody();
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers()[0];
  }

  /// Takes any certificate, as `-k` asks for.
  private static class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /// Knows no authority.
  private static final class Nobody extends Anybody {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("unable to find valid certification path to requested target");
    }
  }
}
