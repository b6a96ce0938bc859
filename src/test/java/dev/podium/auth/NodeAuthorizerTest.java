package dev.podium.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupResource;
import org.junit.jupiter.api.Test;

final class NodeAuthorizerTest {
  private static final UserInfo KUBELET = UserInfo.of("system:node:a", "system:nodes");

  private static Decision decide(UserInfo user, String verb, String resource, String name) {
    return new NodeAuthorizer()
        .authorize(Attributes.resource(user, verb, new GroupResource("", resource), "", name));
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
}
