package dev.podium.kubelet.command;

import dev.podium.network.tls.PemIdentity;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// TLS as `curl` with OpenSSL words it.
final class CurlTls {
  private static final String OPENSSL = "OpenSSL/3.0.13";
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
  private static final String MORE =
      "\nMore details here: https://curl.se/docs/sslcerts.html\n\n"
          + "curl failed to verify the legitimacy of the server and therefore could not\n"
          + "establish a secure connection to it. To learn more about this situation and\n"
          + "how to fix it, please visit the web page mentioned above.";

  /// OpenSSL's words for the alerts that Java names.
  private static final Map<String, String> ALERTS =
      Map.of(
          "certificate_required", "0A00045C:SSL routines::tlsv13 alert certificate required",
          "unknown_ca", "0A000418:SSL routines::tlsv1 alert unknown ca",
          "bad_certificate", "0A000412:SSL routines::sslv3 alert bad certificate",
          "certificate_unknown", "0A000416:SSL routines::sslv3 alert certificate unknown",
          "certificate_expired", "0A000415:SSL routines::sslv3 alert certificate expired",
          "handshake_failure", "0A000410:SSL routines::sslv3 alert handshake failure",
          "protocol_version", "0A00042E:SSL routines::tlsv1 alert protocol version",
          "unrecognized_name", "0A000458:SSL routines::tlsv1 unrecognized name",
          "internal_error", "0A000438:SSL routines::tlsv1 alert internal error");

  private CurlTls() {}

  /// @throws CurlFailure 58 or 77
  static PemIdentity identity(Cli cli, CurlOptions options) throws IOException, CurlFailure {
    Optional<String> named = options.value(CurlOption.CACERT);
    String file =
        named.orElse(cli.variable("SSL_CERT_FILE", cli.variable("CURL_CA_BUNDLE", BUNDLE)));
    String authorities = Tls.text(cli, file).orElse("");
    if (named.isPresent() && !authorities.contains("-----BEGIN CERTIFICATE-----")) {
      throw new CurlFailure(77, "error setting certificate file: " + file);
    }
    Optional<String> certificate = options.value(CurlOption.CERT);
    if (certificate.isEmpty()) {
      return new PemIdentity(options.has(CurlOption.INSECURE), authorities, "", "");
    }
    return own(cli, options, authorities, certificate.get().replaceFirst(":[^/]*$", ""));
  }

  private static PemIdentity own(Cli cli, CurlOptions options, String authorities, String file)
      throws IOException, CurlFailure {
    Optional<String> chain = Tls.text(cli, file);
    if (!chain.orElse("").contains("-----BEGIN CERTIFICATE-----")) {
      throw new CurlFailure(
          58,
          "could not load PEM client certificate from "
              + file
              + ", OpenSSL error error:"
              + (chain.isEmpty()
                  ? "80000002:system library::No such file or directory"
                  : "0480006C:PEM routines::no start line")
              + ", (no key found, wrong pass phrase, or wrong file format?)");
    }
    String keyFile = options.value(CurlOption.KEY).orElse(file);
    PemIdentity identity =
        new PemIdentity(
            options.has(CurlOption.INSECURE),
            authorities,
            chain.get(),
            Tls.text(cli, keyFile).orElse(""));
    try {
      identity.context();
      return identity;
    } catch (IOException _) {
      throw new CurlFailure(58, "unable to set private key file: '" + keyFile + "' type PEM");
    }
  }

  /// A certificate that is not believed, or a server that speaks something else.
  static CurlFailure refused(SSLException e, String host) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("certification path") || reason.contains("PKIX")) {
      return new CurlFailure(
          60, "SSL certificate problem: unable to get local issuer certificate" + MORE);
    }
    if (reason.matches("(?s).*(subject alternative|No name matching|found matching).*")) {
      return new CurlFailure(
          60,
          "SSL: no alternative certificate subject name matches target host name '"
              + host
              + "'"
              + MORE);
    }
    if (reason.contains("readHandshakeRecord")) {
      // The server has gone before its reason was read; it wanted a certificate, or another one.
      return unreadable(new SSLException("certificate_required"));
    }
    return new CurlFailure(
        35,
        OPENSSL
            + ": error:"
            + (reason.contains("Unsupported or unrecognized")
                ? "0A00010B:SSL routines::wrong version number"
                : alert(reason).orElse(" " + reason)));
  }

  private static Optional<String> alert(String reason) {
    return ALERTS.entrySet().stream()
        .filter(alert -> reason.endsWith(alert.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  static CurlFailure broken(IOException e, Url url) {
    return new CurlFailure(
        35,
        String.valueOf(e.getMessage()).contains("reset")
            ? "Recv failure: Connection reset by peer"
            : "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to "
                + url.host()
                + ":"
                + url.port()
                + " ");
  }

  /// A server that ends it after the handshake, as one does that wants a certificate.
  static CurlFailure unreadable(SSLException e) {
    String reason = String.valueOf(e.getMessage());
    return new CurlFailure(
        56,
        "OpenSSL SSL_read: " + OPENSSL + ": error:" + alert(reason).orElse(reason) + ", errno 0");
  }

  /// Tells of a session, with `-v`.
  static void describe(SSLSession session, boolean anybody, CurlOutput output) throws IOException {
    output.note("SSL connection using " + session.getProtocol() + " / " + session.getCipherSuite());
    Certificate[] chain = session.getPeerCertificates();
    if (chain.length == 0 || !(chain[0] instanceof X509Certificate first)) {
      return;
    }
    output.note("Server certificate:");
    output.note(" subject: " + name(first.getSubjectX500Principal().getName()));
    output.note(" start date: " + date(first.getNotBefore().toInstant()));
    output.note(" expire date: " + date(first.getNotAfter().toInstant()));
    output.note(" issuer: " + name(first.getIssuerX500Principal().getName()));
    boolean self = first.getIssuerX500Principal().equals(first.getSubjectX500Principal());
    output.note(
        !anybody
            ? " SSL certificate verify ok."
            : " SSL certificate verify result: "
                + (self
                    ? "self-signed certificate (18)"
                    : "unable to get local issuer certificate (20)")
                + ", continuing anyway.");
    output.note("using HTTP/1.x");
  }

  private static String date(java.time.Instant instant) {
    return Dates.format("%b %e %H:%M:%S %Y GMT", instant.atZone(ZoneOffset.UTC));
  }

  /// Java has the parts of a name in the other order.
  private static String name(String rfc2253) {
    return String.join("; ", List.of(rfc2253.split("(?<!\\\\),")).reversed());
  }
}
