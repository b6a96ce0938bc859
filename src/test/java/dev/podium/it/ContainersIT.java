package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes in and out of containers, with every kubectl that can be found: up to 1.29 they speak
/// SPDY, later ones WebSocket.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.podium.it.Kubectl#required")
final class ContainersIT {
  @TempDir static Path directory;
  private static PodiumProcess podium;

  private final Kubectl kubectl;
  private final String n;

  ContainersIT(Path binary) {
    this.kubectl = new Kubectl(binary, podium.kubeconfig());
    this.n = " -n " + namespace(binary);
  }

  private static String namespace(Path binary) {
    return Kubectl.namespace("containers", binary);
  }

  /// A namespace for each kubectl, with what its tests look at.
  @BeforeAll
  static void start() {
    podium = PodiumProcess.start(directory, "--podium.pace=10");
    for (Path binary : Kubectl.required()) {
      Kubectl kubectl = new Kubectl(binary, podium.kubeconfig());
      String n = " -n " + namespace(binary);
      kubectl.run("kubectl create namespace " + namespace(binary));
      kubectl.run("kubectl run web --image=nginx --port=80" + n);
      kubectl.run("kubectl run box --image=busybox --restart=Never" + n + " -- sleep 3600");
    }
    for (Path binary : Kubectl.required()) {
      Kubectl kubectl = new Kubectl(binary, podium.kubeconfig());
      String n = " -n " + namespace(binary);
      kubectl.run("kubectl wait --for=condition=Ready pod --all --timeout=50s" + n);
    }
  }

  @AfterAll
  static void stopsAtOnceWithExitCodeZero() {
    assertThat(podium.stop()).isZero();
  }

  @Test
  void aCommandRunsInAContainerAndItsExitCodeIsKubectls() {
    assertThat(kubectl.run("kubectl exec box" + n + " -- echo hello")).isEqualTo("hello\n");
    assertThat(kubectl.run("printf 'a\\nb\\n' | kubectl exec -i box" + n + " -- cat"))
        .isEqualTo("a\nb\n");
    Kubectl.Result failed = kubectl.sh("kubectl exec box" + n + " -- sh -c 'exit 3'");
    assertThat(failed.exit()).isEqualTo(3);
    assertThat(failed.output()).isEqualTo("command terminated with exit code 3\n");
    Kubectl.Result missing = kubectl.sh("kubectl exec box" + n + " -- nope");
    assertThat(missing.exit()).isEqualTo(127);
    assertThat(missing.output()).contains("exec: \"nope\": executable file not found in $PATH");
  }

  @Test
  void filesAreCopiedBothWays() throws IOException {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(directory.resolve("copied" + n.substring(" -n ".length())), bytes);
    kubectl.run("kubectl cp " + file + " box:/tmp/file" + n);
    assertThat(kubectl.run("kubectl exec box" + n + " -- wc -c /tmp/file"))
        .isEqualTo("200000 /tmp/file\n");
    kubectl.run("kubectl cp box:/tmp/file " + file + ".back" + n);
    assertThat(Path.of(file + ".back")).hasBinaryContent(bytes);
  }

  @Test
  void aForwardedPortReachesTheServerWhoseFollowedLogShowsTheRequestsAsTheyCome()
      throws IOException, InterruptedException {
    try (Session log = kubectl.start("logs -f web --timestamps" + n);
        Session forward = kubectl.start("port-forward pod/web :80 --address 127.0.0.1" + n)) {
      log.awaits("start worker process");
      String address =
          forward.awaits(" -> 80\n").replaceAll("(?s)Forwarding from (\\S+) -> 80\n", "$1");
      HttpResponse<String> page = get("http://" + address + "/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Welcome to nginx!</title>");
      assertThat(log.awaits("\"GET / HTTP/1.1\" 200 615 ")).matches("(?s).*\n2\\S+Z 127\\S+ .*");
      assertThat(get("http://" + address + "/missing").statusCode()).isEqualTo(404);
      log.awaits("\"GET /missing HTTP/1.1\" 404 ");
      forward.awaits("Handling connection for " + address.replaceAll(".*:", "") + "\n");
    }
  }

  private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aTerminalHasTheSizeOfTheUsersWindow() {
    try (Session shell = kubectl.terminal("exec -it box" + n + " -- sh")) {
      shell.awaits("/ # ");
      shell.types("stty size; tty\r");
      shell.awaits("\r\n%d %d\r\n/dev/pts/0\r\n/ # ".formatted(Kubectl.ROWS, Kubectl.COLUMNS));
      shell.resizes(100, 30);
      shell.awaits("/ # ");
      shell.types("stty size; exit 4\r");
      shell.awaits("\r\n30 100\r\n");
      assertThat(shell.ends()).isEqualTo(4);
      assertThat(shell.output()).contains("command terminated with exit code 4");
    }
  }

  @Test
  void aShellReadsItsCommandsAndEndsWithItsExitCode() {
    Kubectl.Result session =
        kubectl.sh("printf 'echo $((6*7))\\nexit 5\\n' | kubectl exec -i box" + n + " -- sh");
    assertThat(session.output()).contains("42\n");
    assertThat(session.exit()).isEqualTo(5);
  }

  @Test
  void aFollowedLogEndsWithItsContainer() {
    kubectl.run(
        "kubectl run count --image=busybox --restart=Never"
            + n
            + " -- sh -c 'for i in 1 2 3; do echo $i; sleep 1; done'");
    kubectl.run(
        "kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/count --timeout=40s" + n);
    assertThat(kubectl.run("kubectl logs -f count" + n)).isEqualTo("1\n2\n3\n");
    assertThat(kubectl.run("kubectl logs count --limit-bytes=3" + n)).isEqualTo("1\n2");
    assertThat(kubectl.sh("kubectl logs count --previous" + n).output())
        .contains("previous terminated container \"count\" in pod \"count\" not found");
  }
}
