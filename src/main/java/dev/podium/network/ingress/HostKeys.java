package dev.podium.network.ingress;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.network.tls.PemIdentity;
import dev.podium.object.ApiObject;
import dev.podium.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/// The certificates that hosts show: those of the Secrets that Ingresses name, and one that nobody
/// trusts where there is none, as ingress-nginx does.
///
/// An alias is the version of a Secret, so that a new one is read when it comes.
final class HostKeys extends X509ExtendedKeyManager {
  private static final String FAKE = "fake";
  private static final int MOST_READ = 1000;

  private record Pair(PrivateKey key, X509Certificate[] chain) {}

  private final ApiClient client;
  private final Function<String, Optional<String>> secretOf;
  private final Pair fake;
  private final Map<String, Optional<Pair>> read = new ConcurrentHashMap<>();

  /// @param secretOf finds the `namespace/name` of the Secret of a host
  HostKeys(ApiClient client, Function<String, Optional<String>> secretOf, Clock clock) {
    this.client = client;
    this.secretOf = secretOf;
    this.fake = fake(clock);
  }

  private static Pair fake(Clock clock) {
    String subject = "O=Acme Co,CN=Kubernetes Ingress Controller Fake Certificate";
    PemIdentity own = PemIdentity.selfSigned(subject, List.of(), Duration.ofDays(365), clock.now());
    return pair(own.certificate(), own.key()).orElseThrow();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Optional<ApiObject> secret = host(socket).flatMap(secretOf).flatMap(this::secret);
    if (secret.isEmpty()) {
      return of(keyType, fake) ? FAKE : null;
    }
    String alias = secret.get().uid() + " " + secret.get().resourceVersion();
    if (read.size() > MOST_READ) {
      read.clear();
    }
    Optional<Pair> pair = read.computeIfAbsent(alias, _ -> parse(secret.get()));
    if (pair.isPresent()) {
      return of(keyType, pair.get()) ? alias : null;
    }
    return of(keyType, fake) ? FAKE : null;
  }

  /// TLS 1.3 asks for `EC`, earlier ones for `ECDHE_ECDSA` or such.
  private static boolean of(String keyType, Pair pair) {
    String own = pair.key().getAlgorithm();
    return keyType.equals(own) || keyType.startsWith(own + "_");
  }

  private Optional<ApiObject> secret(String key) {
    int slash = key.indexOf('/');
    return client.find(Kinds.SECRET, key.substring(0, slash), key.substring(slash + 1));
  }

  private static Optional<String> host(@Nullable Socket socket) {
    if (socket instanceof SSLSocket tls
        && tls.getHandshakeSession() instanceof ExtendedSSLSession session) {
      return session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
          .findFirst();
    }
    return Optional.empty();
  }

  private static Optional<Pair> parse(ApiObject secret) {
    try {
      return pair(text(secret, "tls.crt"), text(secret, "tls.key"));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String text(ApiObject secret, String field) {
    String data = secret.root().object("data").string(field);
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private static Optional<Pair> pair(String certificates, String key) {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      PrivateKey own = key(key);
      return chain.isEmpty()
          ? Optional.empty()
          : Optional.of(new Pair(own, chain.toArray(X509Certificate[]::new)));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static PrivateKey key(String pem) throws IOException, GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
        }
        if (next instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      }
    }
    throw new GeneralSecurityException("no private key");
  }

  private Pair pair(String alias) {
    return read.getOrDefault(alias, Optional.empty()).orElse(fake);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair(alias).key();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair(alias).chain().clone();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {FAKE};
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
