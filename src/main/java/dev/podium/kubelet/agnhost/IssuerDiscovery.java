package dev.podium.kubelet.agnhost;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;

/// `agnhost test-service-account-issuer-discovery`: checks a token by what its issuer publishes
/// (upstream's openidmetadata.go). Knows signatures by RS256.
final class IssuerDiscovery {
  private final Agnhost host;

  IssuerDiscovery(Agnhost host) {
    this.host = host;
  }

  int run() throws IOException, InterruptedException {
    String path = host.daemon().option("token-path").orElse("");
    String token = new String(host.self().files().bytes(path), StandardCharsets.UTF_8).strip();
    host.log("OK: Got token");
    host.log("validating with in-cluster discovery");
    try {
      validate(new InCluster(host.self()), token);
      return 0;
    } catch (IOException | RuntimeException | GeneralSecurityException e) {
      host.log("failed to validate with in-cluster discovery: " + e.getMessage());
    }
    host.log("falling back to validating with external discovery");
    throw new IOException("podium: nothing outside of the cluster can be reached");
  }

  private void validate(InCluster cluster, String token)
      throws IOException, InterruptedException, GeneralSecurityException {
    String[] parts = token.split("\\.");
    if (parts.length != 3) {
      throw new IOException("go-jose/go-jose: compact JWS format must have three parts");
    }
    JsonObject claims = part(parts[1]);
    String issuer = claims.string("iss");
    host.log("OK: got issuer " + issuer);
    host.log("Full, not-validated claims: \n" + Json.write(claims));
    JsonObject metadata = get(cluster, issuer + "/.well-known/openid-configuration");
    if (!metadata.string("issuer").equals(issuer)) {
      throw new IOException(
          "oidc: issuer did not match the issuer returned by provider, expected \"%s\" got \"%s\""
              .formatted(issuer, metadata.string("issuer")));
    }
    host.log("OK: Constructed OIDC provider for issuer " + issuer);
    checkAudience(claims);
    verify(get(cluster, metadata.string("jwks_uri")), parts);
    host.log("OK: Validated signature on JWT");
    host.log("OK: Got valid claims from token!");
    host.log("Full, validated claims: \n" + Json.write(claims));
  }

  private void checkAudience(JsonObject claims) throws IOException {
    String wanted = host.daemon().option("audience").orElse("");
    List<String> audiences =
        claims.findString("aud").map(List::of).orElseGet(() -> claims.strings("aud"));
    if (!audiences.contains(wanted)) {
      throw new IOException("oidc: expected audience \"%s\" got %s".formatted(wanted, audiences));
    }
  }

  private static JsonObject part(String text) {
    return Json.parseObject(Base64.getUrlDecoder().decode(text));
  }

  private JsonObject get(InCluster cluster, String url) throws IOException, InterruptedException {
    URI uri = URI.create(url);
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    Asker.Answer answer = cluster.get(uri.getHost(), port, uri.getPath());
    if (answer.status() != 200) {
      throw new IOException(answer.status() + ": " + answer.text());
    }
    return Json.parseObject(answer.text());
  }

  private static void verify(JsonObject keys, String[] parts)
      throws IOException, GeneralSecurityException {
    JsonObject header = part(parts[0]);
    for (JsonObject key : keys.objects("keys")) {
      if (key.string("kid").equals(header.string("kid")) && key.string("kty").equals("RSA")) {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(rsa(key));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        if (signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
          return;
        }
      }
    }
    throw new IOException("failed to verify signature: failed to verify id token signature");
  }

  private static PublicKey rsa(JsonObject key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
  }

  private static BigInteger number(JsonObject key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.string(field)));
  }
}
