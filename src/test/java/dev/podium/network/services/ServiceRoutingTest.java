package dev.podium.network.services;

import static dev.podium.network.SimulatedNetwork.ask;
import static dev.podium.network.SimulatedNetwork.askOften;
import static dev.podium.network.SimulatedNetwork.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.network.NetworkStack;
import dev.podium.network.SimulatedNetwork;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServiceRoutingTest {
  private static final String PORTS = "[{name: '', port: 8080, protocol: TCP}]";
  private static final String A =
      "{addresses: [10.244.1.2], nodeName: worker-1, conditions: {ready: true}}";
  private static final String B =
      "{addresses: [10.244.2.2], nodeName: worker-2, conditions: {ready: true}}";
  private static final String ENDING =
      "{addresses: [10.244.1.2], nodeName: worker-1,"
          + " conditions: {ready: false, serving: true, terminating: true}}";

  private final SimulatedNetwork net = new SimulatedNetwork();
  private NetworkStack a = net.network.outside("0.0.0.0");
  private NetworkStack b = a;

  @BeforeEach
  void twoPods() throws Exception {
    a = net.pod("a", "worker-1", "10.244.1.2", "{app: web}");
    b = net.pod("b", "worker-2", "10.244.2.2", "{app: web}");
  }

  @AfterEach
  void end() {
    net.close();
  }

  private void service(String spec) {
    net.service(
        "metadata: {name: web}\nspec: {clusterIP: 10.96.0.50, selector: {app: web}, "
            + "ports: [{port: 80, targetPort: 8080%s}]%s}"
                .formatted(spec.contains("NodePort") ? ", nodePort: 30080" : "", spec));
  }

  @Test
  void aClusterAddressLeadsToAnyReadyEndpoint() throws Exception {
    service("");
    net.endpoints("default", "web", PORTS, A, B);
    assertThat(askOften(a, "10.96.0.50", 80)).containsExactly("a", "b");
    assertThat(ask(b, "10.96.0.50", 80)).endsWith(" 10.244.2.2");
  }

  @Test
  void whatIsOnANodeWithoutPowerIsNotReached() throws Exception {
    net.cluster
        .user()
        .update(
            Kinds.NODE,
            "",
            "worker-1",
            node ->
                node.editMetadata(
                    metadata -> metadata.object("annotations").set("podium.dev/power", "off")));
    net.cluster.settle();
    net.assertTimesOut(b, "10.244.1.2", 8080);
    net.assertTimesOut(b, "172.18.0.3", 8080);
  }

  @Test
  void withoutEndpointsConnectionsAreRefused() {
    service("");
    assertRefused(() -> ask(a, "10.96.0.50", 80));
  }

  @Test
  void aPortThatTheServiceDoesNotHaveSwallowsWhatItIsSent() throws Exception {
    service("");
    net.assertTimesOut(a, "10.96.0.50", 81);
  }

  @Test
  void endingEndpointsServeWhereNoneIsReady() throws Exception {
    service("");
    net.endpoints("default", "web", PORTS, ENDING);
    assertThat(askOften(b, "10.96.0.50", 80)).containsExactly("a");
  }

  @Test
  void endingEndpointsAreLeftAloneWhereOneIsReady() throws Exception {
    service("");
    net.endpoints("default", "web", PORTS, ENDING, B);
    assertThat(askOften(b, "10.96.0.50", 80)).containsExactly("b");
  }

  @Test
  void aHostPortIsReachedAtTheAddressThatItIsBoundTo() throws Exception {
    hostPort("c", "10.244.1.3", "127.0.0.1");
    hostPort("d", "10.244.1.4", "172.18.0.3");
    NetworkStack node = net.network.node("worker-1", "172.18.0.3");
    assertThat(ask(node, "127.0.0.1", 9000)).startsWith("c ");
    assertThat(ask(node, "172.18.0.3", 9000)).startsWith("d ");
    assertThat(ask(b, "172.18.0.3", 9000)).startsWith("d ");
    assertRefused(() -> ask(b, "172.18.0.4", 9000));
    assertRefused(() -> ask(node, "127.0.0.1", 9001));
  }

  private void hostPort(String name, String address, String hostIp) throws Exception {
    net.cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          containers:
          - name: c
            image: i
            ports: [{containerPort: 8080, hostPort: 9000, hostIP: %s}]
        """
            .formatted(name, hostIp));
    net.cluster.updateStatus(
        Kinds.POD, name, pod -> pod.editStatus(status -> status.set("podIP", address)));
    net.cluster.settle();
    net.network
        .attach(address, "default", name, "worker-1")
        .listen(8080, false, c -> c.out().write((name + " ").getBytes(UTF_8)));
  }

  @Test
  void aNodePortLeadsFromEveryNodeToAnyEndpointInTheNameOfTheNode() throws Exception {
    service(", type: NodePort");
    net.endpoints("default", "web", PORTS, A, B);
    NetworkStack outside = net.network.outside("192.168.0.7");
    assertThat(askOften(outside, "172.18.0.3", 30080)).containsExactly("a", "b");
    assertThat(ask(outside, "172.18.0.4", 30080)).endsWith(" 172.18.0.4");
  }

  @Test
  void externalTrafficPolicyLocalKeepsTheClientAndStaysOnTheNode() throws Exception {
    service(", type: NodePort, externalTrafficPolicy: Local");
    net.endpoints("default", "web", PORTS, A);
    NetworkStack outside = net.network.outside("192.168.0.7");
    assertThat(ask(outside, "172.18.0.3", 30080)).isEqualTo("a 192.168.0.7");
    net.assertTimesOut(outside, "172.18.0.4", 30080);
    assertThat(net.routing.entrance(30080)).hasValue("172.18.0.3");
  }

  @Test
  void internalTrafficPolicyLocalStaysOnTheNode() throws Exception {
    service(", internalTrafficPolicy: Local");
    net.endpoints("default", "web", PORTS, A);
    assertThat(askOften(a, "10.96.0.50", 80)).containsExactly("a");
    net.assertTimesOut(b, "10.96.0.50", 80);
  }

  @Test
  void sessionAffinityKeepsAClientToItsEndpointForATime() throws Exception {
    service(", sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}");
    net.endpoints("default", "web", PORTS, A, B);
    String first = ask(a, "10.96.0.50", 80);
    assertThat(askOften(a, "10.96.0.50", 80)).hasSize(1);
    int changes = 0;
    for (int i = 0; i < 40; i++) {
      net.cluster.clock().advance(Duration.ofSeconds(61));
      changes += ask(a, "10.96.0.50", 80).equals(first) ? 0 : 1;
    }
    assertThat(changes).isBetween(1, 39);
  }

  @Test
  void aLoadBalancerLetsInWhomItsSourceRangesName() throws Exception {
    service(", type: LoadBalancer, loadBalancerSourceRanges: [192.168.0.0/24]");
    net.endpoints("default", "web", PORTS, A, B);
    net.cluster.updateStatus(
        Kinds.SERVICE,
        "web",
        s ->
            s.editStatus(status ->
                status.set(
                    "loadBalancer",
                    JsonObject.of("ingress", List.of(JsonObject.of("ip", "198.18.0.1"))))));
    net.cluster.settle();
    assertThat(askOften(net.network.outside("192.168.0.7"), "198.18.0.1", 80))
        .containsExactly("a", "b");
    net.assertTimesOut(net.network.outside("192.168.1.7"), "198.18.0.1", 80);
  }

  @Test
  void whatIsGoneIsForgotten() throws Exception {
    service(", type: NodePort");
    net.endpoints("default", "web", PORTS, A);
    net.cluster.delete(Kinds.SERVICE, "web");
    net.cluster.settle();
    net.assertTimesOut(b, "10.96.0.50", 80);
    assertRefused(() -> ask(b, "172.18.0.3", 30080));
  }

  @Test
  void endpointsThatAreMeantForANodeServeIt() throws Exception {
    service("");
    net.endpoints(
        "default",
        "web",
        PORTS,
        A.replace("}}", "}, hints: {forNodes: [{name: worker-1}]}}"),
        B.replace("}}", "}, hints: {forNodes: [{name: worker-2}]}}"));
    assertThat(askOften(a, "10.96.0.50", 80)).containsExactly("a");
    assertThat(askOften(b, "10.96.0.50", 80)).containsExactly("b");
  }
}
