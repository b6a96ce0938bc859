package dev.podium.kubelet.agnhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.kubelet.SimulatedContainer;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgnhostTest {
  private static final String IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.53";

  private static SimulatedContainer agnhost(String... arguments) {
    return SimulatedContainer.running(IMAGE, Map.of(), arguments);
  }

  @Test
  void netexecAnswersDatagramsToo() {
    try (SimulatedContainer netexec = agnhost("netexec")) {
      assertThat(netexec.send(8081, "hostname\n")).contains("pod".getBytes(StandardCharsets.UTF_8));
      assertThat(netexec.send(8081, "echo Hi")).contains("Hi".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aConsumerTellsWhatItTakesAndRefusesWhatItDoesNotUnderstand() {
    String image = "registry.k8s.io/e2e-test-images/resource-consumer:1.13";
    try (SimulatedContainer consumer = SimulatedContainer.running(image, Map.of())) {
      assertThat(consumer.text(8080, "/ConsumeCPU?millicores=5&durationSec=9"))
          .isEqualTo("Bad request. Not a POST request\n");
      assertThat(consumer.text(8080, "/metrics")).isEmpty();
    }
  }

  @Test
  void netexecDialsOthersAndCountsWhatFails() {
    try (SimulatedContainer netexec = agnhost("netexec")) {
      String dial = "/dial?host=10.244.1.5&tries=2&request=";
      assertThat(netexec.text(8080, dial + "hostname&port=8080"))
          .isEqualTo("{\"responses\":[\"pod\",\"pod\"]}");
      assertThat(netexec.text(8080, dial + "hostname&port=8081&protocol=udp"))
          .isEqualTo("{\"responses\":[\"pod\",\"pod\"]}");
      assertThat(netexec.text(8080, dial + "hostname&port=9"))
          .contains("dial tcp 10.244.1.5:9: connect: connection refused");
      assertThat(netexec.get(8080, dial + "&port=8080").status()).isEqualTo(400);
    }
  }

  @Test
  void netexecRunsCommandsOfTheContainer() {
    try (SimulatedContainer netexec = agnhost("netexec")) {
      assertThat(netexec.text(8080, "/shell?cmd=echo+hi;exit+3"))
          .isEqualTo("{\"error\":\"exit status 3\",\"output\":\"hi\\n\"}");
      netexec.shell("echo content > /f; curl -s -F file=@/f localhost:8080/upload > /answer");
      assertThat(netexec.shell("cat /uploads/*; ls -l /uploads | grep -c rwx------"))
          .isEqualTo("content\n1\n");
    }
  }

  @Test
  void mounttestTakesItsStepsInItsOwnOrder() {
    try (SimulatedContainer test =
        agnhost("mounttest", "--file_perm=/tmp/x", "--new_file_0660=/tmp/x", "--file_mode=/tmp")) {
      assertThat(test.awaitEnd()).isZero();
      assertThat(test.log())
          .isEqualTo(
              """
              content of file "/tmp/x": mount-tester new file

              mode of file "/tmp": dtrwxrwxrwx
              perms of file "/tmp/x": -rw-rw----
              """);
    }
    try (SimulatedContainer test = agnhost("mounttest", "--file_content=/nope")) {
      assertThat(test.awaitEnd()).isEqualTo(1);
      assertThat(test.log())
          .isEqualTo(
              "error reading file content for \"/nope\": open /nope: no such file or directory\n");
    }
  }

  @Test
  void connectSaysHowItFails() {
    try (SimulatedContainer pause = agnhost("pause")) {
      assertThat(pause.run("", "/agnhost", "connect", "10.244.1.5:81").err())
          .isEqualTo("REFUSED\n");
      assertThat(pause.run("", "/agnhost", "connect", "--timeout", "1s", "10.244.9.9:81").err())
          .isEqualTo("TIMEOUT\n");
      assertThat(pause.run("", "/agnhost", "connect", "localhost").err())
          .startsWith("UNKNOWN: address localhost: missing port");
      assertThat(pause.run("", "/agnhost", "connect", "nowhere.test:80").err()).startsWith("DNS: ");
    }
  }

  @Test
  void portForwardTesterEndsWithACodeForEachWayToFail() throws IOException {
    Map<String, String> variables =
        Map.of(
            "BIND_PORT", "80",
            "BIND_ADDRESS", "0.0.0.0",
            "EXPECTED_CLIENT_DATA", "abc",
            "CHUNKS", "2",
            "CHUNK_SIZE", "3",
            "CHUNK_INTERVAL", "10");
    try (SimulatedContainer test =
        SimulatedContainer.running(IMAGE, variables, "port-forward-tester")) {
      Connection connection = test.connect(80);
      connection.out().write("abc".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(connection.in().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("xxxxxx");
      assertThat(test.awaitEnd()).isZero();
      assertThat(test.log()).contains("Received expected client data").endsWith("Done\n");
    }
    try (SimulatedContainer test =
        SimulatedContainer.running(IMAGE, variables, "port-forward-tester")) {
      test.connect(80).out().write("abd".getBytes(StandardCharsets.UTF_8));
      assertThat(test.awaitEnd()).isEqualTo(3);
    }
  }

  @Test
  void webhookDecidesOverTls() throws IOException {
    try (SimulatedContainer webhook =
        agnhost(
            "webhook",
            "--tls-cert-file=/localhost.crt",
            "--tls-private-key-file=/localhost.key",
            "--port=8444")) {
      JsonObject configMap =
          JsonObject.of("data", JsonObject.of("webhook-e2e-test", "webhook-disallow"));
      JsonObject denied = review(webhook, "/configmaps", configMap);
      assertThat(denied.bool("allowed")).isFalse();
      assertThat(denied.string("uid")).isEqualTo("u");
      assertThat(denied.object("status").string("reason"))
          .isEqualTo("the configmap contains unwanted key and value");
      JsonObject mutated =
          review(
              webhook,
              "/mutating-configmaps",
              JsonObject.of("data", JsonObject.of("mutation-start", "yes")));
      assertThat(
              new String(
                  Base64.getDecoder().decode(mutated.string("patch")), StandardCharsets.UTF_8))
          .isEqualTo("[{\"op\":\"add\",\"path\":\"/data/mutation-stage-1\",\"value\":\"yes\"}]");
    }
  }

  private static JsonObject review(SimulatedContainer webhook, String path, JsonObject object)
      throws IOException {
    byte[] review =
        Json.bytes(
            JsonObject.of(
                "apiVersion", "admission.k8s.io/v1",
                "kind", "AdmissionReview",
                "request", JsonObject.of("uid", "u", "operation", "CREATE", "object", object)));
    Headers headers =
        Headers.of(
            "Host", "webhook",
            "Content-Type", "application/json",
            "Content-Length", Integer.toString(review.length));
    try (TlsConnection secure =
        TlsConnection.client(
            webhook.connect(8444), PemIdentity.trustingAnybody().context(), "webhook", false)) {
      return Json.parseObject(
              HttpClient.exchange(
                      secure,
                      new HttpRequest("POST", path, headers, new ByteArrayInputStream(review)))
                  .text())
          .object("response");
    }
  }

  @Test
  void aGuestbookReplicaRegistersWithItsPrimary() {
    // This one is both.
    try (SimulatedContainer book =
        agnhost("guestbook", "--http-port=6379", "--replicaof=10.244.1.5")) {
      org.awaitility.Awaitility.await().until(() -> book.log().contains("Registered to node"));
      assertThat(book.text(6379, "/get?key=messages")).isEqualTo("{\"data\":\"\"}");
      assertThat(book.get(6379, "/guestbook?cmd=put").status()).isEqualTo(400);
    }
  }
}
