package dev.podium.auth.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// The cluster's certificate authority: what it signs, the API server trusts.
public final class CertificateAuthority {
  static final String SUBJECT = "CN=kubernetes";

  /// A clock that is a little behind must not refuse a fresh certificate.
  private static final Duration BACKDATE = Duration.ofMinutes(5);

  private static final String SIGNATURE = "SHA256withECDSA";

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final InstantSource clock;
  private final SecureRandom random;

  CertificateAuthority(
      X509Certificate certificate, PrivateKey key, InstantSource clock, SecureRandom random) {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    this.random = random;
  }

  /// A new authority that signs itself.
  static CertificateAuthority create(
      KeyPair keys, Duration validity, InstantSource clock, SecureRandom random)
      throws GeneralSecurityException {
    X500Name name = new X500Name(SUBJECT);
    try {
      X509v3CertificateBuilder certificate =
          builder(name, name, keys.getPublic(), validity, clock, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(
                      KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, "kubernetes")));
      return new CertificateAuthority(
          sign(certificate, keys.getPrivate()), keys.getPrivate(), clock, random);
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /// A certificate by which a server proves its names.
  ///
  /// @param names DNS names and addresses
  public X509Certificate issueServer(
      String subject, PublicKey holder, List<String> names, Duration validity)
      throws GeneralSecurityException {
    GeneralNames alternatives =
        new GeneralNames(names.stream().map(HostNames::generalName).toArray(GeneralName[]::new));
    return issue(subject, holder, KeyPurposeId.id_kp_serverAuth, alternatives, validity);
  }

  /// A certificate by which a user proves who it is.
  ///
  /// @param subject its common name is the user, each organization a group
  public X509Certificate issueClient(String subject, PublicKey holder, Duration validity)
      throws GeneralSecurityException {
    return issue(
        subject,
        holder,
        KeyPurposeId.id_kp_clientAuth,
        new GeneralNames(new GeneralName[0]),
        validity);
  }

  /// The certificate that a PEM request asks for: its subject and names, for its key.
  ///
  /// @param usages in the words of a CertificateSigningRequest
  /// @return the certificate as PEM
  public String answer(String request, List<String> usages, Duration validity)
      throws GeneralSecurityException {
    try {
      var parsed = new JcaPKCS10CertificationRequest(Pem.der(request));
      KeyPurposeId purpose =
          usages.contains("server auth")
              ? KeyPurposeId.id_kp_serverAuth
              : KeyPurposeId.id_kp_clientAuth;
      return Pem.of(
          issue(
              parsed.getSubject().toString(),
              parsed.getPublicKey(),
              purpose,
              AskedCertificate.names(parsed),
              validity));
    } catch (IOException e) {
      throw new GeneralSecurityException("no request for a certificate", e);
    }
  }

  private X509Certificate issue(
      String subject, PublicKey holder, KeyPurposeId purpose, GeneralNames names, Duration validity)
      throws GeneralSecurityException {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    try {
      X509v3CertificateBuilder fresh =
          builder(issuer, new X500Name(subject), holder, validity, clock, random)
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      if (names.getNames().length > 0) {
        fresh.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return sign(fresh, key);
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      PublicKey holder,
      Duration validity,
      InstantSource clock,
      SecureRandom random) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(63, random),
        Date.from(now.minus(BACKDATE)),
        Date.from(now.plus(validity)),
        subject,
        holder);
  }

  private static X509Certificate sign(X509v3CertificateBuilder certificate, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
