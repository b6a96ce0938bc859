package dev.podium.kubelet.command;

import dev.podium.network.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
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

  /// A socket that has been encrypted.
  static SSLSocket client(Connection connection, String host, int port, Identity identity)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(identity), new TrustManager[] {trust(identity)}, null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(new Wire(connection), host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      if (!identity.anybody()) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
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

  /// A connection in the shape of a socket, for the JDK to encrypt.
  private static final class Wire extends Socket {
    private final Connection connection;

    Wire(Connection connection) {
      this.connection = connection;
    }

    @Override
    public InputStream getInputStream() {
      return connection.in();
    }

    @Override
    public OutputStream getOutputStream() {
      return connection.out();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isBound() {
      return true;
    }

    @Override
    public InetAddress getInetAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
      return connection.remote().port();
    }

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
      return 0;
    }

    @Override
    public void setSoLinger(boolean on, int linger) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void close() {
      connection.close();
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
