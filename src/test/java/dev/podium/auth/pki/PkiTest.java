package dev.podium.auth.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.auth.Authentication;
import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.ClientCertificates;
import dev.podium.auth.Credentials;
import dev.podium.auth.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1", "kubernetes");

  @TempDir Path folder;

  @Test
  void theServerCertificateStandsForEveryName() throws Exception {
    ClusterIdentity identity = open(NAMES, START);

    assertThat(identity.server().getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "kubernetes");
    identity.server().verify(identity.authority().getPublicKey());
  }

  @Test
  void aLaterStartFindsTheSameKeys() {
    ClusterIdentity first = open(NAMES, START);
    ClusterIdentity second = open(NAMES, START.plus(Duration.ofDays(300)));

    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.server()).isEqualTo(first.server());
    assertThat(second.admin().get()).isEqualTo(first.admin().get());
    assertThat(second.adminToken()).isEqualTo(first.adminToken());
    assertThat(second.serviceAccountKeys().get().getPublic())
        .isEqualTo(first.serviceAccountKeys().get().getPublic());
  }

  @Test
  void certificatesThatSoonExpireAreIssuedAnewByTheSameAuthority() {
    ClusterIdentity first = open(NAMES, START);
    ClusterIdentity later = open(NAMES, START.plus(Duration.ofDays(340)));

    assertThat(later.authority()).isEqualTo(first.authority());
    assertThat(later.server()).isNotEqualTo(first.server());
    assertThat(later.admin().get()).isNotEqualTo(first.admin().get());
  }

  @Test
  void anotherNameNeedsAnotherServerCertificateOnly() {
    ClusterIdentity first = open(NAMES, START);
    ClusterIdentity second = open(List.of("localhost", "podium.example"), START);
    ClusterIdentity third = open(List.of("PODIUM.example"), START);

    assertThat(second.server()).isNotEqualTo(first.server());
    assertThat(second.admin().get()).isEqualTo(first.admin().get());
    assertThat(third.server()).isEqualTo(second.server());
  }

  @Test
  void onlyTheOwnerMayReadTheKeys() throws IOException {
    open(NAMES, START);

    for (String file : List.of("pki/ca.key", "pki/admin.key", "pki/sa.key", "admin.token")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theAdminsCertificateIsThatOfAMaster() throws Exception {
    ClusterIdentity identity = open(NAMES, START);

    Authentication outcome = authenticate(identity, identity.admin().get().certificate(), START);

    assertThat(outcome).isInstanceOf(Authenticated.class);
    UserInfo admin = ((Authenticated) outcome).user();
    assertThat(admin.name()).isEqualTo("kubernetes-admin");
    assertThat(admin.groups()).containsExactly("system:masters");
    assertThat(admin.extra().get("authentication.kubernetes.io/credential-id"))
        .singleElement()
        .asString()
        .matches("X509SHA256=[0-9a-f]{64}");
  }

  @Test
  void aCertificateThatExpiredOrIsForServersOrOfAnotherAuthorityIsBad(@TempDir Path elsewhere)
      throws Exception {
    ClusterIdentity identity = open(NAMES, START);
    ClusterIdentity other = Pki.open(elsewhere, NAMES, clock(START), new SecureRandom()).complete();

    assertThat(
            authenticate(
                identity, identity.admin().get().certificate(), START.plus(Duration.ofDays(366))))
        .isInstanceOf(BadCredential.class);
    assertThat(authenticate(identity, identity.server(), START)).isInstanceOf(BadCredential.class);
    assertThat(authenticate(identity, other.admin().get().certificate(), START))
        .isInstanceOf(BadCredential.class);
  }

  @Test
  void eachOrganizationOfACertificateIsAGroup() throws Exception {
    ClusterIdentity identity = open(NAMES, START);
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    X509Certificate certificate =
        identity
            .signer()
            .get()
            .issueClient(
                "O=dev,O=ops\\, night,CN=jane",
                keys.generateKeyPair().getPublic(),
                Duration.ofDays(1));

    Authentication outcome = authenticate(identity, certificate, START);

    assertThat(((Authenticated) outcome).user().groups()).containsExactly("dev", "ops, night");
  }

  @Test
  void aBrokenFileIsNamedInOneSentence() throws IOException {
    open(NAMES, START);
    Files.writeString(folder.resolve("pki/ca.crt"), "scribble");

    assertThatThrownBy(() -> open(NAMES, START))
        .hasMessageContaining(folder.resolve("pki").toString())
        .hasMessageEndingWith("remove it to get new ones");
  }

  @Test
  void aFolderThatIsAFileIsNamedInOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Pki.open(file, NAMES, clock(START), new SecureRandom()))
        .hasMessageContaining(file + "/pki/ca.key can't be written");
  }

  private ClusterIdentity open(List<String> names, Instant now) {
    return Pki.open(folder, names, clock(now), new SecureRandom()).complete();
  }

  private static InstantSource clock(Instant now) {
    return InstantSource.fixed(now);
  }

  private static Authentication authenticate(
      ClusterIdentity identity, X509Certificate certificate, Instant now) {
    return new ClientCertificates(identity.authority(), clock(now))
        .authenticate(Credentials.certificate(certificate));
  }
}
