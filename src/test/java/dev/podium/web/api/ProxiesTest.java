package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.http.HttpWire;
import dev.podium.object.GroupVersionKind;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static final String PODS = "/api/v1/namespaces/n/pods";
  private static final String SERVICES = "/api/v1/namespaces/n/services";
  private static final String WEB = PODS + "/web/proxy";

  private final ApiSlice slice =
      new ApiSlice(
          proxied("Pod", "pods"),
          proxied("Service", "services"),
          ResourceDefinition.of("v1", "Endpoints", "endpoints").build());

  private static ResourceDefinition proxied(String kind, String plural) {
    return ResourceDefinition.of("v1", kind, plural)
        .subresource(
            new Subresource(
                "proxy",
                GroupVersionKind.of("v1", kind + "ProxyOptions"),
                Set.of(Verb.CREATE, Verb.DELETE, Verb.GET, Verb.PATCH, Verb.UPDATE),
                new Subresource.Connect()))
        .build();
  }

  @BeforeEach
  void aPodThatEchoes() throws Exception {
    create(
        PODS,
        """
        {"metadata": {"name": "web"}, "status": {"podIP": "10.244.1.2"},
         "spec": {"containers": [{"name": "c", "ports": [{"containerPort": 8080}]}]}}
        """);
    create(
        SERVICES,
        """
        {"metadata": {"name": "web"}, "spec": {"ports": [{"name": "http", "port": 80}]}}
        """);
    create(
        "/api/v1/namespaces/n/endpoints",
        """
        {"metadata": {"name": "web"}, "subsets": [{"addresses": [{"ip": "10.244.1.2"}],
         "ports": [{"name": "http", "port": 8080}]}]}
        """);
    slice
        .network
        .attach("10.244.1.2", "n", "web", "worker-1")
        .listen(
            8080,
            false,
            new HttpServer((request, _) ->
                switch (request.path()) {
                  case "/moved" ->
                      HttpResponse.of(302, Headers.of("Location", "/new/?a=b"), new byte[0]);
                  case "/page" ->
                      HttpResponse.of(
                          200, "text/html", "<A HREF='/x'>/x</a><img src=\"y.png\"> href=\"/z\"");
                  default ->
                      HttpResponse.of(
                          201,
                          "text/plain",
                          "%s %s %s %s %s"
                              .formatted(
                                  request.method(),
                                  request.target(),
                                  request.text(),
                                  request.headers().find("X-Forwarded-Uri").orElse(""),
                                  request.headers().find("Authorization").orElse("")));
                }));
  }

  @AfterEach
  void close() {
    slice.close();
  }

  @Test
  void aServerThatChangesTheProtocolIsTalkedToAsItIs() throws Exception {
    NetworkStack pod = slice.network.find("10.244.1.2").orElseThrow();
    pod.listen(
        9000,
        false,
        connection -> {
          HttpWire wire = new HttpWire(connection.in(), connection.out());
          String protocol =
              wire.readRequest().orElseThrow().headers().find("Upgrade").orElse("none");
          connection
              .out()
              .write(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n"
                      .formatted(protocol)
                      .getBytes(StandardCharsets.US_ASCII));
          connection.out().write(connection.in().readNBytes(5));
        });

    assertThat(upgrade("/web:9000/proxy/", "hello", "hello"))
        .startsWith("HTTP/1.1 101")
        .contains("Upgrade: echo")
        .endsWith("hello");
  }

  @Test
  void aServerThatKeepsToHttpAnswersAnUpgradeAsAnyRequest() throws Exception {
    assertThat(upgrade("/web/proxy/x", "", "GET /x")).startsWith("HTTP/1.1 201");
  }

  /// What comes back up to the text that is looked for.
  private String upgrade(String path, String more, String end) throws Exception {
    try (Socket client = new Socket("127.0.0.1", slice.port())) {
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n%s"
              .formatted(PODS + path, more);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      for (int c = client.getInputStream().read(); c >= 0; c = client.getInputStream().read()) {
        answer.append((char) c);
        if (answer.indexOf(end) >= 0) {
          break;
        }
      }
      return answer.toString();
    }
  }

  private void create(String path, String body) {
    assertThat(slice.send("POST", path, body).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    '',     /a/b%20c?d=e",
    "POST,   hello,  /",
    "DELETE, '',     /x/",
    "PUT,    text,   /x"
  })
  void aRequestIsPassedOnAsItIs(String method, String body, String target) {
    var answer = slice.send(method, WEB + target, body, "Authorization", "Bearer secret");
    assertThat(answer.statusCode()).isEqualTo(201);
    String path = target.split("\\?")[0];
    assertThat(answer.body()).isEqualTo("%s %s %s %s ".formatted(method, target, body, WEB + path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /pods/web:8080/proxy/x         | 201 | GET /x
          /pods/http:web:8080/proxy/x    | 201 | GET /x
          /services/web:http/proxy/x     | 201 | GET /x
          /services/web:80/proxy/x       | 201 | GET /x
          /services/web/proxy/x          | 503 | no endpoints available for service
          /services/web:81/proxy/x       | 503 | no service port 81 found for service
          /services/none/proxy/x         | 404 | services \\"none\\" not found
          /pods/web:81/proxy/x           | 503 | error trying to reach service: dial tcp 10.244.1.2:81: connect: connection refused
          /pods/https:web:8080/proxy/x   | 503 | error trying to reach service: tls: first record does not look like a TLS handshake
          /pods/ftp:web:80/proxy/x       | 400 | invalid pod request
          """)
  void namesSayWhereItGoes(String path, int status, String text) {
    var answer = slice.get("/api/v1/namespaces/n" + path);
    assertThat(answer.body()).contains(text);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void theRootIsADirectory() {
    var answer = slice.get(WEB + "?a=b");
    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(answer.headers().firstValue("Location")).hasValue(WEB + "/?a=b");
  }

  @Test
  void whatAServerSaysOfItsPathsLeadsThroughTheProxy() {
    var moved = slice.get(WEB + "/moved");
    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(moved.headers().firstValue("Location")).hasValue(WEB + "/new/?a=b");
    assertThat(slice.get(WEB + "/page").body())
        .isEqualTo("<A HREF='" + WEB + "/x'>/x</a><img src=\"y.png\"> href=\"/z\"");
  }

  @Test
  void bodiesPassInAnyLength() {
    String large = "x".repeat(300_000);
    assertThat(slice.send("POST", WEB + "/big", large).body().getBytes(StandardCharsets.UTF_8))
        .hasSizeGreaterThan(300_000);
  }
}
