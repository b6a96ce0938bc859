package dev.podium.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.client.Kinds;
import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.names.ClusterNames;
import dev.podium.network.policy.PolicyFirewall;
import dev.podium.network.services.ServiceRouting;
import dev.podium.network.services.ServiceRules;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Two nodes, and pods that say their names on port 8080, without kubelets.
public final class SimulatedNetwork implements AutoCloseable {
  public final Simulation cluster = new Simulation();
  public final ServiceRouting routing =
      new ServiceRouting(cluster.clock(), new Random(3), Cidr.require("10.96.0.0/12"));
  public final Network network;

  public SimulatedNetwork() {
    ServiceRules.register(cluster.loops(), routing);
    Firewall firewall = PolicyFirewall.register(cluster.loops());
    NameService names = new ClusterNames(cluster.loops(), "10.96.0.10", routing, firewall);
    network = new Network(cluster.clock(), routing, firewall, names);
    for (int i = 1; i <= 2; i++) {
      String name = "worker-" + i;
      String address = "172.18.0." + (i + 2);
      cluster.create("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(name));
      cluster
          .user()
          .updateStatus(
              Kinds.NODE,
              "",
              name,
              node ->
                  node.editStatus(status ->
                      status.set(
                          "addresses",
                          List.of(JsonObject.of("type", "InternalIP", "address", address)))));
      network.node(name, address);
    }
  }

  /// A pod that answers each connection with its name.
  public NetworkStack pod(String name, String node, String address, String labels)
      throws IOException {
    cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: %s}
        spec:
          nodeName: %s
          containers: [{name: c, image: i, ports: [{name: web, containerPort: 8080}]}]
        """
            .formatted(name, labels, node));
    NetworkStack stack = network.attach(address, "default", name, node);
    stack.listen(
        8080, false, c -> c.out().write((name + " " + c.remote().address()).getBytes(UTF_8)));
    return stack;
  }

  /// The endpoints of a Service by hand, as `address node ready`.
  public void endpoints(String namespace, String service, String ports, String... endpoints) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %s-1
              namespace: %s
              labels: {kubernetes.io/service-name: %s}
            addressType: IPv4
            ports: %s
            endpoints:
            """
                .formatted(service, namespace, service, ports));
    for (String endpoint : endpoints) {
      yaml.append("- ").append(endpoint).append('\n');
    }
    cluster.create(yaml.toString());
    cluster.settle();
  }

  /// What answers, and whom it takes the client for.
  public static String ask(NetworkStack from, String address, int port) throws Exception {
    try (Connection connection = from.connect(address, port, Duration.ofSeconds(1))) {
      return new String(connection.in().readAllBytes(), UTF_8);
    }
  }

  /// Who answers in fifty attempts.
  public static Set<String> askOften(NetworkStack from, String address, int port) throws Exception {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      names.add(ask(from, address, port).split(" ")[0]);
    }
    return names;
  }

  public static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ConnectFailure.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.reason()).isEqualTo(Reason.REFUSED));
  }

  /// That it waits for an answer that does not come.
  public void assertTimesOut(NetworkStack from, String address, int port) throws Exception {
    Thread driver =
        Thread.ofVirtual()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                cluster.clock().advance(Duration.ofSeconds(1));
                Thread.yield();
              }
            });
    try {
      assertThatThrownBy(() -> ask(from, address, port))
          .isInstanceOfSatisfying(
              ConnectFailure.class,
              e ->
                  org.assertj.core.api.Assertions.assertThat(e.reason())
                      .isEqualTo(Reason.TIMED_OUT));
    } finally {
      driver.interrupt();
      driver.join();
    }
  }

  public ApiObject service(String yaml) {
    ApiObject made = cluster.create("apiVersion: v1\nkind: Service\n" + yaml);
    cluster.settle();
    return made;
  }

  @Override
  public void close() {
    network.close();
    cluster.close();
  }
}
