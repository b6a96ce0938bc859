package dev.podium.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.Authentication.NoCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {
  private static final UserInfo JANE = UserInfo.of("jane");

  private final Authenticator tokens =
      Authenticator.anyOf(
          List.of(new BearerTokens(List.of(StaticTokens.of(Map.of("secret", JANE))))));

  @ParameterizedTest
  @CsvSource({
    "'',                 NoCredential",
    "Basic eDp5,         NoCredential",
    "Bearer,             NoCredential",
    "'Bearer ',          NoCredential",
    "'Bearer  secret',   NoCredential",
    "Bearer wrong,       BadCredential",
    "bearer wrong,       BadCredential",
    "Bearer secret,      Authenticated",
    "bearer secret,      Authenticated",
    "Bearer secret more, Authenticated",
  })
  void theHeaderHasManyForms(String header, String outcome) {
    assertThat(
            tokens
                .authenticate(new Credentials(List.of(), header, List.of()))
                .getClass()
                .getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void whoeverIsKnownIsAuthenticated() {
    assertThat(tokens.authenticate(Credentials.bearer("secret")))
        .isEqualTo(new Authenticated(UserInfo.of("jane", "system:authenticated")));
  }

  @Test
  void aBrowserSendsTheTokenAsASubprotocol() {
    String token =
        BearerTokens.PROTOCOL_PREFIX
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("secret".getBytes(StandardCharsets.UTF_8));

    assertThat(protocols(token, "v5.channel.k8s.io")).isInstanceOf(Authenticated.class);
    assertThat(protocols(token)).isInstanceOf(BadCredential.class);
    assertThat(protocols("v5.channel.k8s.io")).isInstanceOf(NoCredential.class);
    assertThat(protocols(BearerTokens.PROTOCOL_PREFIX + "!", "v5.channel.k8s.io"))
        .isInstanceOf(BadCredential.class);
  }

  @Test
  void aGoodCredentialOutweighsABadOne() {
    Authenticator bad = _ -> Authentication.bad("expired");
    Authenticator good = _ -> Authentication.as(JANE);

    assertThat(Authenticator.anyOf(List.of(bad, good)).authenticate(Credentials.NONE))
        .isInstanceOf(Authenticated.class);
    assertThat(Authenticator.anyOf(List.of(bad, tokens)).authenticate(Credentials.NONE))
        .isInstanceOf(BadCredential.class);
  }

  private Authentication protocols(String... protocols) {
    return tokens.authenticate(new Credentials(List.of(), "", List.of(protocols)));
  }
}
