package dev.podium.controllers.serviceaccounttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import dev.podium.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TokenSecretsTest {
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: robot-token
        annotations: {kubernetes.io/service-account.name: robot}
      type: kubernetes.io/service-account-token
      """;

  private final Simulation cluster = new Simulation();

  @BeforeEach
  void register() throws NoSuchAlgorithmException {
    KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    ServiceAccountTokens tokens =
        new ServiceAccountTokens(() -> keys, cluster.clock(), new InMemoryStore(), () -> "id");
    TokenSecrets.register(cluster.loops(), cluster.user(), tokens, "the CA");
  }

  @Test
  void aSecretOfAServiceAccountGetsTokenCaAndNamespace() {
    ApiObject account = createAccount();
    cluster.create(SECRET);
    cluster.settle();

    ApiObject secret = cluster.get(Kinds.SECRET, "robot-token");
    JsonObject data = secret.root().object("data");
    assertThat(text(data.string("ca.crt"))).isEqualTo("the CA");
    assertThat(text(data.string("namespace"))).isEqualTo("default");
    assertThat(text(data.string("token"))).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(secret.annotation("kubernetes.io/service-account.uid")).hasValue(account.uid());
  }

  @Test
  void aSecretOfNoServiceAccountIsRemoved() {
    cluster.create(SECRET);
    cluster.settle();

    assertThat(cluster.list(Kinds.SECRET)).isEmpty();
  }

  @Test
  void theSecretGoesWithItsServiceAccount() {
    createAccount();
    cluster.create(SECRET);
    cluster.settle();
    cluster.delete(Kinds.SERVICE_ACCOUNT, "robot");
    cluster.settle();

    assertThat(cluster.list(Kinds.SECRET)).isEmpty();
  }

  @Test
  void aTokenThatIsThereIsKept() {
    createAccount();
    cluster.create(SECRET + "data: {token: dG9rZW4=}\n");
    cluster.settle();

    assertThat(cluster.get(Kinds.SECRET, "robot-token").root().string("data", "token"))
        .isEqualTo("dG9rZW4=");
  }

  private ApiObject createAccount() {
    return cluster.create(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: robot}
        """);
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
