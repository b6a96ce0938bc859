package dev.podium.network.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.network.ConnectFailure;
import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameServer.Resource;
import dev.podium.network.NetworkStack;
import dev.podium.network.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterNamesTest {
  private static final String DNS_PORTS =
      "[{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]";

  private final SimulatedNetwork net = new SimulatedNetwork();
  private final NetworkStack client =
      net.network.attach("10.244.1.9", "default", "client", "worker-1");

  @BeforeEach
  void services() {
    net.service(
        """
        metadata: {name: kube-dns, namespace: kube-system}
        spec:
          clusterIP: 10.96.0.10
          ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
        """);
    net.endpoints("kube-system", "kube-dns", DNS_PORTS, "{addresses: [10.244.1.3]}");
    net.service(
        "metadata: {name: web}\n"
            + "spec: {clusterIP: 10.96.0.50, ports: [{name: http, port: 80, targetPort: 8080}]}");
    net.service(
        "metadata: {name: db}\n"
            + "spec: {clusterIP: None, selector: {app: db}, ports: [{name: sql, port: 3306}]}");
    net.service(
        "metadata: {name: empty}\nspec: {clusterIP: None, selector: {a: b}, ports: [{port: 1}]}");
    net.service("metadata: {name: out}\nspec: {type: ExternalName, externalName: example.com}");
    net.service(
        "metadata: {name: in}\n"
            + "spec: {type: ExternalName, externalName: web.default.svc.cluster.local}");
    net.endpoints(
        "default",
        "db",
        "[{name: sql, port: 3306, protocol: TCP}]",
        "{addresses: [10.244.1.5], hostname: db-0}",
        "{addresses: [10.244.2.5]}",
        "{addresses: [10.244.2.6], conditions: {ready: false}}");
  }

  @AfterEach
  void end() {
    net.close();
  }

  private String ask(String name, String type) throws ConnectFailure {
    Answer answer = client.nameServer().query(name, RecordType.valueOf(type));
    String data =
        String.join("; ", answer.resources().stream().map(Resource::data).sorted().toList());
    return answer.status() + (data.isEmpty() ? "" : " " + data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web.default.svc.cluster.local            | A     | NOERROR 10.96.0.50
          WEB.default.svc.cluster.local.           | A     | NOERROR 10.96.0.50
          web.default.svc.cluster.local            | AAAA  | NOERROR
          web.default.svc.cluster.local            | SRV   | NOERROR 0 100 80 web.default.svc.cluster.local.
          _http._tcp.web.default.svc.cluster.local | SRV   | NOERROR 0 100 80 web.default.svc.cluster.local.
          _sql._tcp.web.default.svc.cluster.local  | SRV   | NXDOMAIN
          web.default.cluster.local                | A     | NXDOMAIN
          web.kube-system.svc.cluster.local        | A     | NXDOMAIN
          web.nowhere.svc.cluster.local            | A     | NXDOMAIN
          default.svc.cluster.local                | A     | NOERROR
          db.default.svc.cluster.local             | A     | NOERROR 10.244.1.5; 10.244.2.5
          db-0.db.default.svc.cluster.local        | A     | NOERROR 10.244.1.5
          10-244-2-5.db.default.svc.cluster.local  | A     | NOERROR 10.244.2.5
          db-1.db.default.svc.cluster.local        | A     | NXDOMAIN
          _sql._tcp.db.default.svc.cluster.local   | SRV   | NOERROR 0 50 3306 10-244-2-5.db.default.svc.cluster.local.; 0 50 3306 db-0.db.default.svc.cluster.local.
          empty.default.svc.cluster.local          | A     | NXDOMAIN
          out.default.svc.cluster.local            | A     | NOERROR example.com.
          in.default.svc.cluster.local             | A     | NOERROR 10.96.0.50; web.default.svc.cluster.local.
          10-244-1-7.default.pod.cluster.local     | A     | NOERROR 10.244.1.7
          50.0.96.10.in-addr.arpa                  | PTR   | NOERROR web.default.svc.cluster.local.
          5.1.244.10.in-addr.arpa                  | PTR   | NOERROR db-0.db.default.svc.cluster.local.
          99.0.96.10.in-addr.arpa                  | PTR   | NXDOMAIN
          web                                      | A     | NXDOMAIN
          www.google.com                           | A     | SERVFAIL
          """)
  void namesAreAnsweredAsCoreDnsDoes(String name, String type, String expected) throws Exception {
    assertThat(ask(name, type)).isEqualTo(expected);
  }

  @Test
  void recordsLiveForHalfAMinute() throws Exception {
    assertThat(
            client
                .nameServer("10.244.1.3")
                .query("web.default.svc.cluster.local", RecordType.A)
                .resources())
        .containsExactly(
            new Resource("web.default.svc.cluster.local.", RecordType.A, 30, "10.96.0.50"));
  }

  @Test
  void whereNoNameServerIsQuestionsTimeOut() {
    assertThatThrownBy(() -> client.nameServer("10.244.9.9").query("web", RecordType.A))
        .isInstanceOf(ConnectFailure.class);
  }

  @Test
  void policiesHoldForQuestionsToo() {
    net.cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec: {containers: [{name: c, image: i}]}
        """);
    net.cluster.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: silence}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """);
    net.cluster.settle();
    assertThatThrownBy(() -> ask("web.default.svc.cluster.local", "A"))
        .isInstanceOf(ConnectFailure.class);
  }
}
