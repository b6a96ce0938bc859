package dev.podium.controllers.servicecidr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IpAddressRepairTest {
  private static final String ADDRESS = "10.96.1.1";

  private final Simulation cluster = new Simulation();

  @BeforeEach
  void start() {
    IpAddressRepair.register(cluster.loops(), cluster.user());
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void service(String name) {
    cluster.create(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec: {clusterIP: %s, ports: [{port: 80}]}
        """
            .formatted(name, ADDRESS));
    cluster.settle();
  }

  private void delete(dev.podium.object.GroupVersionKind kind, String namespace, String name) {
    cluster.user().delete(kind, namespace, name, DeleteOptions.NONE);
    cluster.settle();
  }

  private String parent() {
    return cluster
        .user()
        .find(Kinds.IP_ADDRESS, "", ADDRESS)
        .map(ApiObject::spec)
        .map(spec -> spec.string("parentRef", "name"))
        .orElse("none");
  }

  @Test
  void anAddressOfAServiceHasAnIpAddressAsLongAsTheService() {
    service("web");
    assertThat(parent()).isEqualTo("web");

    delete(Kinds.SERVICE, "default", "web");
    assertThat(parent()).isEqualTo("none");
  }

  @Test
  void anIpAddressThatIsDeletedComesBackWhileItsServiceIsThere() {
    service("web");

    delete(Kinds.IP_ADDRESS, "", ADDRESS);

    assertThat(parent()).isEqualTo("web");
  }

  @Test
  void theNextServiceOfAnAddressBecomesItsParent() {
    service("web");
    cluster.user().delete(Kinds.SERVICE, "default", "web", DeleteOptions.NONE);

    service("shop");

    assertThat(parent()).isEqualTo("shop");
  }

  @Test
  void anIpAddressThatAClientMadeKeepsItsAddressFromServices() {
    cluster.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: IPAddress
        metadata: {name: %s}
        spec: {parentRef: {resource: things, name: mine}}
        """
            .formatted(ADDRESS));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                ApiException.class, () -> service("web")))
        .hasMessageContaining("provided IP is already allocated");
    assertThat(parent()).isEqualTo("mine");
  }
}
