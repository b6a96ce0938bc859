package dev.podium.network.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.network.NetworkStack;
import dev.podium.network.SimulatedNetwork;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngressControllerTest {
  private static final String ADDRESS = "198.18.0.254";

  private final SimulatedNetwork net = new SimulatedNetwork();
  private final NetworkStack client = net.network.outside("192.168.0.7");

  @BeforeEach
  void twoServices() throws Exception {
    IngressController.register(
        net.cluster.loops(), net.cluster.user(), net.cluster.clock(), net.network, ADDRESS);
    int i = 2;
    for (String name : new String[] {"shop", "blog"}) {
      String address = "10.244.1." + i++;
      net.network
          .attach(address, "default", name, "worker-1")
          .listen(
              8080,
              false,
              new HttpServer((request, _) ->
                  HttpResponse.of(200, "text/plain", name + " " + request.target())));
      net.service(
          "metadata: {name: %s}\nspec: {ports: [{name: http, port: 80}], selector: {app: %s}}"
              .formatted(name, name));
      net.endpoints(
          "default",
          name,
          "[{name: http, port: 8080, protocol: TCP}]",
          "{addresses: [%s]}".formatted(address));
    }
    net.service("metadata: {name: empty}\nspec: {ports: [{port: 80}], selector: {a: b}}");
  }

  @AfterEach
  void end() {
    net.close();
  }

  private void ingressClass(String controller) {
    net.cluster.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: nginx}
        spec: {controller: %s}
        """
            .formatted(controller));
  }

  private void ingress(String annotations, String spec) {
    net.cluster.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, annotations: {%s}}
        spec: {ingressClassName: nginx, %s}
        """
            .formatted(annotations, spec));
    net.cluster.advance(Duration.ofSeconds(2));
  }

  private static String path(String path, String type, String service) {
    return "{path: %s, pathType: %s, backend: {service: {name: %s, port: {number: 80}}}}"
        .formatted(path, type, service);
  }

  private String ask(String host, String path) throws Exception {
    HttpResponse response =
        HttpClient.exchange(
            client.connect(ADDRESS, 80, Duration.ofSeconds(1)),
            HttpRequest.get(path, Headers.of("Host", host)));
    String text = response.text();
    return response.status() == 200 ? text : Integer.toString(response.status());
  }

  @Test
  void requestsGoToTheEndpointsWhateverTheServiceSaysOfItsOwnRouting() throws Exception {
    ingressClass("k8s.io/ingress-nginx");
    net.service(
        "metadata: {name: headless}\nspec: {clusterIP: None, ports: [{name: http, port: 80}]}");
    net.endpoints(
        "default",
        "headless",
        "[{name: http, port: 8080, protocol: TCP}]",
        "{addresses: [10.244.1.2]}",
        "{addresses: [10.244.1.3]}",
        "{addresses: [10.244.1.9]," + " conditions: {ready: false}}");
    ingress("", "defaultBackend: {service: {name: headless, port: {name: http}}}");
    assertThat(List.of(ask("a.example", "/"), ask("a.example", "/")))
        .containsExactlyInAnyOrder("shop /", "blog /");
  }

  @Test
  void answersHaveTheControllersOwnDateAndDoNotSayWhoGaveThem() throws Exception {
    ingressClass("k8s.io/ingress-nginx");
    ingress("", "rules: [{http: {paths: [%s]}}]".formatted(path("/", "Prefix", "shop")));
    HttpResponse response =
        HttpClient.exchange(
            client.connect(ADDRESS, 80, Duration.ofSeconds(1)),
            HttpRequest.get("/", Headers.of("Host", "a.example")));
    assertThat(response.headers().fields())
        .extracting(Headers.Field::name)
        .containsExactly("Date", "Content-Type", "Content-Length", "Connection");
  }

  @Test
  void hostsAndPathsLeadToServices() throws Exception {
    ingressClass("k8s.io/ingress-nginx");
    ingress(
        "",
        "rules: [{host: a.example, http: {paths: [%s, %s, %s]}}, {host: '*.b.example', http: {paths: [%s]}}]"
            .formatted(
                path("/", "Prefix", "shop"),
                path("/blog", "Prefix", "blog"),
                path("/blog/exact", "Exact", "shop"),
                path("/", "Prefix", "empty")));
    assertThat(ask("a.example", "/x?y=z")).isEqualTo("shop /x?y=z");
    assertThat(ask("A.example:80", "/blog/1")).isEqualTo("blog /blog/1");
    assertThat(ask("a.example", "/blogger")).isEqualTo("shop /blogger");
    assertThat(ask("a.example", "/blog/exact")).isEqualTo("shop /blog/exact");
    assertThat(ask("c.example", "/")).isEqualTo("404");
    assertThat(ask("x.b.example", "/")).isEqualTo("503");
    assertThat(
            net.cluster
                .get(Kinds.INGRESS, "web")
                .status()
                .object("loadBalancer")
                .objects("ingress"))
        .extracting(i -> i.string("ip"))
        .containsExactly(ADDRESS);
  }

  @Test
  void theDefaultBackendTakesTheRest() throws Exception {
    ingressClass("podium.dev/ingress");
    ingress("", "defaultBackend: {service: {name: blog, port: {name: http}}}");
    assertThat(ask("any.example", "/x")).isEqualTo("blog /x");
  }

  @Test
  void pathsAreRewrittenAsIngressNginxDoes() throws Exception {
    ingressClass("k8s.io/ingress-nginx");
    ingress(
        "nginx.ingress.kubernetes.io/rewrite-target: /$2",
        "rules: [{http: {paths: [%s]}}]"
            .formatted(path("/api(/|$)(.*)", "ImplementationSpecific", "shop")));
    assertThat(ask("a.example", "/api/v1/x")).isEqualTo("shop /v1/x");
  }

  @Test
  void hostsWithTlsAreServedByTlsAndSendClientsThere() throws Exception {
    ingressClass("k8s.io/ingress-nginx");
    ingress(
        "",
        "tls: [{hosts: [a.example], secretName: none}], rules: [{host: a.example, http: {paths: [%s]}}]"
            .formatted(path("/", "Prefix", "shop")));
    HttpRequest request = HttpRequest.get("/x", Headers.of("Host", "a.example"));
    HttpResponse moved =
        HttpClient.exchange(client.connect(ADDRESS, 80, Duration.ofSeconds(1)), request);
    assertThat(moved.status()).isEqualTo(308);
    assertThat(moved.headers().find("Location")).hasValue("https://a.example/x");
    TlsConnection secure =
        TlsConnection.client(
            client.connect(ADDRESS, 443, Duration.ofSeconds(1)),
            PemIdentity.trustingAnybody().context(),
            "a.example",
            false);
    assertThat(secure.session().getPeerPrincipal().getName()).contains("Fake Certificate");
    assertThat(HttpClient.exchange(secure, request).text()).isEqualTo("shop /x");
  }

  @Test
  void classesOfOthersAreLeftAlone() {
    ingressClass("example.com/other");
    ingress("", "defaultBackend: {service: {name: blog, port: {name: http}}}");
    assertThat(net.cluster.get(Kinds.INGRESS, "web").status().object("loadBalancer").isEmpty())
        .isTrue();
  }
}
