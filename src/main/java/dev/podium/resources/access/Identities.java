package dev.podium.resources.access;

import dev.podium.auth.Authentication;
import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.Authentication.NoCredential;
import dev.podium.auth.BearerTokens;
import dev.podium.auth.TokenAuthenticator;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.WriteContext;
import java.util.List;

/// Who is it?
///
/// Upstream: pkg/registry/authentication/selfsubjectreview/rest.go and tokenreview/storage.go.
final class Identities {
  private static final String INVALID = "invalid bearer token";

  private Identities() {}

  static ApiObject self(WriteContext context) {
    return ApiObject.of(
        JsonObject.of(
            "kind",
            "SelfSubjectReview",
            "apiVersion",
            AccessKinds.AUTHENTICATION,
            "metadata",
            JsonObject.of("creationTimestamp", Timestamps.format(context.now())),
            "status",
            JsonObject.of("userInfo", json(context.user()))));
  }

  static ApiObject ofToken(ApiObject review, BearerTokens tokens) {
    String token = review.spec().string("token");
    if (token.isEmpty()) {
      throw ApiException.badRequest("token is required for TokenReview in authentication");
    }
    List<String> asked = review.spec().strings("audiences");
    List<String> audiences = asked.isEmpty() ? TokenAuthenticator.API_AUDIENCES : asked;
    return review.with(
        "status",
        switch (tokens.lookUp(token, audiences)) {
          case Authenticated(UserInfo user) ->
              JsonObject.of(
                  "authenticated",
                  true,
                  "user",
                  json(user.inGroup(UserInfo.AUTHENTICATED)),
                  "audiences",
                  audiences.stream().filter(one -> fits(tokens, token, one)).toList());
          case BadCredential(String why) ->
              JsonObject.of(
                  "user",
                  JsonObject.EMPTY,
                  "error",
                  why.equals(INVALID) ? INVALID : "[" + INVALID + ", " + why + "]");
          case NoCredential _ -> JsonObject.of("user", JsonObject.EMPTY, "error", INVALID);
        });
  }

  private static boolean fits(BearerTokens tokens, String token, String audience) {
    Authentication outcome = tokens.lookUp(token, List.of(audience));
    return outcome instanceof Authenticated;
  }

  private static JsonObject json(UserInfo user) {
    JsonObject json = JsonObject.of("username", user.name());
    json = user.uid().isEmpty() ? json : json.with("uid", user.uid());
    json = user.groups().isEmpty() ? json : json.with("groups", user.groups());
    return user.extra().isEmpty() ? json : json.with("extra", user.extra());
  }
}
