package dev.podium.auth.serviceaccounts;

import dev.podium.auth.Authentication;
import dev.podium.auth.ServiceAccountName;
import dev.podium.auth.TokenAuthenticator;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Makes and checks the tokens of service accounts (kubernetes' pkg/serviceaccount: claims.go,
/// jwt.go, legacy.go).
///
/// A token counts as long as the service account, and the object that it is bound to, are still
/// there: the store is asked each time.
public final class ServiceAccountTokens implements TokenAuthenticator {
  /// Who signs, and for whom tokens are where nobody says otherwise.
  public static final String ISSUER = "https://kubernetes.default.svc";

  private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
  private static final String LEGACY = "kubernetes.io/serviceaccount/";
  private static final String EXTRA = "authentication.kubernetes.io/";

  private final Supplier<KeyPair> keys;
  private final InstantSource clock;
  private final Store store;
  private final Supplier<String> ids;

  /// @param ids makes the id of each token
  public ServiceAccountTokens(
      Supplier<KeyPair> keys, InstantSource clock, Store store, Supplier<String> ids) {
    this.keys = keys;
    this.clock = clock;
    this.store = store;
    this.ids = ids;
  }

  /// An object that a token dies with, or is marked with.
  ///
  /// @param kind `pod`, `secret` or `node`, as the claims name it
  public record Bound(String kind, String name, String uid) {}

  /// A token with an end.
  ///
  /// @param bound to what; with a pod its node too
  public String issue(
      ApiObject account, List<String> audiences, Duration lifetime, List<Bound> bound) {
    long now = clock.instant().getEpochSecond();
    JsonObject about =
        JsonObject.of(
            "namespace",
            account.namespace(),
            "serviceaccount",
            JsonObject.of("name", account.name(), "uid", account.uid()));
    for (Bound object : bound) {
      about = about.with(object.kind(), JsonObject.of("name", object.name(), "uid", object.uid()));
    }
    return JsonWebToken.sign(
        JsonObject.of(
            "aud",
            JsonArray.of(audiences),
            "exp",
            now + lifetime.toSeconds(),
            "iat",
            now,
            "iss",
            ISSUER,
            "jti",
            ids.get(),
            "kubernetes.io",
            about,
            "nbf",
            now,
            "sub",
            new ServiceAccountName(account.namespace(), account.name()).userName()),
        keys.get());
  }

  /// The endless token of a Secret of type `kubernetes.io/service-account-token`.
  public String issueForSecret(ApiObject account, String secret) {
    return JsonWebToken.sign(
        JsonObject.of(
            "iss",
            LEGACY_ISSUER,
            LEGACY + "namespace",
            account.namespace(),
            LEGACY + "secret.name",
            secret,
            LEGACY + "service-account.name",
            account.name(),
            LEGACY + "service-account.uid",
            account.uid(),
            "sub",
            new ServiceAccountName(account.namespace(), account.name()).userName()),
        keys.get());
  }

  @Override
  public Authentication authenticate(String token, List<String> audiences) {
    Optional<JsonObject> claims = JsonWebToken.unverifiedClaims(token);
    String issuer = claims.map(c -> c.string("iss")).orElse("");
    boolean legacy = issuer.equals(LEGACY_ISSUER);
    if (!legacy && !issuer.equals(ISSUER)) {
      return Authentication.NONE;
    }
    if (!JsonWebToken.isSigned(token, keys.get().getPublic())) {
      return Authentication.bad("invalid signature");
    }
    return legacy
        ? legacy(claims.orElseThrow(), audiences)
        : current(claims.orElseThrow(), audiences);
  }

  private Authentication current(JsonObject claims, List<String> audiences) {
    List<String> own = claims.strings("aud");
    if (own.stream().noneMatch(audiences::contains)) {
      return Authentication.bad(
          "token audiences %s is invalid for the target audiences %s"
              .formatted(quoted(own), quoted(audiences)));
    }
    Instant now = clock.instant();
    if (now.isAfter(Instant.ofEpochSecond(claims.integer("exp")))) {
      return Authentication.bad("service account token has expired");
    }
    if (now.isBefore(Instant.ofEpochSecond(claims.integer("nbf")))) {
      return Authentication.bad("service account token is not valid yet");
    }
    JsonObject about = claims.object("kubernetes.io");
    String namespace = about.string("namespace");
    JsonObject account = about.object("serviceaccount");
    return missing("serviceaccounts", namespace, account)
        .or(() -> about.has("pod") ? missing("pods", namespace, about.object("pod")) : none())
        .or(() ->
            about.has("secret") ? missing("secrets", namespace, about.object("secret")) : none())
        .map(Authentication::bad)
        .orElseGet(() -> Authentication.as(user(namespace, account, extra(claims, about))));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private Authentication legacy(JsonObject claims, List<String> audiences) {
    if (!audiences.contains(ISSUER)) {
      return Authentication.bad(
          "token audiences %s is invalid for the target audiences %s"
              .formatted(quoted(List.of(ISSUER)), quoted(audiences)));
    }
    String namespace = claims.string(LEGACY + "namespace");
    JsonObject account =
        JsonObject.of(
            "name",
            claims.string(LEGACY + "service-account.name"),
            "uid",
            claims.string(LEGACY + "service-account.uid"));
    ObjectKey secret =
        new ObjectKey(
            new GroupResource("", "secrets"), namespace, claims.string(LEGACY + "secret.name"));
    if (store.get(secret).filter(s -> !s.isBeingDeleted()).isEmpty()) {
      return Authentication.bad("service account token has been invalidated");
    }
    return missing("serviceaccounts", namespace, account)
        .map(Authentication::bad)
        .orElseGet(() -> Authentication.as(user(namespace, account, Map.of())));
  }

  /// What is wrong with the object that a token names; nothing where it is still that very one.
  private Optional<String> missing(String resource, String namespace, JsonObject reference) {
    GroupResource plural = new GroupResource("", resource);
    Optional<ApiObject> found =
        store.get(new ObjectKey(plural, namespace, reference.string("name")));
    if (found.isEmpty()) {
      return Optional.of("%s %s not found".formatted(plural, '"' + reference.string("name") + '"'));
    }
    return found.get().uid().equals(reference.string("uid"))
        ? Optional.empty()
        : Optional.of(
            "%s UID (%s) does not match claim (%s)"
                .formatted(resource, found.get().uid(), reference.string("uid")));
  }

  private static UserInfo user(
      String namespace, JsonObject account, Map<String, List<String>> extra) {
    ServiceAccountName name = new ServiceAccountName(namespace, account.string("name"));
    return new UserInfo(name.userName(), account.string("uid"), name.groups(), extra);
  }

  private static Map<String, List<String>> extra(JsonObject claims, JsonObject about) {
    Map<String, List<String>> extra = new TreeMap<>();
    extra.put(EXTRA + "credential-id", List.of("JTI=" + claims.string("jti")));
    for (String kind : List.of("pod", "node")) {
      if (about.has(kind)) {
        extra.put(EXTRA + kind + "-name", List.of(about.string(kind, "name")));
        extra.put(EXTRA + kind + "-uid", List.of(about.string(kind, "uid")));
      }
    }
    return extra;
  }

  private static String quoted(List<String> texts) {
    List<String> quoted = new ArrayList<>();
    texts.forEach(text -> quoted.add(dev.podium.object.GoText.quote(text)));
    return "[" + String.join(" ", quoted) + "]";
  }

  /// The keys that verify tokens, as `/openid/v1/jwks` answers.
  public JsonObject jsonWebKeys() {
    var key = (java.security.interfaces.RSAPublicKey) keys.get().getPublic();
    return JsonObject.of(
        "keys",
        List.of(
            JsonObject.of(
                "use",
                "sig",
                "kty",
                "RSA",
                "kid",
                JsonWebToken.keyId(key),
                "alg",
                "RS256",
                "n",
                unsigned(key.getModulus()),
                "e",
                unsigned(key.getPublicExponent()))));
  }

  private static String unsigned(java.math.BigInteger number) {
    byte[] bytes = number.toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
  }
}
