package dev.podium.kubelet.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.kubelet.SimulatedContainer.Result;
import dev.podium.network.Connection;
import dev.podium.network.ForwardingConnection;
import dev.podium.network.tls.ConnectionSocket;
import dev.podium.network.tls.PemIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `curl` in front of servers with certificates, and of one that wants to see one.
final class CurlTlsTest {
  private static final String SERVER = "10.244.1.6";
  private static final String SITE = "https://" + SERVER + ":8443/ok";
  private static final String CLOSED = "https://" + SERVER + ":8444/ok";
  private static final String MORE =
      """

      More details here: https://curl.se/docs/sslcerts.html

      curl failed to verify the legitimacy of the server and therefore could not
      establish a secure connection to it. To learn more about this situation and
      how to fix it, please visit the web page mentioned above.
      """;
  private static SimulatedContainer container = SimulatedContainer.idle("alicek106/ubuntu:curl");

  private record Case(String arguments, int code, String says) {}

  @BeforeAll
  static void listen() throws IOException {
    Instant now = Instant.now();
    PemIdentity server =
        PemIdentity.selfSigned("O=Server", List.of(SERVER), Duration.ofDays(1), now);
    PemIdentity client =
        PemIdentity.selfSigned("O=Client", List.of("client"), Duration.ofDays(1), now);
    listen(8443, server.context(), false);
    PemIdentity choosy =
        new PemIdentity(false, client.certificate(), server.certificate(), server.key());
    listen(8444, choosy.context(), true);
    container.write("/ca.crt", server.certificate());
    container.write("/own.crt", client.certificate());
    container.write("/own.key", client.key());
    container.write("/text", "no certificate\n");
  }

  private static void listen(int port, SSLContext context, boolean choosy) throws IOException {
    container
        .neighbour()
        .listen(
            port,
            false,
            connection -> {
              SSLSocket socket =
                  (SSLSocket)
                      context
                          .getSocketFactory()
                          .createSocket(new ConnectionSocket(connection), SERVER, port, true);
              socket.setUseClientMode(false);
              socket.setNeedClientAuth(choosy);
              try {
                socket.startHandshake();
                new TrialServer().serve(new Within(connection, socket));
              } catch (SSLException _) {
                // The client reads why, once it has said what it wants.
                connection.in().readAllBytes();
              }
            });
  }

  /// What goes through a socket of TLS.
  private static final class Within extends ForwardingConnection {
    private final InputStream in;
    private final OutputStream out;

    Within(Connection connection, SSLSocket socket) throws IOException {
      super(connection);
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return out;
    }
  }

  @AfterAll
  static void close() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> certificatesAreBelievedOrTheReasonIsSaid() {
    String key = " --key /own.key ";
    return Stream.of(
            new Case("-k " + SITE, 0, "hello\n"),
            new Case("--cacert /ca.crt " + SITE, 0, "hello\n"),
            new Case("--cacert=/ca.crt " + SITE, 2, "curl: option --cacert=/ca.crt: is unknown"),
            new Case(
                SITE,
                60,
                "curl: (60) SSL certificate problem: unable to get local issuer certificate"
                    + MORE),
            new Case(
                "--cacert /own.crt " + SITE,
                60,
                "curl: (60) SSL certificate problem: unable to get local issuer certificate"
                    + MORE),
            new Case(
                "--cacert /ca.crt --resolve web:8443:" + SERVER + " https://web:8443/ok",
                60,
                "curl: (60) SSL: no alternative certificate subject name matches target host name"
                    + " 'web'"
                    + MORE),
            new Case(
                "--cacert /nofile " + SITE,
                77,
                "curl: (77) error setting certificate file: /nofile\n"),
            new Case(
                "--cacert /text " + SITE, 77, "curl: (77) error setting certificate file: /text\n"),
            new Case("-k --cert /own.crt" + key + CLOSED, 0, "hello\n"),
            new Case("-k -E /own.crt:password" + key + CLOSED, 0, "hello\n"),
            new Case("-k " + CLOSED, 56, "curl: (56) OpenSSL SSL_read: OpenSSL/3.0.13: error:0A"),
            new Case(
                "-k --cert /nofile" + key + CLOSED,
                58,
                "curl: (58) could not load PEM client certificate from /nofile, OpenSSL error"
                    + " error:80000002:system library::No such file or directory, (no key found,"
                    + " wrong pass phrase, or wrong file format?)\n"),
            new Case(
                "-k --cert /own.crt --key /nofile " + CLOSED,
                58,
                "curl: (58) unable to set private key file: '/nofile' type PEM\n"),
            new Case(
                "-k --cert /own.crt " + CLOSED,
                58,
                "curl: (58) unable to set private key file: '/own.crt' type PEM\n"))
        .map(example -> DynamicTest.dynamicTest(example.arguments, () -> check(example)));
  }

  private static void check(Case example) {
    Result result = container.run("", "sh", "-c", "curl -sS " + example.arguments);
    assertThat(result.out() + result.err()).startsWith(example.says);
    assertThat(result.code()).isEqualTo(example.code);
  }
}
