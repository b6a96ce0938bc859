package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.auth.pki.Pki;
import dev.podium.network.Network;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.TlsConnection;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import dev.podium.webhooks.WebhookCaller;
import dev.podium.webhooks.WebhookFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks that run in pods of the cluster.
final class ClusterServicesTest {
  private static final String ADDRESS = "10.96.0.77";

  @TempDir static Path folder;
  private static ClusterIdentity identity;

  private final Store store = new InMemoryStore();
  private Network network = Network.plain(new PacedClock(Pace.INSTANT, InstantSource.system()));
  private WebhookCaller caller = new WebhookCaller(new ClusterServices(store, () -> network));

  @BeforeAll
  static void makeCertificates() {
    identity =
        Pki.open(folder, List.of("hook.web.svc"), InstantSource.system(), new SecureRandom())
            .complete();
  }

  @BeforeEach
  void serve() throws IOException {
    HttpServer server =
        new HttpServer((request, _) ->
            HttpResponse.of(200, "text/plain", request.target() + " " + request.text()));
    network
        .attach(ADDRESS, "web", "hook-1", "worker-1")
        .listen(
            443,
            false,
            connection -> server.serve(TlsConnection.server(connection, identity.serverContext())));
  }

  @AfterEach
  void stop() {
    network.close();
  }

  private void service(String name, JsonObject spec) {
    JsonObject service =
        JsonObject.of(
            "apiVersion",
            "v1",
            "kind",
            "Service",
            "metadata",
            JsonObject.of("name", name, "namespace", "web"),
            "spec",
            spec);
    store.create(
        new ObjectKey(new dev.podium.object.GroupResource("", "services"), "web", name),
        ApiObject.of(service));
  }

  private static JsonObject at(String address, int port) {
    return JsonObject.of(
        "type", "ClusterIP", "clusterIP", address, "ports", List.of(JsonObject.of("port", port)));
  }

  private String ask(String name, int port) throws WebhookFailure {
    String bundle =
        Base64.getEncoder()
            .encodeToString(identity.authorityPem().getBytes(StandardCharsets.UTF_8));
    JsonObject client =
        JsonObject.of(
            "caBundle",
            bundle,
            "service",
            JsonObject.of("namespace", "web", "name", name, "port", port, "path", "/check"));
    byte[] answer =
        caller.post(client, "hello".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(10));
    return new String(answer, StandardCharsets.UTF_8);
  }

  @Test
  void aServiceIsCalledThroughTheSimulatedNetworkUnderItsName() throws WebhookFailure {
    service("hook", at(ADDRESS, 443));

    assertThat(ask("hook", 443)).isEqualTo("/check?timeout=10s hello");
  }

  @Test
  void whatKeepsACallFromArrivingIsToldAsGoTellsIt() {
    service("down", at(ADDRESS, 444));
    service("headless", at("None", 443));
    service("other", at(ADDRESS, 443));
    String post = "Post \"https://%s.web.svc:%d/check?timeout=10s\": ";

    assertFails("down", 444, post + "dial tcp 10.96.0.77:444: connect: connection refused");
    assertFails("down", 445, post + "no service port 445 found for service \"down\"");
    assertFails("headless", 443, post + "cannot route to service with ClusterIP \"None\"");
    assertFails("none", 443, post + "service \"none\" not found");
    assertFails(
        "other",
        443,
        post
            + "tls: failed to verify certificate: x509: certificate is valid for hook.web.svc,"
            + " not other.web.svc");
  }

  @Test
  void aBundleWithoutACertificateKeepsTheWebhookFromBeingAsked() {
    JsonObject client = JsonObject.of("url", "https://127.0.0.1:1/", "caBundle", "eA==");

    assertThatThrownBy(() -> caller.post(client, new byte[0], Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            WebhookFailure.class, failure -> assertThat(failure.isOfCall()).isFalse())
        .hasMessage(
            "could not get REST client: unable to load root certificates: unable to parse bytes as"
                + " PEM block");
  }

  private void assertFails(String name, int port, String message) {
    assertThatThrownBy(() -> ask(name, port)).hasMessage(message.formatted(name, port));
  }
}
