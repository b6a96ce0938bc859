package dev.podium.auth.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.Authentication;
import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.TokenAuthenticator;
import dev.podium.auth.UserInfo;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens.Bound;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.ObjectKey;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {
  private static final List<String> API = TokenAuthenticator.API_AUDIENCES;
  private static final KeyPair KEYS = newKeys();

  private final Store store = new InMemoryStore();
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(() -> KEYS, () -> now, store, () -> "token-1");
  private ApiObject account;

  @BeforeEach
  void makeAccount() {
    account = store("serviceaccounts", "ServiceAccount", "bot", "uid-1");
  }

  @Test
  void aTokenIsItsServiceAccount() {
    String token = tokens.issue(account, API, Duration.ofHours(1), List.of());

    assertThat(tokens.authenticate(token, API))
        .isEqualTo(
            Authentication.as(
                new UserInfo(
                    "system:serviceaccount:ns:bot",
                    "uid-1",
                    List.of("system:serviceaccounts", "system:serviceaccounts:ns"),
                    Map.of("authentication.kubernetes.io/credential-id", List.of("JTI=token-1")))));
  }

  @Test
  void aTokenForOthersIsRefused() {
    String token = tokens.issue(account, List.of("other"), Duration.ofHours(1), List.of());

    assertThat(tokens.authenticate(token, API))
        .isEqualTo(
            Authentication.bad(
                "token audiences [\"other\"] is invalid for the target audiences"
                    + " [\"https://kubernetes.default.svc\"]"));
  }

  @Test
  void aTokenEnds() {
    String token = tokens.issue(account, API, Duration.ofHours(1), List.of());
    now = now.plus(Duration.ofMinutes(61));

    assertThat(tokens.authenticate(token, API))
        .isEqualTo(Authentication.bad("service account token has expired"));
  }

  @Test
  void aTokenDiesWithThePodItIsBoundTo() {
    ApiObject pod = store("pods", "Pod", "p", "uid-2");
    String token =
        tokens.issue(
            account,
            API,
            Duration.ofHours(1),
            List.of(new Bound("pod", "p", "uid-2"), new Bound("node", "n", "uid-3")));

    UserInfo user = ((Authenticated) tokens.authenticate(token, API)).user();
    assertThat(user.extra())
        .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
        .containsEntry("authentication.kubernetes.io/node-name", List.of("n"));
    store.delete(key("pods", "p"), Long.parseLong(pod.resourceVersion()), pod);
    assertThat(tokens.authenticate(token, API)).isInstanceOf(BadCredential.class);
  }

  @Test
  void aSecretsTokenHasNoEndButTheSecrets() {
    ApiObject secret = store("secrets", "Secret", "s", "uid-4");
    String token = tokens.issueForSecret(account, "s");
    now = now.plus(Duration.ofDays(5000));

    assertThat(tokens.authenticate(token, API)).isInstanceOf(Authenticated.class);
    store.delete(key("secrets", "s"), Long.parseLong(secret.resourceVersion()), secret);
    assertThat(tokens.authenticate(token, API))
        .isEqualTo(Authentication.bad("service account token has been invalidated"));
  }

  @Test
  void whatOthersSignedIsRefusedAndWhatIsNoTokenIsNotLookedAt() throws Exception {
    KeyPair others = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String forged =
        new ServiceAccountTokens(() -> others, () -> now, store, () -> "x")
            .issue(account, API, Duration.ofHours(1), List.of());

    assertThat(tokens.authenticate(forged, API)).isInstanceOf(BadCredential.class);
    for (String text : List.of("", "a.b.c", "secret", "a.e30.c", "..")) {
      assertThat(tokens.authenticate(text, API)).isEqualTo(Authentication.NONE);
    }
  }

  private ApiObject store(String resource, String kind, String name, String uid) {
    ApiObject object =
        ApiObject.named(new GroupVersionKind("", "v1", kind), "ns", name)
            .editMetadata(metadata -> metadata.set("uid", uid));
    return store.create(key(resource, name), object);
  }

  private static ObjectKey key(String resource, String name) {
    return new ObjectKey(new GroupResource("", resource), "ns", name);
  }

  private static KeyPair newKeys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK knows RSA", e);
    }
  }
}
