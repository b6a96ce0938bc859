package dev.podium.auth.pki;

import dev.podium.auth.UserInfo;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/// Keys and certificates of one cluster, kept in a folder: made at the first start, read at later
/// ones, and issued anew when they soon expire or no longer name the server.
///
/// The names are kubeadm's. Elliptic curves where only TLS sees the key, for they are quick to
/// make; RSA for the admin, whose key clients of every kind must read, and for service account
/// tokens, which are signed RS256.
public final class Pki {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final Duration REISSUE_BEFORE = Duration.ofDays(30);
  private static final int TOKEN_BYTES = 24;
  private static final String CURVE = "EC";
  private static final String RSA = "RSA";

  /// The user of the admin's certificate and token.
  public static final UserInfo ADMIN = UserInfo.of("kubernetes-admin", UserInfo.MASTERS);

  private final Path folder;
  private final InstantSource clock;
  private final SecureRandom random;

  private Pki(Path folder, InstantSource clock, SecureRandom random) {
    this.folder = folder;
    this.clock = clock;
    this.random = random;
  }

  /// A certificate with the PEM text of its key.
  public record Holder(X509Certificate certificate, String certificatePem, String keyPem) {}

  /// Opens the folder, and makes what is missing there.
  ///
  /// @param serverNames names and addresses under which clients reach the server
  /// @throws UncheckedIOException with a message for people where the folder can't be used
  public static ClusterIdentity open(
      Path folder, List<String> serverNames, InstantSource clock, SecureRandom random) {
    try {
      return new Pki(folder, clock, random).open(serverNames);
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(
          new IOException(
              "%s holds a key or certificate that can't be used; remove it to get new ones"
                  .formatted(folder.resolve("pki")),
              e));
    }
  }

  private ClusterIdentity open(List<String> serverNames) throws GeneralSecurityException {
    Supplier<KeyPair> serviceAccountKeys = serviceAccountKeys();
    Authority authority = authority();
    Supplier<Holder> admin = admin(authority);
    Holder server = server(authority, serverNames);
    return new ClusterIdentity(
        authority.certificate(),
        server.certificate(),
        Pem.privateKey(server.keyPem(), CURVE),
        admin,
        adminToken(),
        serviceAccountKeys,
        authority::open);
  }

  /// RSA keys take a good part of a first start, so they are made beside the rest of it.
  private static <T> Supplier<T> beside(Callable<T> making) {
    FutureTask<T> task = new FutureTask<>(making);
    Thread.startVirtualThread(task);
    return () -> made(task);
  }

  /// What a start needs nothing of is made when it is first asked for.
  private static <T> Supplier<T> lazily(Callable<T> making) {
    FutureTask<T> task = new FutureTask<>(making);
    return () -> {
      task.run();
      return made(task);
    };
  }

  private static <T> T made(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("no new keys: " + e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The CA's certificate; its key is only read where something must be signed.
  private final class Authority {
    private final X509Certificate certificate;
    private final boolean fresh;

    Authority(X509Certificate certificate, boolean fresh) {
      this.certificate = certificate;
      this.fresh = fresh;
    }

    X509Certificate certificate() {
      return certificate;
    }

    CertificateAuthority open() {
      try {
        PrivateKey key = Pem.privateKey(read("pki/ca.key").orElse(""), CURVE);
        return new CertificateAuthority(certificate, key, clock, random);
      } catch (GeneralSecurityException e) {
        throw new UncheckedIOException(new IOException("pki/ca.key can't be used", e));
      }
    }
  }

  private Authority authority() throws GeneralSecurityException {
    Optional<String> pem = read("pki/ca.crt");
    if (pem.isPresent() && read("pki/ca.key").isPresent()) {
      X509Certificate kept = Pem.certificate(pem.get());
      if (lasts(kept)) {
        return new Authority(kept, false);
      }
    }
    KeyPair keys = curveKeys();
    X509Certificate certificate =
        CertificateAuthority.create(keys, AUTHORITY_VALIDITY, clock, random).certificate();
    write("pki/ca.key", Pem.of(keys.getPrivate()));
    write("pki/ca.crt", Pem.of(certificate));
    return new Authority(certificate, true);
  }

  private Holder server(Authority authority, List<String> names) throws GeneralSecurityException {
    Optional<Holder> kept = kept("apiserver", authority);
    if (kept.isPresent() && HostNames.covers(kept.get().certificate(), names)) {
      return kept.get();
    }
    KeyPair keys = curveKeys();
    X509Certificate certificate =
        authority.open().issueServer("CN=kube-apiserver", keys.getPublic(), names, VALIDITY);
    return keep("apiserver", certificate, Pem.of(keys.getPrivate()));
  }

  private Supplier<Holder> admin(Authority authority) throws GeneralSecurityException {
    Optional<Holder> kept = kept("admin", authority);
    return kept.isPresent() ? kept::get : beside(() -> newAdmin(authority));
  }

  private Holder newAdmin(Authority authority) throws GeneralSecurityException {
    KeyPair keys = rsaKeys();
    String subject = "O=" + ADMIN.groups().getFirst() + ",CN=" + ADMIN.name();
    X509Certificate certificate = authority.open().issueClient(subject, keys.getPublic(), VALIDITY);
    return keep("admin", certificate, traditionalPem(keys.getPrivate()));
  }

  /// `BEGIN RSA PRIVATE KEY`, which kubeadm writes too: some clients read nothing else.
  private static String traditionalPem(PrivateKey key) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("\r\n", "\n");
  }

  private Optional<Holder> kept(String name, Authority authority) throws GeneralSecurityException {
    Optional<String> certificate = read("pki/" + name + ".crt");
    Optional<String> key = read("pki/" + name + ".key");
    if (authority.fresh || certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate kept = Pem.certificate(certificate.get());
    return lasts(kept)
        ? Optional.of(new Holder(kept, certificate.get(), key.get()))
        : Optional.empty();
  }

  private Holder keep(String name, X509Certificate certificate, String keyPem)
      throws GeneralSecurityException {
    String pem = Pem.of(certificate);
    write("pki/" + name + ".key", keyPem);
    write("pki/" + name + ".crt", pem);
    return new Holder(certificate, pem, keyPem);
  }

  private boolean lasts(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(REISSUE_BEFORE));
  }

  private String adminToken() {
    Optional<String> kept = read("admin.token").map(String::strip).filter(t -> !t.isEmpty());
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    write("admin.token", token + "\n");
    return token;
  }

  private Supplier<KeyPair> serviceAccountKeys() throws GeneralSecurityException {
    Optional<String> privateKey = read("pki/sa.key");
    Optional<String> publicKey = read("pki/sa.pub");
    if (privateKey.isPresent() && publicKey.isPresent()) {
      KeyPair kept =
          new KeyPair(Pem.publicKey(publicKey.get(), RSA), Pem.privateKey(privateKey.get(), RSA));
      return () -> kept;
    }
    return lazily(this::newServiceAccountKeys);
  }

  private KeyPair newServiceAccountKeys() throws GeneralSecurityException {
    KeyPair keys = rsaKeys();
    write("pki/sa.key", Pem.of(keys.getPrivate()));
    write("pki/sa.pub", Pem.of(keys.getPublic()));
    return keys;
  }

  private KeyPair curveKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(CURVE);
    generator.initialize(256, random);
    return generator.generateKeyPair();
  }

  private KeyPair rsaKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA);
    generator.initialize(2048, random);
    return generator.generateKeyPair();
  }

  private Optional<String> read(String name) {
    return PrivateFiles.read(folder.resolve(name));
  }

  private void write(String name, String text) {
    PrivateFiles.write(folder.resolve(name), text);
  }
}
