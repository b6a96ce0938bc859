package dev.podium.network.policy;

import static dev.podium.network.SimulatedNetwork.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.network.NetworkStack;
import dev.podium.network.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFirewallTest {
  private final SimulatedNetwork net = new SimulatedNetwork();
  private NetworkStack web = net.network.outside("0.0.0.0");
  private NetworkStack client = web;

  @BeforeEach
  void twoPods() throws Exception {
    web = net.pod("web", "worker-1", "10.244.1.2", "{app: web}");
    client = net.pod("client", "worker-2", "10.244.2.2", "{app: client}");
  }

  @AfterEach
  void end() {
    net.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {podSelector: {}, policyTypes: [Ingress]}                                                                          | false
          {podSelector: {matchLabels: {app: client}}, policyTypes: [Ingress]}                                                | true
          {podSelector: {}, policyTypes: [Egress]}                                                                           | false
          {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}                                                    | true
          {podSelector: {}, ingress: [{}]}                                                                                   | true
          {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: client}}}]}]}                                | true
          {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: other}}}]}]}                                 | false
          {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}}]}]} | true
          {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]}                              | false
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.244.0.0/16}}]}]}                                           | true
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.244.0.0/16, except: [10.244.2.0/24]}}]}]}                  | false
          {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}                                                              | true
          {podSelector: {}, ingress: [{ports: [{port: 80}]}]}                                                                | false
          {podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 9000}]}]}                                               | true
          {podSelector: {}, ingress: [{ports: [{port: web}]}]}                                                               | true
          {podSelector: {}, ingress: [{ports: [{port: 8080, protocol: UDP}]}]}                                               | false
          {podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: web}]}]} | true
          """)
  void aPolicyLetsPassWhatItNames(String spec, boolean passes) throws Exception {
    net.cluster.create(
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: %s}"
            .formatted(spec));
    net.cluster.settle();
    if (passes) {
      assertThat(ask(client, "10.244.1.2", 8080)).startsWith("web");
    } else {
      net.assertTimesOut(client, "10.244.1.2", 8080);
    }
    assertThat(ask(web, "127.0.0.1", 8080)).startsWith("web");
    assertThat(ask(net.network.node("worker-1", "172.18.0.3"), "10.244.1.2", 8080))
        .startsWith("web");
  }
}
