package dev.podium.network.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podium.network.Connection;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrpcTest {
  private final PacedClock clock = new PacedClock(Pace.of("1000"), InstantSource.system());
  private final Network network = Network.plain(clock);
  private final NetworkStack pod = network.attach("10.244.1.2", "default", "web", "worker-1");

  @BeforeEach
  void aServerOfBothProtocols() throws Exception {
    HttpServer http = new HttpServer((_, _) -> HttpResponse.of(200, "text/plain", "plain"));
    Map<String, GrpcServer.Method> health =
        Health.service(service ->
            switch (service) {
              case "" -> Health.Status.SERVING;
              case "ill" -> Health.Status.NOT_SERVING;
              default -> throw new GrpcStatus(GrpcStatus.NOT_FOUND, "unknown: 100% ü\n");
            });
    pod.listen(5000, false, new GrpcServer(health, http));
    pod.listen(80, false, http);
  }

  @AfterEach
  void end() {
    network.close();
    clock.close();
  }

  private Connection connect(int port) throws Exception {
    return pod.connect("127.0.0.1", port, Duration.ofSeconds(1));
  }

  private GrpcClient client() throws Exception {
    return GrpcClient.greet(connect(5000), "web:5000", "test");
  }

  @Test
  void aServerSaysHowItsServicesAre() throws Exception {
    assertThat(Health.ask(client(), "")).isEqualTo("SERVING");
    assertThat(Health.ask(client(), "ill")).isEqualTo("NOT_SERVING");
  }

  @Test
  void aFailureComesWithItsCodeAndItsWords() throws Exception {
    GrpcStatus status = catchThrowableOfType(GrpcStatus.class, () -> Health.ask(client(), "other"));
    assertThat(status.text()).isEqualTo("rpc error: code = NotFound desc = unknown: 100% ü\n");
  }

  @Test
  void whatIsNotServedIsUnimplemented() throws Exception {
    GrpcStatus method =
        catchThrowableOfType(
            GrpcStatus.class, () -> client().call("/grpc.health.v1.Health/Watch", new byte[0]));
    assertThat(method.code()).isEqualTo(GrpcStatus.UNIMPLEMENTED);
    assertThat(method.description())
        .isEqualTo("unknown method Watch for service grpc.health.v1.Health");
    GrpcStatus service =
        catchThrowableOfType(GrpcStatus.class, () -> client().call("/a.B/C", new byte[0]));
    assertThat(service.description()).isEqualTo("unknown service a.B");
  }

  @Test
  void whoSpeaksHttp1IsAnsweredBySomebodyElse() throws Exception {
    HttpResponse response =
        HttpClient.exchange(connect(5000), HttpRequest.get("/", Headers.of("Host", "web")));
    assertThat(response.text()).isEqualTo("plain");
  }

  @Test
  void aServerOfHttp1DoesNotGreet() throws Exception {
    Connection connection = connect(80);
    assertThatThrownBy(() -> GrpcClient.greet(connection, "web", "test"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anythingThatBeginsLikeHttp2ButIsNoneIsHungUpOn() throws Exception {
    try (Connection connection = connect(5000)) {
      connection.out().write("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\nand so on".getBytes(UTF_8));
      assertThat(connection.in().read()).isNegative();
    }
  }
}
