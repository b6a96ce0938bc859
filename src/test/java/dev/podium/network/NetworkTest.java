package dev.podium.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.NetworkStack.SocketState;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Server ECHO = c -> c.in().transferTo(c.out());

  /// A thousand times as fast, so that waiting takes no time.
  private final PacedClock clock = new PacedClock(Pace.of("1000"), InstantSource.system());

  private final Network network = Network.plain(clock);
  private final NetworkStack web = network.attach("10.244.1.2", "default", "web", "worker-1");
  private final NetworkStack client = network.attach("10.244.2.2", "default", "curl", "worker-2");

  @AfterEach
  void end() {
    network.close();
    clock.close();
  }

  @Test
  void aServerThatNeverAnswersOtherwiseNeedsToBeAskedOnceByItsNode() throws Exception {
    NetworkStack node = network.node("worker-1", "192.168.1.2");
    Server constant = HttpServer.constant((_, _) -> HttpResponse.of(200, "text/plain", "ok"));
    Listener listener = web.listen(80, false, constant);
    web.listen(81, false, ECHO);
    web.listen(82, true, constant);
    assertThat(web.standing("127.0.0.1", 82)).isPresent();
    assertThat(node.standing("10.244.1.2", 81)).isEmpty();
    assertThat(node.standing("10.244.1.2", 82)).isEmpty();
    assertThat(node.standing("10.244.1.2", 83)).isEmpty();
    assertThat(client.standing("10.244.1.2", 80)).isEmpty();
    assertThat(network.node("worker-2", "192.168.1.3").standing("10.244.1.2", 80)).isEmpty();
    Standing standing = node.standing("10.244.1.2", 80).orElseThrow();
    AtomicInteger told = new AtomicInteger();
    Runnable tell = told::incrementAndGet;
    standing.whenOver(tell);
    standing.whenOver(tell);
    assertThat(standing.holds()).isTrue();
    assertThat(told).hasValue(0);
    listener.close();
    assertThat(standing.holds()).isFalse();
    assertThat(told).hasValue(1);
    web.listen(80, false, constant);
    assertThat(standing.holds()).isFalse();
    standing.whenOver(tell);
    assertThat(told).hasValue(2);
  }

  @Test
  void whatIsWrittenAtOneEndIsReadAtTheOther() throws Exception {
    web.listen(80, false, ECHO);
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    try (Connection connection = client.connect("10.244.1.2", 80, PATIENCE)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  connection.out().write(sent);
                  connection.shutdownOutput();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(connection.in().readAllBytes()).isEqualTo(sent);
      writer.join();
    }
  }

  @Test
  void aServerSeesTheAddressOfItsClient() throws Exception {
    web.listen(80, false, c -> c.out().write(c.remote().address().getBytes(UTF_8)));
    assertThat(answer(client, "10.244.1.2", 80)).isEqualTo("10.244.2.2");
    assertThat(answer(web, "127.0.0.1", 80)).isEqualTo("127.0.0.1");
    assertThat(answer(web, "10.244.1.2", 80)).isEqualTo("10.244.1.2");
  }

  @Test
  void loopbackIsThePodsOwn() throws Exception {
    web.listen(80, true, ECHO);
    web.connect("127.0.0.1", 80, PATIENCE).close();
    assertFails(Reason.REFUSED, client, "10.244.1.2", 80);
    assertFails(Reason.REFUSED, client, "127.0.0.1", 80);
  }

  @Test
  void wherePodsAreButNothingListensConnectionsAreRefused() {
    assertFails(Reason.REFUSED, client, "10.244.1.2", 81);
  }

  @Test
  void whereNobodyIsThereIsNoRoute() {
    assertFails(Reason.NO_ROUTE, client, "10.244.1.99", 80);
  }

  @Test
  void aPortIsTakenOnce() throws Exception {
    Listener first = web.listen(80, false, ECHO);
    assertThatThrownBy(() -> web.listen(80, true, ECHO))
        .isInstanceOf(IOException.class)
        .hasMessage("Address already in use");
    first.close();
    web.listen(80, false, ECHO).close();
    assertThat(web.listen(0, false, ECHO).port()).isGreaterThan(30_000);
  }

  @Test
  void theEndOfAPodResetsItsConnections() throws Exception {
    CountDownLatch accepted = new CountDownLatch(1);
    web.listen(
        80,
        false,
        c -> {
          accepted.countDown();
          c.in().readAllBytes();
        });
    Connection connection = client.connect("10.244.1.2", 80, PATIENCE);
    accepted.await();
    network.detach("10.244.1.2");
    assertThatThrownBy(() -> connection.in().read()).hasMessage("Connection reset by peer");
    assertFails(Reason.NO_ROUTE, client, "10.244.1.2", 80);
  }

  @Test
  void whoWritesToNobodyHasABrokenPipe() throws Exception {
    web.listen(80, false, Connection::close);
    try (Connection connection = client.connect("10.244.1.2", 80, PATIENCE)) {
      assertThat(connection.in().read()).isEqualTo(-1);
      assertThatThrownBy(() -> connection.out().write(1)).hasMessage("Broken pipe");
    }
  }

  @Test
  void socketsAreListed() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    web.listen(80, false, _ -> end.await());
    try (Connection connection = client.connect("10.244.1.2", 80, PATIENCE)) {
      assertThat(web.sockets())
          .containsExactly(
              new SocketState("LISTEN", new Endpoint("0.0.0.0", 80), new Endpoint("0.0.0.0", 0)),
              new SocketState("ESTAB", new Endpoint("10.244.1.2", 80), connection.local()));
    }
    end.countDown();
    assertThat(client.sockets()).isEmpty();
  }

  @Test
  void aReaderThatIsClosedMeanwhileEnds() throws Exception {
    web.listen(80, false, c -> c.in().readAllBytes());
    Connection connection = client.connect("10.244.1.2", 80, PATIENCE);
    clock.schedule(Duration.ofSeconds(1), connection::close);
    assertThatThrownBy(() -> connection.in().read()).hasMessage("Bad file descriptor");
  }

  private static String answer(NetworkStack from, String address, int port) throws Exception {
    try (Connection connection = from.connect(address, port, PATIENCE)) {
      byte[] all = connection.in().readAllBytes();
      return new String(Arrays.copyOf(all, all.length), UTF_8);
    }
  }

  private static void assertFails(Reason reason, NetworkStack from, String address, int port) {
    assertThatThrownBy(() -> from.connect(address, port, PATIENCE))
        .isInstanceOfSatisfying(
            ConnectFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
