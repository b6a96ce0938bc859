package dev.podium.auth.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.Attributes;
import dev.podium.auth.Decision;
import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.PolicyRule;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeAuthorizerTest {
  private static final UserInfo KUBELET = UserInfo.of("system:node:a", "system:nodes");
  private static final PolicyRule SERVICES =
      new PolicyRule(List.of("list"), List.of(""), List.of("services"), List.of(), List.of());

  private final Store store = new InMemoryStore();
  private final NodeAuthorizer nodes =
      new NodeAuthorizer(new NodeObjects(store), () -> List.of(SERVICES));

  private void pod(String name, String node, String spec) {
    String json =
        "{'metadata':{'namespace':'ns','name':'%s'},'spec':{'nodeName':'%s',%s}}"
            .formatted(name, node, spec)
            .replace('\'', '"');
    store.create(
        new ObjectKey(new GroupResource("", "pods"), "ns", name),
        ApiObject.of((JsonObject) Json.parse(json.getBytes(StandardCharsets.UTF_8))));
  }

  private Decision decide(UserInfo user, String verb, String resource, String name) {
    return decide(user, verb, new GroupResource("", resource), "", name);
  }

  private Decision decide(
      UserInfo user, String verb, GroupResource resource, String namespace, String name) {
    return nodes.authorize(Attributes.resource(user, verb, resource, namespace, name));
  }

  @Test
  void aNodeReadsItselfAndIsToldWhyNoOther() {
    assertThat(decide(KUBELET, "get", "nodes", "a")).isInstanceOf(Decision.Allow.class);
    assertThat(decide(KUBELET, "get", "nodes", "b").reason())
        .isEqualTo("node 'a' cannot read 'b', only its own Node object");
    assertThat(decide(KUBELET, "list", "nodes", "").reason())
        .isEqualTo("node 'a' cannot read all nodes, only its own Node object");
    assertThat(decide(KUBELET, "list", "pods", "").reason())
        .isEqualTo("can only list/watch pods with spec.nodeName field selector");
  }

  @Test
  void whoIsNotInTheGroupOfNodesIsNone() {
    UserInfo other = UserInfo.of("system:node:a", "system:authenticated");
    assertThat(decide(other, "get", "nodes", "a")).isEqualTo(new Decision.NoOpinion(""));
  }

  @ParameterizedTest
  @CsvSource({
    "secrets, volume",
    "secrets, variable",
    "secrets, pull",
    "secrets, projected",
    "configmaps, settings",
    "configmaps, all",
    "persistentvolumeclaims, data",
    "persistentvolumeclaims, mine-scratch",
    "serviceaccounts, robot",
  })
  void whatItsPodsReferToANodeReads(String resource, String name) {
    String spec =
        """
        'serviceAccountName':'robot','imagePullSecrets':[{'name':'pull'}],
        'containers':[{'env':[{'valueFrom':{'secretKeyRef':{'name':'variable'}}},
          {'valueFrom':{'configMapKeyRef':{'name':'settings'}}}],
          'envFrom':[{'configMapRef':{'name':'all'}}]}],
        'volumes':[{'name':'a','secret':{'secretName':'volume'}},
          {'name':'b','projected':{'sources':[{'secret':{'name':'projected'}}]}},
          {'name':'c','persistentVolumeClaim':{'claimName':'data'}},
          {'name':'scratch','ephemeral':{}}]\
        """;
    pod("mine", "a", spec);
    Attributes asked =
        Attributes.resource(
            KUBELET,
            resource.equals("serviceaccounts") ? "create" : "get",
            new GroupResource("", resource),
            "ns",
            name);
    Attributes exact = resource.equals("serviceaccounts") ? asked.withSubresource("token") : asked;

    assertThat(nodes.authorize(exact).allowed()).isTrue();
    UserInfo other = UserInfo.of("system:node:b", "system:nodes");
    assertThat(nodes.authorize(exact.withUser(other)).reason())
        .isEqualTo("no relationship found between node 'b' and this object");
  }

  @ParameterizedTest
  @CsvSource({
    "get,    kube-node-lease, a, true",
    "update, kube-node-lease, a, true",
    "get,    kube-node-lease, b, false",
    "get,    kube-system,     a, false",
    "list,   kube-node-lease, a, false",
  })
  void aNodeHasOneLease(String verb, String namespace, String name, boolean allowed) {
    GroupResource leases = new GroupResource("coordination.k8s.io", "leases");

    assertThat(decide(KUBELET, verb, leases, namespace, name).allowed()).isEqualTo(allowed);
  }

  @Test
  void whatEveryNodeMayANodeMay() {
    assertThat(decide(KUBELET, "list", "services", "").allowed()).isTrue();
    assertThat(decide(KUBELET, "delete", "services", "x").allowed()).isFalse();
  }
}
