package dev.podium.network.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.network.Connection;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TlsOrPlainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String WEB = "10.244.1.2";

  private final PacedClock clock = new PacedClock(Pace.of("1000"), InstantSource.system());
  private final Network network = Network.plain(clock);
  private final NetworkStack client = network.attach("10.244.2.2", "default", "curl", "worker-2");

  @BeforeEach
  void serve() throws IOException {
    network
        .attach(WEB, "default", "web", "worker-1")
        .listen(
            443,
            false,
            new TlsOrPlain(connection -> connection.out().write(connection.in().readNBytes(5))));
  }

  @AfterEach
  void end() {
    network.close();
    clock.close();
  }

  @Test
  void theSameServerAnswersWithinTlsAndInPlain() throws Exception {
    try (Connection plain = client.connect(WEB, 443, PATIENCE)) {
      assertThat(echo(plain)).isEqualTo("hello");
    }
    Connection below = client.connect(WEB, 443, PATIENCE);
    try (Connection secure =
        TlsConnection.client(below, PemIdentity.trustingAnybody().context(), WEB, false)) {
      assertThat(echo(secure)).isEqualTo("hello");
    }
  }

  @Test
  void whoLooksAtNoCertificateNeedsNoCipher() throws Exception {
    try (Connection agreed = Unciphered.client(client.connect(WEB, 443, PATIENCE))) {
      assertThat(echo(agreed)).isEqualTo("hello");
    }
  }

  @Test
  void aServerOfHttpInPlainTextIsNotTakenForOneOfTls() throws Exception {
    network
        .attach("10.244.1.3", "default", "plain", "worker-1")
        .listen(
            443,
            false,
            connection -> {
              while (connection.in().read() != '\n') {}
              connection.out().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            });
    Connection below = client.connect("10.244.1.3", 443, PATIENCE);
    assertThatThrownBy(() -> Unciphered.client(below))
        .hasMessage("http: server gave HTTP response to HTTPS client");
  }

  @Test
  void whoSaysNothingIsAnsweredNothing() throws Exception {
    try (Connection silent = client.connect(WEB, 443, PATIENCE)) {
      silent.shutdownOutput();
      assertThat(silent.in().read()).isEqualTo(-1);
    }
  }

  private static String echo(Connection connection) throws IOException {
    connection.out().write("hello".getBytes(UTF_8));
    connection.out().flush();
    return new String(connection.in().readNBytes(5), UTF_8);
  }
}
