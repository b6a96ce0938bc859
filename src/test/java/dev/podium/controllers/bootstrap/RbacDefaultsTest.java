package dev.podium.controllers.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RbacDefaultsTest {
  private final List<ApiObject> objects = new RbacDefaults().objects();

  @Test
  void everyControllerRoleIsBoundToItsServiceAccount() {
    List<String> roles = names("ClusterRole", "system:controller:");
    assertThat(roles)
        .hasSizeGreaterThan(30)
        .isEqualTo(names("ClusterRoleBinding", "system:controller:"));
    assertThat(
            one("ClusterRoleBinding", "system:controller:job-controller")
                .root()
                .objects("subjects"))
        .singleElement()
        .hasToString(
            "{\"kind\":\"ServiceAccount\",\"name\":\"job-controller\",\"namespace\":\"kube-system\"}");
  }

  @Test
  void adminIsAggregatedFromEditAndEditFromView() {
    assertThat(one("ClusterRole", "edit").labels())
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
    assertThat(one("ClusterRole", "view").root().object("aggregationRule"))
        .hasToString(
            "{\"clusterRoleSelectors\":[{\"matchLabels\":{\"rbac.authorization.k8s.io/aggregate-to-view\":\"true\"}}]}");
  }

  @Test
  void nonResourceRulesHaveNoApiGroups() {
    assertThat(one("ClusterRole", "cluster-admin").root().array("rules"))
        .hasToString(
            "[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]},"
                + "{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"*\"]}]");
  }

  private List<String> names(String kind, String prefix) {
    return objects.stream()
        .filter(o -> o.kind().equals(kind) && o.name().startsWith(prefix))
        .map(ApiObject::name)
        .toList();
  }

  private ApiObject one(String kind, String name) {
    return objects.stream()
        .filter(o -> o.kind().equals(kind) && o.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
