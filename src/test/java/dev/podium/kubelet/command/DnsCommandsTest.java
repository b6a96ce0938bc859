package dev.podium.kubelet.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import dev.podium.network.SimulatedNetwork;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What `dig`, `nslookup`, `host` and `getent` print of the names of Services.
final class DnsCommandsTest {
  private static final SimulatedNetwork NET = new SimulatedNetwork();
  private static final SimulatedContainer UBUNTU =
      SimulatedContainer.within(NET.network, "alicek106/ubuntu:curl", "10.244.1.7");
  private static final SimulatedContainer BUSYBOX =
      SimulatedContainer.within(NET.network, "busybox", "10.244.1.8");
  private static final SimulatedContainer NETSHOOT =
      SimulatedContainer.within(NET.network, "nicolaka/netshoot", "10.244.1.9");

  private record Case(String run, int code, String out) {}

  @BeforeAll
  static void services() {
    String dns = "[{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]";
    NET.service(
        "metadata: {name: kube-dns, namespace: kube-system}\nspec: {clusterIP: 10.96.0.10, ports: "
            + dns
            + "}");
    NET.endpoints("kube-system", "kube-dns", dns, "{addresses: [10.244.1.3]}");
    NET.service("metadata: {name: web}\nspec: {clusterIP: 10.96.0.50, ports: [{port: 80}]}");
    NET.service(
        "metadata: {name: db}\n"
            + "spec: {clusterIP: None, selector: {app: db}, ports: [{name: sql, port: 3306}]}");
    NET.endpoints(
        "default",
        "db",
        "[{name: sql, port: 3306, protocol: TCP}]",
        "{addresses: [10.244.1.5], hostname: db-0}");
    NET.service("metadata: {name: out}\nspec: {type: ExternalName, externalName: example.com}");
    for (SimulatedContainer container : new SimulatedContainer[] {UBUNTU, BUSYBOX, NETSHOOT}) {
      container.write(
          "/etc/resolv.conf",
          "search default.svc.cluster.local svc.cluster.local cluster.local\n"
              + "nameserver 10.96.0.10\noptions ndots:5\n");
    }
  }

  @AfterAll
  static void close() {
    UBUNTU.close();
    BUSYBOX.close();
    NETSHOOT.close();
    NET.close();
  }

  private static Stream<DynamicTest> in(SimulatedContainer container, Case... cases) {
    return Stream.of(cases)
        .map(example -> DynamicTest.dynamicTest(example.run, () -> check(container, example)));
  }

  private static void check(SimulatedContainer container, Case example) {
    Result result = container.run("", "sh", "-c", example.run);
    String out =
        result
            .out()
            .replaceAll("id: \\d+", "id: ID")
            .replaceAll("(ns.dns.cluster.local.) .*", "$1 SOA");
    assertThat(out + result.err()).isEqualTo(example.out);
    assertThat(result.code()).isEqualTo(example.code);
  }

  @TestFactory
  Stream<DynamicTest> namesOfServicesAreLookedUp() {
    String server = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
    return in(
        UBUNTU,
        new Case("dig +short web.default.svc.cluster.local", 0, "10.96.0.50\n"),
        new Case("dig +short web", 0, ""),
        new Case("dig +search +short web", 0, "10.96.0.50\n"),
        new Case(
            "dig +short SRV _sql._tcp.db.default.svc.cluster.local",
            0,
            "0 100 3306 db-0.db.default.svc.cluster.local.\n"),
        new Case("dig +short -x 10.96.0.50", 0, "web.default.svc.cluster.local.\n"),
        new Case(
            "dig +noall +answer web.default.svc.cluster.local",
            0,
            "web.default.svc.cluster.local. 30 IN\tA\t10.96.0.50\n"),
        new Case(
            "dig nope.default.svc.cluster.local | grep -A1 -e status -e QUESTION -e AUTHORITY.S",
            0,
            """
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: ID
            ;; flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1
            --
            ;; QUESTION SECTION:
            ;nope.default.svc.cluster.local.\tIN\tA
            --
            ;; AUTHORITY SECTION:
            cluster.local.\t\t30\tIN\tSOA\tns.dns.cluster.local. SOA
            """),
        new Case(
            "nslookup web",
            0,
            server + "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.0.50\n\n"),
        new Case("nslookup nope", 1, server + "** server can't find nope: NXDOMAIN\n\n"),
        new Case(
            "nslookup 10.96.0.50",
            0,
            "50.0.96.10.in-addr.arpa\tname = web.default.svc.cluster.local.\n\n"),
        new Case("host web", 0, "web.default.svc.cluster.local has address 10.96.0.50\n"),
        new Case("host nope", 1, "Host nope not found: 3(NXDOMAIN)\n"),
        new Case(
            "host 10.96.0.50",
            0,
            "50.0.96.10.in-addr.arpa domain name pointer web.default.svc.cluster.local.\n"),
        new Case("getent hosts web", 0, "10.96.0.50      web.default.svc.cluster.local\n"),
        new Case("getent hosts nope", 2, ""));
  }

  @TestFactory
  Stream<DynamicTest> busyboxLooksThemUp() {
    String server = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n";
    return in(
        BUSYBOX,
        new Case(
            "nslookup web.default.svc.cluster.local",
            0,
            server + "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.0.50\n\n\n"),
        new Case("wget -qO- nope", 1, "wget: bad address 'nope'\n"));
  }

  @TestFactory
  Stream<DynamicTest> whoBringsDigBringsItsNslookup() {
    String server = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
    return in(
        NETSHOOT,
        new Case(
            "nslookup web.default",
            0,
            server + "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.0.50\n\n"));
  }
}
