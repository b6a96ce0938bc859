package dev.podium.auth.pki;

import dev.podium.auth.pki.Pki.Holder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// By what the cluster proves that it is itself, and by what its admin does.
///
/// @param authority the CA's certificate
/// @param admin waits, at a first start, until it is made
/// @param serviceAccountKeys sign and verify the tokens of service accounts; waits likewise
/// @param signer reads the CA's key when asked
public record ClusterIdentity(
    X509Certificate authority,
    X509Certificate server,
    PrivateKey serverKey,
    Supplier<Holder> admin,
    String adminToken,
    Supplier<KeyPair> serviceAccountKeys,
    Supplier<CertificateAuthority> signer) {
  /// Waits until everything is made and kept.
  public ClusterIdentity complete() {
    var _ = admin.get();
    var _ = serviceAccountKeys.get();
    return this;
  }

  /// The CA's certificate as clients need it, `kube-root-ca.crt` too.
  public String authorityPem() {
    try {
      return Pem.of(authority);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  /// The admin's kubeconfig for a server at that URL, with everything embedded.
  public String kubeconfig(String server) {
    Holder holder = admin.get();
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - cluster:
        certificate-authority-data: %s
        server: %s
      name: podium
    contexts:
    - context:
        cluster: podium
        user: kubernetes-admin
      name: podium
    current-context: podium
    preferences: {}
    users:
    - name: kubernetes-admin
      user:
        client-certificate-data: %s
        client-key-data: %s
    """
        .formatted(
            base64(authorityPem()),
            server,
            base64(holder.certificatePem()),
            base64(holder.keyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// For the server's side of TLS. It takes any client certificate, for a bad one is to get a 401
  /// and not a broken handshake, but names the CA as the issuer that it wants them from.
  public SSLContext serverContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new ServerKey(serverKey, server, authority)},
          new TrustManager[] {new AnyCertificate(authority)},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }
}
