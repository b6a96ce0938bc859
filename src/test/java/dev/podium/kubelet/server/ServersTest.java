package dev.podium.kubelet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.network.Connection;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class ServersTest {
  private static final String AGNHOST = "registry.k8s.io/e2e-test-images/agnhost:2.53";
  private static final String SITE = "/etc/nginx/conf.d/default.conf";

  @Test
  void nginxWelcomesAndLogsEachRequest() throws IOException {
    try (SimulatedContainer nginx = SimulatedContainer.running("nginx:1.25", Map.of())) {
      HttpResponse page = nginx.get(80, "/");
      assertThat(page.headers().find("Server")).contains("nginx/1.25.5");
      assertThat(page.text()).contains("<title>Welcome to nginx!</title>");
      assertThat(nginx.get(80, "/nope").text()).contains("<h1>404 Not Found</h1>");
      assertThat(nginx.log())
          .contains("start worker processes")
          .containsPattern(
              "10\\.244\\.1\\.6 - - \\[.*] \"GET / HTTP/1\\.1\" 200 615 \"-\" \"test\" \"-\"")
          .contains("open() \"/usr/share/nginx/html/nope\" failed (2: No such file or directory)");
    }
  }

  @Test
  void nginxFollowsItsConfigurationOnceItIsReloaded() throws IOException {
    try (SimulatedContainer nginx = SimulatedContainer.running("nginx", Map.of())) {
      assertThat(nginx.get(80, "/old").status()).isEqualTo(404);
      nginx.write(
          SITE,
          """
          server {
            listen 80;
            location = /old { return 301 /new; }
            location /new { default_type text/plain; return 200 "it is $uri\\n"; }
            location ~ ^/p/(\\d+)$ { return 200 $1; }
            error_page 404 /missing;
            location = /missing { return 200 gone; }
          }
          """);
      assertThat(nginx.run("", "nginx", "-t").code()).isZero();
      assertThat(nginx.run("", "nginx", "-s", "reload").code()).isZero();
      Awaitility.await().until(() -> nginx.get(80, "/old").status() == 301);
      assertThat(nginx.get(80, "/old").headers().find("Location")).contains("http://pod/new");
      assertThat(nginx.text(80, "/new")).isEqualTo("it is /new\n");
      assertThat(nginx.text(80, "/p/42")).isEqualTo("42");
      HttpResponse missing = nginx.get(80, "/nothing");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.text()).isEqualTo("gone");
    }
  }

  @Test
  void exampleApplicationsSayWhichPodAnswers() {
    try (SimulatedContainer echo =
        SimulatedContainer.running("alicek106/rr-test:echo-hostname", Map.of())) {
      assertThat(echo.text(80, "/")).contains("\n<p>Hello,  pod </p>\n");
    }
    try (SimulatedContainer hello =
        SimulatedContainer.running("gcr.io/google-samples/hello-app:2.0", Map.of())) {
      assertThat(hello.text(8080, "/")).isEqualTo("Hello, world!\nVersion: 2.0.0\nHostname: pod\n");
    }
    try (SimulatedContainer echo =
        SimulatedContainer.running("hashicorp/http-echo", Map.of(), "-text=hi", "-listen=:80")) {
      assertThat(echo.text(80, "/")).isEqualTo("hi\n");
    }
    try (SimulatedContainer who = SimulatedContainer.running("traefik/whoami", Map.of())) {
      assertThat(who.text(80, "/")).startsWith("Hostname: pod\nIP: 127.0.0.1\n");
    }
  }

  @Test
  void agnhostIsManyPrograms() throws IOException {
    try (SimulatedContainer netexec = SimulatedContainer.running(AGNHOST, Map.of(), "netexec")) {
      assertThat(netexec.text(8080, "/hostname")).isEqualTo("pod");
      assertThat(netexec.text(8080, "/echo?msg=a%20b")).isEqualTo("a b");
      assertThat(netexec.text(8080, "/clientip")).startsWith("10.244.1.6:");
      netexec
          .connect(8080)
          .out()
          .write("GET /exit?code=7 HTTP/1.1\r\nHost: pod\r\n\r\n".getBytes(UTF_8));
      assertThat(netexec.awaitEnd()).isEqualTo(7);
    }
    try (SimulatedContainer tester =
        SimulatedContainer.running(AGNHOST, Map.of(), "entrypoint-tester", "a")) {
      assertThat(tester.awaitEnd()).isZero();
      assertThat(tester.log()).isEqualTo("[/agnhost entrypoint-tester a]\n");
    }
    try (SimulatedContainer other = SimulatedContainer.running(AGNHOST, Map.of(), "h2c-server")) {
      assertThat(other.awaitEnd()).isEqualTo(127);
      assertThat(other.log()).isEqualTo("podium: agnhost h2c-server is not simulated\n");
    }
  }

  @Test
  void redisKeepsWhatItIsGiven() throws IOException {
    try (SimulatedContainer redis = SimulatedContainer.running("redis:7", Map.of())) {
      assertThat(talk(redis, "SET a 1\r\nINCR a\r\nGET a\r\nLPUSH a x\r\nQUIT\r\n"))
          .isEqualTo(
              "+OK\r\n:2\r\n$1\r\n2\r\n-WRONGTYPE Operation against a key holding the wrong kind of"
                  + " value\r\n+OK\r\n");
      assertThat(talk(redis, "*3\r\n$6\r\nLRANGE\r\n$1\r\nl\r\n$1\r\n0\r\nQUIT\r\n"))
          .startsWith("-ERR wrong number of arguments for 'lrange' command");
    }
  }

  private static String talk(SimulatedContainer image, String text) throws IOException {
    try (Connection connection = image.connect(6379)) {
      connection.out().write(text.getBytes(UTF_8));
      return new String(connection.in().readAllBytes(), UTF_8);
    }
  }

  @Test
  void databasesRefuseToStartWithoutAPassword() {
    try (SimulatedContainer mysql = SimulatedContainer.running("mysql:8.4", Map.of())) {
      assertThat(mysql.awaitEnd()).isEqualTo(1);
      assertThat(mysql.log())
          .contains("Database is uninitialized and password option is not specified");
    }
    try (SimulatedContainer postgres =
        SimulatedContainer.running("postgres:16", Map.of("POSTGRES_PASSWORD", "secret"))) {
      postgres.connect(5432).close();
      Awaitility.await()
          .until(() -> postgres.log().contains("database system is ready to accept connections"));
    }
  }
}
