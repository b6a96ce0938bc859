package dev.podium.auth.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.Attributes;
import dev.podium.auth.Decision;
import dev.podium.auth.UserInfo;
import dev.podium.object.GroupResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacAuthorizerTest {
  private static final String JANE = "{'kind':'User','name':'jane'}";

  private final Roles roles = new Roles();
  private final RbacAuthorizer rbac = new RbacAuthorizer(roles);

  @ParameterizedTest
  @CsvSource({
    // verb, group, resource, subresource, name, allowed
    "get,    '',   pods,        '',     p,    true",
    "list,   '',   pods,        '',     '',   true",
    "create, '',   pods,        '',     '',   false",
    "get,    apps, pods,        '',     p,    false",
    "get,    '',   pods,        log,    p,    false",
    "get,    '',   configmaps,  '',     mine, true",
    "get,    '',   configmaps,  '',     ours, false",
    "list,   '',   configmaps,  '',     '',   false",
    "list,   '',   configmaps,  '',     mine, true",
    "update, apps, deployments, scale,  d,    true",
    "update, apps, replicasets, scale,  d,    true",
    "update, apps, deployments, '',     d,    false",
    "delete, batch, jobs,       '',     j,    true",
    "delete, batch, jobs,       status, j,    true",
  })
  void aRuleAllowsWhatItNames(
      String verb, String group, String resource, String sub, String name, boolean allowed) {
    roles
        .role(
            "ns",
            "r",
            "{'apiGroups':[''],'resources':['pods'],'verbs':['get','list','watch']}",
            "{'apiGroups':[''],'resources':['configmaps'],'resourceNames':['mine'],'verbs':['get','list']}",
            "{'apiGroups':['apps'],'resources':['*/scale'],'verbs':['update']}",
            "{'apiGroups':['*'],'resources':['jobs','jobs/status'],'verbs':['*']}")
        .binding("ns", "b", "Role/r", JANE);

    Attributes asked =
        Attributes.resource(
                UserInfo.of("jane"), verb, new GroupResource(group, resource), "ns", name)
            .withSubresource(sub);

    assertThat(rbac.authorize(asked).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz,     true",
    "/healthz/etc, false",
    "/apis,        false",
    "/apis/,       true",
    "/apis/apps,   true",
    "/metrics,     false",
  })
  void aRuleForPathsMayEndInAStar(String path, boolean allowed) {
    roles
        .role("", "r", "{'nonResourceURLs':['/healthz','/apis/*'],'verbs':['get']}")
        .binding("", "b", "ClusterRole/r", "{'kind':'Group','name':'g'}");

    assertThat(rbac.authorize(Attributes.path(UserInfo.of("x", "g"), "get", path)).allowed())
        .isEqualTo(allowed);
  }

  @Test
  void aRoleBindingOfAClusterRoleAllowsInItsNamespaceOnly() {
    roles
        .role("", "view", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .binding("ns", "b", "ClusterRole/view", JANE);

    assertThat(listPods("jane", "ns").allowed()).isTrue();
    assertThat(listPods("jane", "other").allowed()).isFalse();
    assertThat(listPods("jane", "").allowed()).isFalse();
  }

  @Test
  void aServiceAccountWithoutANamespaceIsOneOfTheBindings() {
    roles
        .role("ns", "r", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .binding("ns", "b", "Role/r", "{'kind':'ServiceAccount','name':'bot'}");

    assertThat(listPods("system:serviceaccount:ns:bot", "ns").allowed()).isTrue();
    assertThat(listPods("system:serviceaccount:other:bot", "ns").allowed()).isFalse();
  }

  @Test
  void theReasonNamesBindingRoleAndSubject() {
    roles
        .role("ns", "r", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .role("", "c", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .binding("ns", "b", "Role/r", "{'kind':'ServiceAccount','name':'bot'}")
        .binding("", "all", "ClusterRole/c", "{'kind':'Group','name':'no'}", JANE);

    assertThat(listPods("system:serviceaccount:ns:bot", "ns").reason())
        .isEqualTo(
            "RBAC: allowed by RoleBinding \"b/ns\" of Role \"r\" to ServiceAccount \"bot/ns\"");
    assertThat(listPods("jane", "ns").reason())
        .isEqualTo(
            "RBAC: allowed by ClusterRoleBinding \"all\" of ClusterRole \"c\" to User \"jane\"");
  }

  @Test
  void aBindingOfARoleThatIsNotThereSaysSo() {
    roles.binding("ns", "a", "Role/gone", JANE);
    assertThat(listPods("jane", "ns"))
        .isEqualTo(
            new Decision.NoOpinion("RBAC: role.rbac.authorization.k8s.io \"gone\" not found"));

    roles.binding("", "b", "ClusterRole/gone", JANE);
    assertThat(listPods("jane", "ns").reason())
        .isEqualTo(
            "RBAC: [clusterrole.rbac.authorization.k8s.io \"gone\" not found,"
                + " role.rbac.authorization.k8s.io \"gone\" not found]");
  }

  @Test
  void aChangeOfRolesCountsAtOnce() {
    assertThat(listPods("jane", "ns").allowed()).isFalse();
    roles
        .role("ns", "r", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .binding("ns", "b", "Role/r", JANE);
    assertThat(listPods("jane", "ns").allowed()).isTrue();
  }

  @Test
  void whatIsReplacedOrGoneCountsNoLonger() {
    roles
        .role("ns", "r", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .binding("ns", "b", "Role/r", JANE)
        .binding("ns", "c", "Role/r", "{'kind':'User','name':'joe'}");
    assertThat(listPods("jane", "ns").allowed()).isTrue();

    roles.binding("ns", "b", "Role/r", "{'kind':'User','name':'jim'}");
    assertThat(listPods("jane", "ns").allowed()).isFalse();
    assertThat(listPods("jim", "ns").allowed()).isTrue();

    roles.change(new RoleSource.Removed(RoleSource.Kind.ROLE_BINDING, "ns", "b"));
    assertThat(listPods("jim", "ns").allowed()).isFalse();

    roles.change(new RoleSource.All(RoleSource.Kind.ROLE_BINDING, List.of()));
    assertThat(listPods("joe", "ns").allowed()).isFalse();
  }

  @Test
  void rightsAreTheRulesOfEveryBinding() {
    roles
        .role("ns", "r", "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}")
        .role("", "c", "{'nonResourceURLs':['/x'],'verbs':['get']}")
        .binding("ns", "b", "Role/r", JANE)
        .binding("", "b", "ClusterRole/c", JANE)
        .binding("ns", "c", "Role/gone", JANE);

    Rights rights = rbac.rights(UserInfo.of("jane"), "ns");

    assertThat(rights.rules())
        .extracting(PolicyRule::compact)
        .containsExactly(
            "{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}",
            "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}");
    assertThat(rights.problems())
        .containsExactly("role.rbac.authorization.k8s.io \"gone\" not found");
  }

  private Decision listPods(String user, String namespace) {
    return rbac.authorize(
        Attributes.resource(
            UserInfo.of(user), "list", new GroupResource("", "pods"), namespace, ""));
  }
}
