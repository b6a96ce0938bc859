package dev.podium.webhooks;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;

/// Failures of connections as Go's HTTP client tells them.
final class GoErrors {
  private static final int HTTPS = 443;

  private GoErrors() {}

  static String of(Throwable failure, URI url) {
    return switch (failure) {
      case WebhookCaller.Refused refused -> String.valueOf(refused.getMessage());
      case ConnectException _ -> "dial tcp " + address(url) + ": connect: connection refused";
      case SSLException tls -> tls(tls);
      case NoHttpResponseException _, EOFException _ -> "EOF";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static String address(URI url) {
    String host = url.getHost().equals("localhost") ? "127.0.0.1" : url.getHost();
    return host + ":" + (url.getPort() < 0 ? HTTPS : url.getPort());
  }

  private static String tls(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
      }
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return "tls: failed to verify certificate: x509: " + cause.getMessage();
      }
    }
    return String.valueOf(failure.getMessage())
            .startsWith("Unsupported or unrecognized SSL message")
        ? "http: server gave HTTP response to HTTPS client"
        : "tls: " + failure.getMessage();
  }
}
