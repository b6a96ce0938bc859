package dev.podium.webhooks;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts whom another trusts, and says as Go does what is wrong with the names of a certificate.
///
/// Upstream: HostnameError in Go's crypto/x509.
final class NamedCertificates extends X509ExtendedTrustManager {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private final X509ExtendedTrustManager trust;
  private final String host;

  NamedCertificates(X509ExtendedTrustManager trust, String host) {
    this.trust = trust;
    this.host = host;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      trust.checkServerTrusted(chain, type, socket);
    } catch (CertificateException e) {
      throw e.getCause() == null && chain.length > 0
          ? new CertificateException(misnamed(chain[0]))
          : e;
    }
  }

  private String misnamed(X509Certificate certificate) throws CertificateException {
    List<String> addresses = names(certificate, ADDRESS);
    List<String> names = names(certificate, DNS);
    boolean isAddress = host.contains(":") || host.matches("[\\d.]+");
    if (isAddress && addresses.isEmpty()) {
      return "cannot validate certificate for " + host + " because it doesn't contain any IP SANs";
    }
    List<String> valid = isAddress ? addresses : names;
    if (valid.isEmpty()) {
      return addresses.isEmpty()
          ? "certificate relies on legacy Common Name field, use SANs instead"
          : "certificate is not valid for any names, but wanted to match " + host;
    }
    return "certificate is valid for " + String.join(", ", valid) + ", not " + host;
  }

  private static List<String> names(X509Certificate certificate, int kind)
      throws CertificateException {
    Collection<List<?>> all =
        Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
    return all.stream()
        .filter(name -> Objects.equals(name.getFirst(), kind))
        .map(name -> String.valueOf(name.get(1)))
        .collect(Collectors.toList());
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
