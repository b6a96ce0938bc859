package dev.podium.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podium.object.ApiException;
import dev.podium.object.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImpersonationTest {
  private static final UserInfo ADMIN = UserInfo.of("admin", UserInfo.MASTERS);
  private static final UserInfo CALLER = UserInfo.of("caller", UserInfo.AUTHENTICATED);

  @Test
  void withoutHeadersNobodyIsWanted() {
    assertThat(ImpersonationHeaders.read(Map.of("accept", List.of("*/*")))).isEmpty();
  }

  @Test
  void extraKeysAreLowerCaseAndUnescaped() {
    UserInfo wanted =
        ImpersonationHeaders.read(
                Map.of(
                    "impersonate-user", List.of("jane"),
                    "impersonate-uid", List.of("u1"),
                    "impersonate-group", List.of("dev", "ops"),
                    "impersonate-extra-scopes", List.of("view"),
                    "impersonate-extra-Example.com%2fteam", List.of("x")))
            .orElseThrow();

    assertThat(wanted)
        .isEqualTo(
            new UserInfo(
                "jane",
                "u1",
                List.of("dev", "ops"),
                Map.of("scopes", List.of("view"), "example.com/team", List.of("x"))));
  }

  @Test
  void groupsUidAndExtrasNeedAUser() {
    assertThat(refusedHeaders("impersonate-group", "dev"))
        .isEqualTo(
            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"dev\"},"
                + " Extra:map[string][]string(nil)} without impersonating a user name");
    assertThat(refusedHeaders("impersonate-uid", "1"))
        .isEqualTo(
            "requested &user.DefaultInfo{Name:\"\", UID:\"1\", Groups:[]string(nil),"
                + " Extra:map[string][]string(nil)} without impersonating a user name");
    assertThat(refusedHeaders("impersonate-extra-a", "b"))
        .isEqualTo(
            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string(nil),"
                + " Extra:map[string][]string{\"a\":[]string{\"b\"}}} without impersonating a user"
                + " name");
  }

  @Test
  void aUserIsAuthenticatedAndAServiceAccountInItsGroupsToo() {
    Impersonation impersonation = new Impersonation(Authorizer.MASTERS);

    assertThat(impersonation.act(UserInfo.of("jane"), listPods(ADMIN)).groups())
        .containsExactly("system:authenticated");
    assertThat(impersonation.act(UserInfo.of("jane", "dev"), listPods(ADMIN)).groups())
        .containsExactly("dev", "system:authenticated");
    assertThat(
            impersonation
                .act(UserInfo.of("system:serviceaccount:ns:bot"), listPods(ADMIN))
                .groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
    assertThat(impersonation.act(UserInfo.of(UserInfo.ANONYMOUS), listPods(ADMIN)).groups())
        .containsExactly("system:unauthenticated");
  }

  @Test
  void aMasterMayPutOnMastersAndExtrasThatTheConstrainedModesForbid() {
    Impersonation impersonation = new Impersonation(Authorizer.MASTERS);
    UserInfo wanted =
        new UserInfo("root", "", List.of(UserInfo.MASTERS), Map.of("level", List.of("3")));

    assertThat(impersonation.act(wanted, listPods(ADMIN)).isMaster()).isTrue();
  }

  @Test
  void theFirstRefusalIsTold() {
    Impersonation impersonation = new Impersonation(Authorizer.MASTERS);

    assertThat(refused(impersonation, UserInfo.of("jane", "dev"), CALLER))
        .isEqualTo(
            "pods is forbidden: User \"caller\" cannot impersonate-on:user-info:list resource"
                + " \"pods\" in API group \"\" in the namespace \"ns\"");
    assertThat(refused(impersonation, UserInfo.of("system:serviceaccount:ns:a"), CALLER))
        .contains("cannot impersonate-on:serviceaccount:list");
    assertThat(refused(impersonation, UserInfo.of("system:node:n"), CALLER))
        .contains("cannot impersonate-on:arbitrary-node:list");
  }

  @Test
  void theOldRightIsEnoughAndIsAskedFirstFromThenOn() {
    List<String> asked = new ArrayList<>();
    Impersonation impersonation =
        new Impersonation(only(asked, Set.of("impersonate users jane", "impersonate groups dev")));

    assertThat(impersonation.act(UserInfo.of("jane", "dev"), listPods(CALLER)).name())
        .isEqualTo("jane");
    asked.clear();
    assertThat(refused(impersonation, UserInfo.of("joe"), CALLER))
        .isEqualTo(
            "users \"joe\" is forbidden: User \"caller\" cannot impersonate resource \"users\" in"
                + " API group \"\" at the cluster scope");
    assertThat(asked.getFirst()).isEqualTo("impersonate users joe");
  }

  @Test
  void theConstrainedModeNeedsTheRightToActAndToBeTheUser() {
    List<String> asked = new ArrayList<>();
    Impersonation impersonation =
        new Impersonation(
            only(
                asked,
                Set.of(
                    "impersonate-on:user-info:list pods ",
                    "impersonate:user-info users.authentication.k8s.io jane",
                    "impersonate:user-info userextras.authentication.k8s.io x")));
    UserInfo wanted = new UserInfo("jane", "", List.of(), Map.of("acme.io/team", List.of("x")));

    assertThat(impersonation.act(wanted, listPods(CALLER)).extra())
        .containsEntry("acme.io/team", List.of("x"));
  }

  @Test
  void theAgentOnANodeMayBeThatNode() {
    UserInfo agent =
        new UserInfo(
            "system:serviceaccount:ns:agent",
            "",
            List.of(),
            Map.of("authentication.kubernetes.io/node-name", List.of("n1")));
    Impersonation impersonation =
        new Impersonation(
            only(
                new ArrayList<>(),
                Set.of(
                    "impersonate-on:associated-node:list pods ",
                    "impersonate:associated-node nodes.authentication.k8s.io *")));

    assertThat(impersonation.act(UserInfo.of("system:node:n1"), listPods(agent)).groups())
        .containsExactly("system:nodes", "system:authenticated");
    assertThat(refused(impersonation, UserInfo.of("system:node:n2"), agent))
        .contains("arbitrary-node");
  }

  private static Authorizer only(List<String> asked, Set<String> allowed) {
    return attributes -> {
      String act =
          attributes.verb()
              + " "
              + new GroupResource(attributes.apiGroup(), attributes.resource())
              + " "
              + attributes.name();
      asked.add(act);
      return allowed.contains(act) ? new Decision.Allow("") : new Decision.NoOpinion("");
    };
  }

  private static Attributes listPods(UserInfo user) {
    return Attributes.resource(user, "list", new GroupResource("", "pods"), "ns", "");
  }

  private static String refused(Impersonation impersonation, UserInfo wanted, UserInfo caller) {
    return catchThrowableOfType(
            ApiException.class, () -> impersonation.act(wanted, listPods(caller)))
        .message();
  }

  private static String refusedHeaders(String name, String value) {
    return catchThrowableOfType(
            ApiException.class, () -> ImpersonationHeaders.read(Map.of(name, List.of(value))))
        .message();
  }
}
