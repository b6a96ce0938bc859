package dev.podium.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podium.object.ApiException;
import dev.podium.object.GroupResource;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizerTest {
  private static final UserInfo JANE = UserInfo.of("jane");

  @Test
  void aRefusalOfAListNamesResourceGroupAndNamespace() {
    ApiException refusal =
        refused(Attributes.resource(JANE, "list", new GroupResource("", "pods"), "default", ""));

    assertThat(refusal.status().toString())
        .isEqualTo(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods is forbidden: User \\"jane\\" cannot list resource \\"pods\\" in API group \\"\\" in the namespace \\"default\\"","reason":"Forbidden","details":{"kind":"pods"},"code":403}\
            """);
  }

  @Test
  void aRefusalOfASubresourceNamesItInTheMessageOnly() {
    ApiException refusal =
        refused(
            Attributes.resource(JANE, "get", new GroupResource("apps", "deployments"), "", "d")
                .withSubresource("scale"));

    assertThat(refusal.message())
        .isEqualTo(
            "deployments.apps \"d\" is forbidden: User \"jane\" cannot get resource"
                + " \"deployments/scale\" in API group \"apps\" at the cluster scope");
    assertThat(refusal.details().orElseThrow().string("kind")).isEqualTo("deployments");
  }

  @Test
  void aRefusalOfAPathNamesNothingElse() {
    ApiException refusal = refused(Attributes.path(JANE, "get", "/metrics"));

    assertThat(refusal.message())
        .isEqualTo("forbidden: User \"jane\" cannot get path \"/metrics\"");
    assertThat(refusal.details().orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void mastersMayDoEverything() {
    Authorizer authorizer = Authorizer.anyOf(List.of(Authorizer.MASTERS, Authorizer.ALWAYS_DENY));
    UserInfo root = UserInfo.of("root", UserInfo.MASTERS);

    assertThatCode(() -> authorizer.require(Attributes.path(root, "get", "/metrics")))
        .doesNotThrowAnyException();
    assertThat(authorizer.authorize(Attributes.path(JANE, "get", "/metrics")).reason())
        .isEqualTo("Everything is forbidden.");
  }

  @Test
  void aDenialEndsTheAsking() {
    Authorizer deny = _ -> new Decision.Deny("no");
    assertThat(
            Authorizer.anyOf(List.of(deny, Authorizer.ALWAYS_ALLOW))
                .authorize(Attributes.path(JANE, "get", "/x")))
        .isEqualTo(new Decision.Deny("no"));
  }

  private static ApiException refused(Attributes attributes) {
    Authorizer nobody = _ -> new Decision.NoOpinion("");
    return catchThrowableOfType(ApiException.class, () -> nobody.require(attributes));
  }
}
