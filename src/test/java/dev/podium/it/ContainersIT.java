package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// A textbook's chapter on pods and services, with every kubectl that can be found: up to 1.29 they
/// speak SPDY, later ones WebSocket.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.podium.it.Kubectl#required")
final class ContainersIT {
  private static final String GREETINGS =
      "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20;"
          + " do curl hostname:8080 --silent | grep Hello; done";

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
    podium = PodiumProcess.start(directory);
    for (Path binary : Kubectl.required()) {
      Kubectl kubectl = new Kubectl(binary, podium.kubeconfig());
      String n = " -n " + namespace(binary);
      kubectl.sh("kubectl create namespace " + namespace(binary));
      kubectl.sh("kubectl run web --image=nginx --port=80" + n);
      kubectl.sh("kubectl run box --image=busybox --restart=Never" + n + " -- sleep 3600");
      kubectl.sh(
          "kubectl create deployment hostname --image=alicek106/rr-test:echo-hostname --replicas=3"
              + n);
      kubectl.sh("kubectl expose deployment hostname --port=8080 --target-port=80" + n);
    }
    for (Path binary : Kubectl.required()) {
      Kubectl kubectl = new Kubectl(binary, podium.kubeconfig());
      String n = " -n " + namespace(binary);
      kubectl.sh("kubectl wait --for=condition=Ready pod --all --timeout=50s" + n);
    }
  }

  @AfterAll
  static void stopsAtOnceWithExitCodeZero() {
    assertThat(podium.stop()).isZero();
  }

  @Test
  void aCommandRunsInAContainerAndItsExitCodeIsKubectls() {
    assertThat(run("kubectl exec box" + n + " -- echo hello")).isEqualTo("hello\n");
    assertThat(run("printf 'a\\nb\\n' | kubectl exec -i box" + n + " -- cat")).isEqualTo("a\nb\n");
    Kubectl.Result failed = kubectl.sh("kubectl exec box" + n + " -- sh -c 'exit 3'");
    assertThat(failed.exit()).isEqualTo(3);
    assertThat(failed.output()).isEqualTo("command terminated with exit code 3\n");
    Kubectl.Result missing = kubectl.sh("kubectl exec box" + n + " -- nope");
    assertThat(missing.exit()).isEqualTo(127);
    assertThat(missing.output()).contains("exec: \"nope\": executable file not found in $PATH");
  }

  @Test
  void filesAreCopiedBothWays() {
    String local = directory.resolve("copy" + n.strip().replace(' ', '-')).toString();
    run("echo there > " + local + " && kubectl cp " + local + " box:/tmp/file" + n);
    assertThat(run("kubectl exec box" + n + " -- cat /tmp/file")).isEqualTo("there\n");
    run("kubectl cp box:/tmp/file " + local + ".back" + n);
    assertThat(run("cat " + local + ".back")).isEqualTo("there\n");
  }

  @Test
  void aForwardedPortReachesTheServerWhoseLogShowsTheRequest() {
    String forward =
        "kubectl port-forward pod/web :80 --address 127.0.0.1"
            + n
            + " > $F 2>&1 & P=$!; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20;"
            + " do grep -q Forwarding $F && break; sleep 0.5; done; "
            + "PORT=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\).*/\\1/p' $F | head -1); ";
    String file = directory.resolve("forward" + n.strip().replace(' ', '-')).toString();
    assertThat(run("F=" + file + "; " + forward + "curl -s http://127.0.0.1:$PORT/; kill $P"))
        .contains("Welcome to nginx!");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> run("kubectl logs web" + n).contains("\"GET / HTTP/1.1\" 200 615"));
    assertThat(run("kubectl logs web --tail=1 --timestamps" + n)).matches("(?s)2\\S+Z 127.*");
  }

  @Test
  void aServiceSpreadsOverItsPods() {
    String answers =
        run(
            "kubectl run debug -i --rm --image=alicek106/ubuntu:curl --restart=Never"
                + n
                + " -- bash -c '"
                + GREETINGS
                + "'");
    assertThat(answers.lines().filter(line -> line.startsWith("<p>Hello,  hostname-")).distinct())
        .hasSize(3);
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
    run(
        "kubectl run count --image=busybox --restart=Never"
            + n
            + " -- sh -c 'for i in 1 2 3; do echo $i; sleep 1; done'");
    run("kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/count --timeout=40s" + n);
    assertThat(run("kubectl logs -f count" + n)).isEqualTo("1\n2\n3\n");
    assertThat(run("kubectl logs count --limit-bytes=3" + n)).isEqualTo("1\n2");
    assertThat(kubectl.sh("kubectl logs count --previous" + n).output())
        .contains("previous terminated container \"count\" in pod \"count\" not found");
  }

  private String run(String line) {
    Kubectl.Result result = kubectl.sh(line);
    assertThat(result.exit()).as("%s%n%s", line, result.output()).isZero();
    return result.output();
  }
}
