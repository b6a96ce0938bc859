package dev.podium.auth.serviceaccounts;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// A JSON Web Token signed RS256, the only form that the API server makes and takes.
final class JsonWebToken {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final String ALGORITHM = "SHA256withRSA";

  private JsonWebToken() {}

  static String sign(JsonObject claims, KeyPair keys) {
    JsonObject header = JsonObject.of("alg", "RS256", "kid", keyId(keys.getPublic()));
    String text = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an RSA key signs", e);
    }
  }

  private static String part(JsonObject json) {
    return ENCODER.encodeToString(Json.bytes(json));
  }

  /// The claims without a look at the signature; empty where the text is no such token.
  static Optional<JsonObject> unverifiedClaims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Json.parse(DECODER.decode(parts[1])) instanceof JsonObject claims
          ? Optional.of(claims)
          : Optional.empty();
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }

  static boolean isSigned(String token, PublicKey key) {
    int end = token.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(DECODER.decode(token.substring(end + 1)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  /// How a token says which key signed it (kubernetes' pkg/serviceaccount/jwt.go,
  /// keyIDFromPublicKey).
  static String keyId(PublicKey key) {
    try {
      return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
