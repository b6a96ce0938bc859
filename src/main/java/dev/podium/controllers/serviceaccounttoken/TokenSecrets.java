package dev.podium.controllers.serviceaccounttoken;

import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Gives token Secrets their token, and removes those whose service account is gone.
///
/// Upstream: pkg/controller/serviceaccount/tokens_controller.go.
public final class TokenSecrets implements Reconciler {
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

  private final ApiClient client;
  private final Informer secrets;
  private final ServiceAccountTokens tokens;
  private final String authority;

  private TokenSecrets(
      ApiClient client, Informer secrets, ServiceAccountTokens tokens, String authority) {
    this.client = client;
    this.secrets = secrets;
    this.tokens = tokens;
    this.authority = authority;
  }

  /// @param authority the cluster's CA certificate as PEM
  public static void register(
      ControlLoops loops, ApiClient client, ServiceAccountTokens tokens, String authority) {
    Informer secrets = loops.informer(Kinds.SECRET);
    Function<String, List<ApiObject>> ofAccount =
        secrets.indexed("service account", secret -> accountKeys(secret));
    TokenSecrets filled =
        new TokenSecrets(client.asController("tokens-controller"), secrets, tokens, authority);
    loops
        .controller("serviceaccount-token", filled)
        .on(secrets)
        .on(
            loops.informer(Kinds.SERVICE_ACCOUNT),
            delta ->
                ofAccount
                    .apply(accountKey(delta.latest().namespace(), delta.latest().name()))
                    .stream()
                    .map(Key::of))
        .workers(5);
  }

  private static List<String> accountKeys(ApiObject secret) {
    return isToken(secret)
        ? List.of(accountKey(secret.namespace(), accountName(secret)))
        : List.of();
  }

  private static String accountKey(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static boolean isToken(ApiObject secret) {
    return secret.root().string("type").equals(TYPE) && !accountName(secret).isEmpty();
  }

  private static String accountName(ApiObject secret) {
    return secret.annotation(ACCOUNT_NAME).orElse("");
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> secret = secrets.find(key).filter(TokenSecrets::isToken);
    if (secret.isPresent() && !secret.get().isBeingDeleted()) {
      Optional<ApiObject> account =
          client
              .find(Kinds.SERVICE_ACCOUNT, key.namespace(), accountName(secret.get()))
              .filter(found -> refersTo(secret.get(), found));
      if (account.isPresent()) {
        fill(secret.get(), account.get());
      } else {
        remove(secret.get());
      }
    }
    return Outcome.DONE;
  }

  private static boolean refersTo(ApiObject secret, ApiObject account) {
    String uid = secret.annotation(ACCOUNT_UID).orElse("");
    return uid.isEmpty() || uid.equals(account.uid());
  }

  private void fill(ApiObject secret, ApiObject account) {
    JsonObject data = secret.root().object("data");
    String ca = base64(authority);
    String namespace = base64(secret.namespace());
    boolean complete =
        data.has("token")
            && data.string("ca.crt").equals(ca)
            && data.has("namespace")
            && secret.annotation(ACCOUNT_UID).isPresent();
    if (!complete) {
      client.update(
          secret
              .editMetadata(
                  metadata -> metadata.object("annotations").set(ACCOUNT_UID, account.uid()))
              .with(
                  "data",
                  JsonObject.of("ca.crt", ca, "namespace", namespace)
                      .with("token", token(secret, account, data))));
    }
  }

  private String token(ApiObject secret, ApiObject account, JsonObject data) {
    return data.has("token")
        ? data.string("token")
        : base64(tokens.issueForSecret(account, secret.name()));
  }

  private void remove(ApiObject secret) {
    try {
      client.delete(
          Kinds.SECRET,
          secret.namespace(),
          secret.name(),
          DeleteOptions.NONE.onlyUid(secret.uid()));
    } catch (ApiException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
