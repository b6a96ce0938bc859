package dev.podium.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// Client certificates of the cluster's CA: the common name is the user, each organization a group
/// (apiserver's authentication/request/x509/x509.go).
///
/// The TLS layer takes whatever certificate comes; it is verified here, so that a bad one gets a
/// 401 with a body instead of a broken handshake. What was verified is remembered, for a connection
/// sends the same certificate with every request. The map's monitor is the one lock.
public final class ClientCertificates implements Authenticator {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String UID_ATTRIBUTE = "1.3.6.1.4.1.57683.2";
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
  private static final int REMEMBERED = 1000;

  private final Set<TrustAnchor> authorities;
  private final InstantSource clock;
  private final Map<X509Certificate, UserInfo> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, UserInfo> eldest) {
          return size() > REMEMBERED;
        }
      };

  public ClientCertificates(X509Certificate authority, InstantSource clock) {
    this.authorities = Set.of(new TrustAnchor(authority, null));
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    if (credentials.certificates().isEmpty()) {
      return Authentication.NONE;
    }
    X509Certificate certificate = credentials.certificates().getFirst();
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      UserInfo user = remembered(certificate).orElse(null);
      if (user == null) {
        verify(credentials.certificates());
        user = user(certificate);
        remember(certificate, user);
      }
      return user.name().isEmpty() ? Authentication.NONE : Authentication.as(user);
    } catch (GeneralSecurityException e) {
      return Authentication.bad("verifying certificate failed: " + e.getMessage());
    }
  }

  private Optional<UserInfo> remembered(X509Certificate certificate) {
    synchronized (verified) {
      return Optional.ofNullable(verified.get(certificate));
    }
  }

  private void remember(X509Certificate certificate, UserInfo user) {
    synchronized (verified) {
      verified.put(certificate, user);
    }
  }

  private void verify(List<X509Certificate> chain) throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(authorities);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(clock.instant()));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(issued(chain)), parameters);
    List<String> usages = chain.getFirst().getExtendedKeyUsage();
    if (usages != null && !usages.contains(CLIENT_AUTH)) {
      throw new CertificateException("certificate specifies an incompatible key usage");
    }
  }

  /// The chain without the CA itself, which the validator does not want in it.
  private List<X509Certificate> issued(List<X509Certificate> chain) {
    return chain.stream()
        .filter(c -> authorities.stream().noneMatch(a -> c.equals(a.getTrustedCert())))
        .toList();
  }

  private static UserInfo user(X509Certificate certificate) throws GeneralSecurityException {
    Map<String, List<String>> subject = subject(certificate);
    return new UserInfo(
        subject.getOrDefault("CN", List.of("")).getLast(),
        subject.getOrDefault("UID-OF-USER", List.of("")).getLast(),
        subject.getOrDefault("O", List.of()),
        Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(certificate))));
  }

  private static Map<String, List<String>> subject(X509Certificate certificate)
      throws CertificateException {
    String name =
        certificate
            .getSubjectX500Principal()
            .getName(X500Principal.RFC2253, Map.of(UID_ATTRIBUTE, "UID-OF-USER"));
    Map<String, List<String>> values = new HashMap<>();
    try {
      for (Rdn rdn : new LdapName(name).getRdns()) {
        for (Attribute part : Collections.list(rdn.toAttributes().getAll())) {
          values
              .computeIfAbsent(part.getID(), _ -> new ArrayList<>())
              .add(String.valueOf(part.get()));
        }
      }
    } catch (NamingException e) {
      throw new CertificateException("its subject can't be read", e);
    }
    return values;
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }
}
