package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupVersionKind;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// exec, attach and port-forward over WebSocket; SPDY is tested by the kubectls that speak it.
final class StreamsTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";

  private final ApiSlice slice = slice();

  static ApiSlice slice() {
    DefinitionBuilder pods = ResourceDefinition.of("v1", "Pod", "pods");
    for (String name : new String[] {"exec", "attach", "portforward"}) {
      pods.subresource(
          new Subresource(
              name,
              GroupVersionKind.of("v1", "PodExecOptions"),
              Set.of(Verb.CREATE, Verb.GET),
              new Subresource.Connect()));
    }
    ApiSlice slice = new ApiSlice(pods.build());
    slice.send(
        "POST",
        PODS,
        """
        {"metadata": {"name": "web"},
         "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "i"}]},
         "status": {"phase": "Running", "podIP": "10.0.0.1",
           "containerStatuses": [{"name": "c", "state": {"running": {}}}]}}
        """);
    slice.send(
        "POST",
        PODS,
        """
        {"metadata": {"name": "two"},
         "spec": {"containers": [{"name": "a"}, {"name": "b"}], "initContainers": [{"name": "i"}]}}
        """);
    slice.send(
        "POST",
        PODS,
        """
        {"metadata": {"name": "starting"},
         "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "i"}]}}
        """);
    slice.send(
        "POST",
        PODS,
        """
        {"metadata": {"name": "lost"},
         "spec": {"nodeName": "dark", "containers": [{"name": "c", "image": "i"}]}}
        """);
    return slice;
  }

  @AfterEach
  void close() {
    slice.close();
  }

  @Test
  void aCommandsOutputComesBackByChannelAndItsOutcomeAsAStatus() {
    Client client = open("v5.channel.k8s.io", "web/exec?stdout=1&stderr=1&command=echo&command=hi");
    client.awaitEnd();
    assertThat(client.text(1)).isEqualTo("hi\n");
    assertThat(client.text(3)).isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
  }

  @Test
  void anExitCodeIsACauseOfTheStatus() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdout=1&command=exit&command=3");
    client.awaitEnd();
    assertThat(client.text(3))
        .contains("\"reason\":\"NonZeroExitCode\"")
        .contains("{\"reason\":\"ExitCode\",\"message\":\"3\"}");
  }

  @Test
  void theNewestProtocolCanCloseTheInput() {
    Client client = open("v5.channel.k8s.io", "web/exec?stdin=1&stdout=1&command=cat");
    client.send(0, "one ".getBytes(StandardCharsets.UTF_8));
    client.send(0, "two".getBytes(StandardCharsets.UTF_8));
    client.send(255, new byte[] {0});
    client.awaitEnd();
    assertThat(client.text(1)).isEqualTo("one two");
  }

  @Test
  void aWindowsSizeReachesTheTerminal() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdin=1&stdout=1&tty=1&command=size");
    client.send(4, "{\"Width\":80,\"Height\":24}\n".getBytes(StandardCharsets.UTF_8));
    client.awaitEnd();
    assertThat(client.text(1)).isEqualTo("80x24");
  }

  @Test
  void browsersGetTextInBase64() {
    Client client = open("base64.channel.k8s.io", "web/exec?stdout=1&command=echo&command=hi");
    client.awaitEnd();
    assertThat(client.text('1')).isEqualTo("aGkK");
  }

  @Test
  void aCommandThatIsNotThereEndsAsInAShell() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdout=1&stderr=1&command=nope");
    client.awaitEnd();
    assertThat(client.text(2)).isEqualTo("exec: \"nope\": executable file not found in $PATH\n");
    assertThat(client.text(3)).contains("\"message\":\"127\"");
  }

  @Test
  void whatTheRuntimeCannotDoIsAnInternalError() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdout=1&command=broken");
    client.awaitEnd();
    assertThat(client.text(3))
        .contains("Internal error occurred: error executing command in container: nothing works")
        .contains("\"code\":500");
  }

  @Test
  void aContainerThatDoesNotRunIsToldOnTheErrorStreamOfTheNewestProtocol() {
    Client client = open("v5.channel.k8s.io", "starting/exec?stdout=1&command=echo");
    client.awaitEnd();
    assertThat(client.text(3))
        .contains("unable to upgrade connection: container not found (\\\"c\\\")");
  }

  @Test
  void aKubeletThatDoesNotAnswerIsWhatWentWrong() {
    Client client = open("v5.channel.k8s.io", "lost/exec?stdout=1&command=echo");
    client.awaitEnd();
    assertThat(client.text(3))
        .contains(
            "\"message\":\"Internal error occurred: error dialing backend: dial tcp"
                + " 172.18.0.9:10250: connect: no route to host\"");
  }

  @Test
  void whoHangsUpEndsTheSession() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdout=1&command=wait");
    Awaitility.await().until(() -> slice.connections.size() == 1);
    client.socket.join().abort();
    Awaitility.await().until(() -> slice.connections.size() == 0);
  }

  @Test
  void aLotOfOutputComesWhole() {
    Client client = open("v4.channel.k8s.io", "web/exec?stdout=1&command=zeros&command=5000000");
    client.awaitEnd();
    assertThat(client.text(1)).hasSize(5_000_000);
  }

  @Test
  void portsAreForwardedOverPairsOfChannels() {
    Client client = open("v4.channel.k8s.io", "web/portforward?ports=7&ports=8");
    client.send(0, "ping".getBytes(StandardCharsets.UTF_8));
    Awaitility.await().until(() -> client.text(0).endsWith("ping") && client.text(3).length() > 2);
    assertThat(client.text(0)).isEqualTo("\7\0ping");
    assertThat(client.text(3)).contains("dial tcp4 127.0.0.1:8: connect: connection refused");
    client.socket.join().abort();
  }

  @Test
  void aForwardingSocketEndsOnceAllOfItsConnectionsHave() {
    Client client = open("v4.channel.k8s.io", "web/portforward?ports=8");
    client.awaitEnd();
    assertThat(client.text(1)).contains("dial tcp4 127.0.0.1:8: connect: connection refused");
  }

  @Test
  void whatTheApiServerRefusesIsAStatus() {
    assertThat(slice.send("POST", PODS + "/web/exec?command=x", "").body())
        .contains("\"message\":\"Upgrade request required\"");
    assertThat(slice.send("POST", PODS + "/two/exec?command=x", "").body())
        .contains("a container name must be specified for pod two, choose one of: [i a b]");
    assertThat(slice.send("POST", PODS + "/two/exec?container=x", "").body())
        .contains("container x is not valid for pod two");
    assertThat(slice.send("POST", PODS + "/two/exec?container=a", "").body())
        .contains("pod two does not have a host assigned");
  }

  private Client open(String protocol, String what) {
    Client client = new Client();
    client.socket.complete(
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols(protocol)
            .buildAsync(URI.create("ws://127.0.0.1:" + slice.port() + PODS + "/" + what), client)
            .join());
    return client;
  }

  /// Collects what comes, by the first byte of each message.
  private static final class Client implements WebSocket.Listener {
    private final Map<Integer, ByteArrayOutputStream> channels = new TreeMap<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket s, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      return take(s, bytes, last);
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket s, CharSequence data, boolean last) {
      return take(s, data.toString().getBytes(StandardCharsets.UTF_8), last);
    }

    private CompletionStage<?> take(WebSocket s, byte[] bytes, boolean last) {
      message.writeBytes(bytes);
      if (last) {
        byte[] whole = message.toByteArray();
        channels
            .computeIfAbsent((int) whole[0], _ -> new ByteArrayOutputStream())
            .writeBytes(Arrays.copyOfRange(whole, 1, whole.length));
        message.reset();
      }
      s.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket s, int code, String reason) {
      end.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    void send(int channel, byte[] payload) {
      byte[] bytes = new byte[payload.length + 1];
      bytes[0] = (byte) channel;
      System.arraycopy(payload, 0, bytes, 1, payload.length);
      socket.join().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void awaitEnd() {
      assertThat(end.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join()).isEqualTo(1000);
    }

    synchronized String text(int channel) {
      return channels
          .getOrDefault(channel, new ByteArrayOutputStream())
          .toString(StandardCharsets.UTF_8);
    }
  }
}
