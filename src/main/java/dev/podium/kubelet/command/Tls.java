package dev.podium.kubelet.command;

import dev.podium.network.Connection;
import dev.podium.network.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// TLS over a connection of the simulated network.
final class Tls {
  private Tls() {}

  /// Whom a client trusts, and who it says it is.
  ///
  /// @param anybody whether certificates are not looked at
  /// @param authorities in PEM
  /// @param certificate its own, in PEM, empty for none
  record Identity(boolean anybody, String authorities, String certificate, String key) {}

  /// Greets a server.
  static TlsConnection client(Connection connection, String host, Identity identity)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(identity), new TrustManager[] {trust(identity)}, null);
      return TlsConnection.client(connection, context, host, !identity.anybody());
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static List<Certificate> certificates(String pem) throws GeneralSecurityException {
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
              .generateCertificate(new java.io.ByteArrayInputStream(bytes)));
      from = pem.indexOf("-----BEGIN CERTIFICATE-----", to);
    }
    return all;
  }

  private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
    if (identity.certificate().isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = certificates(identity.certificate()).toArray(Certificate[]::new);
    store.setKeyEntry("own", key(identity.key()), new char[0], chain);
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

  private static TrustManager trust(Identity identity)
      throws GeneralSecurityException, IOException {
    if (identity.anybody()) {
      return new Anybody();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<Certificate> authorities = certificates(identity.authorities());
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca" + i, authorities.get(i));
    }
    if (authorities.isEmpty()) {
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
        throws java.security.cert.CertificateException {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

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
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException(
          "unable to find valid certification path to requested target");
    }
  }

  static Optional<String> text(Cli cli, String path) throws IOException {
    if (!cli.files().exists(path)) {
      return Optional.empty();
    }
    try (InputStreamReader reader =
        new InputStreamReader(cli.files().read(path), StandardCharsets.UTF_8)) {
      return Optional.of(reader.readAllAsString());
    }
  }
}
