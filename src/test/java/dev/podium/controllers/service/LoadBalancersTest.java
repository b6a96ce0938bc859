package dev.podium.controllers.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadBalancersTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void aPoolOfFour() {
    LoadBalancers.register(
        cluster.loops(),
        cluster.user(),
        cluster.clock(),
        new AddressPool(cluster.loops(), Cidr.require("198.18.0.0/29")));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void service(String name, String more) {
    cluster.create(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec: {type: LoadBalancer, ports: [{port: 80}]%s}
        """
            .formatted(name, more));
  }

  private List<String> addresses(String name) {
    return AddressPool.addresses(cluster.get(Kinds.SERVICE, name));
  }

  private List<String> events(String name) {
    return cluster.list(Kinds.EVENT).stream()
        .map(ApiObject::root)
        .filter(e -> e.string("involvedObject", "name").equals(name))
        .map(e -> e.string("reason"))
        .toList();
  }

  @Test
  void aServiceHasAnAddressWithinTwoSeconds() {
    service("web", "");
    cluster.settle();
    assertThat(addresses("web")).isEmpty();
    cluster.advance(Duration.ofSeconds(2));
    assertThat(addresses("web")).containsExactly("198.18.0.1");
    assertThat(cluster.get(Kinds.SERVICE, "web").finalizers())
        .containsExactly("service.kubernetes.io/load-balancer-cleanup");
    assertThat(events("web"))
        .containsExactlyInAnyOrder("EnsuringLoadBalancer", "EnsuredLoadBalancer");
  }

  @Test
  void aServiceOfAnotherClassStaysPending() {
    service("web", ", loadBalancerClass: example.com/other");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(addresses("web")).isEmpty();
  }

  @Test
  void aDeletedServiceGivesItsAddressBack() {
    service("web", "");
    cluster.advance(Duration.ofSeconds(2));
    cluster.delete(Kinds.SERVICE, "web");
    cluster.settle();
    assertThat(cluster.list(Kinds.SERVICE)).isEmpty();
    for (int i = 1; i <= 5; i++) {
      service("s" + i, "");
    }
    cluster.advance(Duration.ofSeconds(2));
    assertThat(addresses("s1")).containsExactly("198.18.0.2");
    assertThat(addresses("s5")).containsExactly("198.18.0.1");
    service("late", "");
    cluster.advance(Duration.ofSeconds(2));
    assertThat(addresses("late")).isEmpty();
    assertThat(events("late")).contains("SyncLoadBalancerFailed");
  }

  @Test
  void anotherTypeClearsTheStatus() {
    service("web", "");
    cluster.advance(Duration.ofSeconds(2));
    cluster.update(Kinds.SERVICE, "web", s -> s.editSpec(spec -> spec.set("type", "ClusterIP")));
    cluster.settle();
    assertThat(addresses("web")).isEmpty();
    assertThat(cluster.get(Kinds.SERVICE, "web").finalizers()).isEmpty();
    assertThat(events("web")).contains("DeletingLoadBalancer", "DeletedLoadBalancer");
  }

  @Test
  void anAddressThatSomebodyElseWroteStays() {
    service("web", "");
    cluster.settle();
    cluster.updateStatus(
        Kinds.SERVICE,
        "web",
        s ->
            s.editStatus(status ->
                status.set(
                    "loadBalancer",
                    JsonObject.of("ingress", List.of(JsonObject.of("ip", "192.0.2.10"))))));
    cluster.advance(Duration.ofSeconds(5));
    assertThat(addresses("web")).containsExactly("192.0.2.10");
  }

  @Test
  void aWishIsGrantedWithinThePool() {
    service("web", ", loadBalancerIP: 198.18.0.4");
    service("out", ", loadBalancerIP: 8.8.8.8");
    cluster.advance(Duration.ofSeconds(2));
    assertThat(addresses("web")).containsExactly("198.18.0.4");
    assertThat(addresses("out")).isEmpty();
  }
}
