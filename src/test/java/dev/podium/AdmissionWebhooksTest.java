package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.podium.admission.webhook.MutatingWebhooks;
import dev.podium.admission.webhook.ValidatingWebhooks;
import dev.podium.auth.Authorizer;
import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.auth.pki.Pki;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.Simulation;
import dev.podium.schema.Schemas;
import dev.podium.webhooks.WebhookCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Admission webhooks that really answer over HTTPS on this machine.
final class AdmissionWebhooksTest {
  @TempDir static Path folder;
  private static ClusterIdentity identity;

  private final List<JsonObject> asked = new CopyOnWriteArrayList<>();
  private Function<JsonObject, String> answer = _ -> "\"allowed\":true";
  private HttpsServer server;
  private Simulation cluster;
  private ApiClient user;

  @BeforeAll
  static void makeCertificates() {
    identity =
        Pki.open(folder, List.of("127.0.0.1"), InstantSource.system(), new SecureRandom())
            .complete();
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
    server.createContext("/", this::serve);
    server.start();
    WebhookCaller caller =
        new WebhookCaller((_, name, _) -> {
          throw new IOException("service \"" + name + "\" not found");
        });
    cluster =
        new Simulation((store, catalog) -> {
          AdmittedKinds kinds = new AdmittedKinds(catalog, Schemas.builtIn());
          return List.of(
              new MutatingWebhooks(store, kinds, Authorizer.ALWAYS_ALLOW, caller),
              new ValidatingWebhooks(store, kinds, Authorizer.ALWAYS_ALLOW, caller));
        });
    user = cluster.user();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    cluster.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    JsonObject review = (JsonObject) Json.parse(exchange.getRequestBody().readAllBytes());
    JsonObject request = review.object("request");
    asked.add(request);
    byte[] body =
        ("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":\""
                + request.string("uid")
                + "\","
                + answer.apply(request)
                + "}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  private void configure(String kind, String url, String more) {
    String bundle =
        Base64.getEncoder()
            .encodeToString(identity.authorityPem().getBytes(StandardCharsets.UTF_8));
    String yaml =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %s
        metadata: {name: hooks}
        webhooks:
        - name: one.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          timeoutSeconds: 5
          clientConfig: {url: "%s", caBundle: "%s"}
          rules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [configmaps]}]
        %s
        """
            .formatted(kind, url, bundle, more.indent(2));
    create(yaml);
  }

  private ApiObject create(String yaml) {
    return cluster.create(yaml);
  }

  private ApiObject createMap(String name) {
    return create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}}"
            .formatted(name));
  }

  @Test
  void aValidatingWebhookRefusesInItsOwnWords() {
    configure("ValidatingWebhookConfiguration", url(), "");
    answer = _ -> "\"allowed\":false,\"status\":{\"code\":403,\"message\":\"not today\"}";

    assertThatThrownBy(() -> createMap("a"))
        .isInstanceOf(ApiException.class)
        .hasMessage("admission webhook \"one.example.com\" denied the request: not today");
    assertThat(asked.getFirst().string("operation")).isEqualTo("CREATE");
    assertThat(asked.getFirst().string("object", "kind")).isEqualTo("ConfigMap");
    assertThat(asked.getFirst().string("options", "kind")).isEqualTo("CreateOptions");
  }

  @Test
  void aMutatingWebhooksPatchIsStored() {
    configure("MutatingWebhookConfiguration", url(), "");
    String patch =
        Base64.getEncoder()
            .encodeToString(
                "[{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"a\":\"b\"}}]"
                    .getBytes(StandardCharsets.UTF_8));
    answer = _ -> "\"allowed\":true,\"patchType\":\"JSONPatch\",\"patch\":\"" + patch + "\"";

    assertThat(createMap("a").root().string("data", "a")).isEqualTo("b");
  }

  @Test
  void deletionsAreAskedAboutToo() {
    createMap("a");
    configure("ValidatingWebhookConfiguration", url(), "");
    answer = _ -> "\"allowed\":false";

    assertThatThrownBy(() -> user.delete(Kinds.CONFIG_MAP, "default", "a", DeleteOptions.NONE))
        .hasMessage("admission webhook \"one.example.com\" denied the request without explanation");
    assertThat(asked.getFirst().string("oldObject", "metadata", "name")).isEqualTo("a");
  }

  @Test
  void matchConditionsAndSelectorsKeepAWebhookOut() {
    configure(
        "ValidatingWebhookConfiguration",
        url(),
        "matchConditions: [{name: some, expression: \"object.metadata.name.startsWith('x')\"}]");
    answer = _ -> "\"allowed\":false";

    assertThat(createMap("a").name()).isEqualTo("a");
    assertThatThrownBy(() -> createMap("x")).isInstanceOf(ApiException.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoDoesNotAnswerFailsTheRequestUnlessFailuresAreIgnored() {
    String nobody = "https://127.0.0.1:1/hook";
    configure("ValidatingWebhookConfiguration", nobody, "failurePolicy: Fail");
    assertThatThrownBy(() -> createMap("a"))
        .hasMessage(
            "Internal error occurred: failed calling webhook \"one.example.com\": failed to call"
                + " webhook: Post \"https://127.0.0.1:1/hook?timeout=5s\": dial tcp 127.0.0.1:1:"
                + " connect: connection refused");

    user.delete(
        new GroupVersionKind(
            "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration"),
        "",
        "hooks",
        DeleteOptions.NONE);
    configure("ValidatingWebhookConfiguration", nobody, "failurePolicy: Ignore");
    assertThat(createMap("a").name()).isEqualTo("a");
  }

  @Test
  void theOutsideIsNeverConnectedTo() {
    configure("ValidatingWebhookConfiguration", "https://example.com/hook", "");
    assertThatThrownBy(() -> createMap("a"))
        .hasMessageEndingWith(
            "Podium connects to webhooks on loopback addresses only, and example.com is none");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    identity =
        Pki.open(
                folder.resolve("other"),
                List.of("127.0.0.1"),
                InstantSource.system(),
                new SecureRandom())
            .complete();
    configure("ValidatingWebhookConfiguration", url(), "");
    makeCertificates();
    assertThatThrownBy(() -> createMap("a"))
        .hasMessageEndingWith(
            "tls: failed to verify certificate: x509: certificate signed by unknown authority");
  }
}
