package dev.podium.auth.pki;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;

/// The names and addresses that a server certificate stands for.
final class HostNames {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private HostNames() {}

  static GeneralName generalName(String name) {
    return address(name)
        .map(address -> new GeneralName(GeneralName.iPAddress, address))
        .orElseGet(() -> new GeneralName(GeneralName.dNSName, name));
  }

  /// Whether the certificate stands for all of the names.
  static boolean covers(X509Certificate certificate, List<String> names) {
    Set<String> covered = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0) instanceof Integer type && (type == DNS_NAME || type == ADDRESS)) {
            covered.add(canonical(String.valueOf(alternative.get(1))));
          }
        }
      }
    } catch (CertificateParsingException _) {
      return false;
    }
    return names.stream().map(HostNames::canonical).allMatch(covered::contains);
  }

  /// One spelling for one address: `::1` and `0:0:0:0:0:0:0:1` are the same.
  private static String canonical(String name) {
    return address(name).orElse(name).toLowerCase(Locale.ROOT);
  }

  private static Optional<String> address(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name).getHostAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
