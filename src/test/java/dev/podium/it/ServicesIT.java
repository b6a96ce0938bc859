package dev.podium.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// A textbook's chapter on pods and services as its reader types it, with every kubectl that can be
/// found: up to 1.29 they speak SPDY, later ones WebSocket.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.podium.it.Kubectl#required")
final class ServicesIT {
  private static final Pattern GREETING = Pattern.compile("<p>Hello,  (\\S+) </p>");
  private static final int AT_ONCE = 10;

  @TempDir static Path directory;
  private static PodiumProcess podium;

  private final Kubectl kubectl;
  private final String n;

  ServicesIT(Path binary) {
    this.kubectl = new Kubectl(binary, podium.kubeconfig());
    this.n = inNamespace(binary);
  }

  private static String inNamespace(Path binary) {
    return " -n " + Kubectl.namespace("services", binary);
  }

  /// The chapter's objects in a namespace for each kubectl.
  @BeforeAll
  static void start() throws IOException {
    podium = PodiumProcess.start(directory, "--podium.pace=10");
    Path manifest = directory.resolve("services.yaml");
    try (InputStream in = ServicesIT.class.getResourceAsStream("services.yaml")) {
      Files.copy(Objects.requireNonNull(in), manifest);
    }
    for (Path binary : Kubectl.required()) {
      Kubectl kubectl = new Kubectl(binary, podium.kubeconfig());
      kubectl.run("kubectl create namespace " + Kubectl.namespace("services", binary));
      kubectl.run("kubectl apply -f " + manifest + inNamespace(binary));
    }
    for (Path binary : Kubectl.required()) {
      awaitsEndpoints(new Kubectl(binary, podium.kubeconfig()), inNamespace(binary));
    }
  }

  private static void awaitsEndpoints(Kubectl kubectl, String n) {
    kubectl.run("kubectl rollout status deployment/hostname-deployment --timeout=50s" + n);
    kubectl.run("kubectl wait --for=condition=Ready pod/my-nginx-pod --timeout=50s" + n);
    String addresses = " -o jsonpath='{.subsets[*].addresses[*].ip}' 2>/dev/null";
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            kubectl
                    .run("kubectl get endpoints hostname-svc-nodeport" + addresses + n)
                    .split(" ")
                    .length
                == 3);
  }

  @AfterAll
  static void stop() {
    podium.close();
  }

  @Test
  void containersOfOnePodShareItsLocalhostAndAFollowedLogShowsTheRequestsAsTheyCome() {
    assertThat(kubectl.run("kubectl get pods my-nginx-pod --no-headers" + n))
        .matches("my-nginx-pod +2/2 +Running +0 +\\S+\n");
    String prompt = "root@my-nginx-pod:/# ";
    try (Session log = kubectl.start("logs -f my-nginx-pod -c my-nginx-container" + n);
        Session bash =
            kubectl.terminal(
                "exec -it my-nginx-pod -c ubuntu-sidecar-container" + n + " -- bash")) {
      log.awaits("start worker process");
      bash.awaits(prompt);

      bash.types("curl localhost --silent\r");
      assertThat(bash.awaits(prompt))
          .startsWith("curl localhost --silent\r\n<!DOCTYPE html>\r\n")
          .contains("<title>Welcome to nginx!</title>");
      log.awaits("\"GET / HTTP/1.1\" 200 615 \"-\" \"curl/");

      bash.types("curl localhost/missing --silent | grep title\r");
      assertThat(bash.awaits(prompt)).contains("<head><title>404 Not Found</title></head>");
      log.awaits("\"GET /missing HTTP/1.1\" 404 ");

      bash.types("exit\r");
      assertThat(bash.ends()).isZero();
    }
  }

  @Test
  void aClusterIpServiceSpreadsTheRequestsOfATemporaryPodOverItsPods() {
    String prompt = "root@debug:/# ";
    String line = "curl hostname-svc-clusterip:8080 --silent | grep Hello";
    try (Session bash =
        kubectl.terminal(
            "run -i --tty --rm debug --image=alicek106/ubuntu:curl --restart=Never"
                + n
                + " -- bash")) {
      bash.awaits("try pressing enter.");
      bash.awaits(prompt);
      assertThat(servedBy(() -> typed(bash, line, " </p>\r\n" + prompt))).isEqualTo(pods());
      bash.types("tty; exit\r");
      assertThat(bash.ends()).isZero();
      assertThat(bash.output()).contains("/dev/pts/0\r\n").contains("pod \"debug\" deleted");
    }
    assertThat(kubectl.sh("kubectl get pod debug" + n).output())
        .isEqualTo("Error from server (NotFound): pods \"debug\" not found\n");
  }

  @Test
  void aNodePortServiceSpreadsTheRequestsOfTheHostOverItsPods() {
    int port = nodePort("hostname-svc-nodeport");
    assertThat(kubectl.run("kubectl get svc hostname-svc-nodeport --no-headers" + n))
        .matches(
            "hostname-svc-nodeport +NodePort +10[.0-9]+ +<none> +8080:" + port + "/TCP +\\S+\n");
    assertThat(servedBy(() -> asksFromTheHost(port))).isEqualTo(pods());
  }

  @Test
  void withSessionAffinityItIsAlwaysTheSamePod() {
    int port = nodePort("hostname-svc-affinity");
    Set<String> pods = new TreeSet<>(greetings(asksFromTheHost(port)));
    assertThat(pods()).containsAll(pods);
    assertThat(pods).hasSize(1);
  }

  @Test
  void theEndpointsOfAServiceAreItsPods() {
    List<String> addresses =
        kubectl
            .run("kubectl get pods -l app=webserver -o jsonpath='{.items[*].status.podIP}'" + n)
            .lines()
            .flatMap(line -> Pattern.compile(" ").splitAsStream(line))
            .map(address -> address + ":80")
            .toList();
    String row =
        kubectl.run("kubectl get endpoints hostname-svc-clusterip --no-headers 2>/dev/null" + n);
    assertThat(row).matches("hostname-svc-clusterip +\\S+ +\\S+\n");
    assertThat(row.split(" +")[1].split(","))
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(addresses);
  }

  @Test
  void anExternalNameServiceIsAnotherNameOfItsHost() {
    assertThat(
            kubectl
                .sh(
                    "kubectl exec my-nginx-pod -c ubuntu-sidecar-container"
                        + n
                        + " -- nslookup externalname-svc")
                .output())
        .contains(
            "externalname-svc.%s.svc.cluster.local\tcanonical name = my.database.com.\n"
                .formatted(n.substring(" -n ".length())));
  }

  /// The answers to a line that is typed ten times.
  private static String typed(Session bash, String line, String answered) {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < AT_ONCE; i++) {
      bash.types(line + "\r");
      answers.append(bash.awaits(answered));
    }
    return answers.toString();
  }

  /// Who answers when it is asked ten times, and on until three have: chance alone leaves one of
  /// three out of a hundred answers in one of 10¹⁷ runs.
  private static Set<String> servedBy(Supplier<String> asked) {
    Set<String> pods = new TreeSet<>();
    for (int i = 0; i < 10 && pods.size() < 3; i++) {
      pods.addAll(greetings(asked.get()));
    }
    return pods;
  }

  private static List<String> greetings(String answers) {
    List<String> pods =
        GREETING.matcher(answers).results().map((MatchResult r) -> r.group(1)).toList();
    assertThat(pods).as(answers).hasSize(AT_ONCE);
    return pods;
  }

  private String asksFromTheHost(int port) {
    Kubectl.Result result =
        kubectl.sh(
            "for i in $(seq %d); do curl http://localhost:%d --silent; done"
                .formatted(AT_ONCE, port));
    assumeTrue(result.exit() != 127, "there is no curl here: the host does not ask");
    return result.output();
  }

  private int nodePort(String service) {
    return Integer.parseInt(
        kubectl.run("kubectl get svc " + service + " -o jsonpath='{.spec.ports[0].nodePort}'" + n));
  }

  private Set<String> pods() {
    return kubectl
        .run("kubectl get pods -l app=webserver -o name" + n)
        .lines()
        .map(name -> name.substring("pod/".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
