package dev.podium.network.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.network.Connection;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpTest {
  private final PacedClock clock = new PacedClock(Pace.of("1000"), InstantSource.system());
  private final Network network = Network.plain(clock);
  private final NetworkStack pod = network.attach("10.244.1.2", "default", "web", "worker-1");

  @BeforeEach
  void anEcho() throws Exception {
    pod.listen(
        80,
        false,
        new HttpServer((request, client) ->
            request.path().equals("/stream")
                ? new HttpResponse(200, "OK", Headers.NONE, request.body())
                : HttpResponse.of(
                    200,
                    "text/plain",
                    request.method() + " " + request.target() + " " + request.text())));
  }

  @AfterEach
  void end() {
    network.close();
    clock.close();
  }

  private Connection connect() throws Exception {
    return pod.connect("127.0.0.1", 80, Duration.ofSeconds(1));
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    HttpResponse response =
        HttpClient.exchange(connect(), HttpRequest.get("/a?b=c", Headers.of("Host", "web")));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().find("content-type")).hasValue("text/plain");
    assertThat(response.text()).isEqualTo("GET /a?b=c ");
  }

  @Test
  void bodiesOfUnknownLengthGoInChunks() throws Exception {
    byte[] body = "x".repeat(100_000).getBytes(UTF_8);
    HttpResponse response =
        HttpClient.exchange(
            connect(),
            new HttpRequest(
                "POST",
                "/stream",
                Headers.of("Host", "web", "Transfer-Encoding", "chunked"),
                new ByteArrayInputStream(body)));
    assertThat(response.headers().has("Transfer-Encoding", "chunked")).isTrue();
    try (InputStream answer = response.body()) {
      assertThat(answer.readAllBytes()).isEqualTo(body);
    }
  }

  @Test
  void aConnectionCarriesSeveralRequests() throws Exception {
    try (Connection connection = connect()) {
      HttpWire wire = new HttpWire(connection.in(), connection.out());
      for (String path : new String[] {"/1", "/2"}) {
        wire.write(
            new HttpRequest(
                "PUT",
                path,
                Headers.of("Content-Length", "2"),
                new ByteArrayInputStream("ab".getBytes(UTF_8))));
        assertThat(wire.readResponse("PUT").text()).isEqualTo("PUT " + path + " ab");
      }
    }
  }

  @Test
  void whatIsNoHttpIsABadRequest() throws Exception {
    try (Connection connection = connect()) {
      connection.out().write("hello\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(connection.in().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
  }

  @Test
  void oldClientsAreLeftAfterTheirAnswer() throws Exception {
    try (Connection connection = connect()) {
      connection.out().write("GET /x HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(connection.in().readAllBytes(), UTF_8)).endsWith("\r\n\r\nGET /x ");
    }
  }
}
