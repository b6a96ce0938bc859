package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import dev.podium.web.server.Listeners;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole process on free ports, seen through its sockets.
@TestInstance(Lifecycle.PER_CLASS)
class ListenersTest {
  private ConfigurableApplicationContext podium;
  private Listeners listeners;
  private ClusterIdentity identity;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path tokens = Files.writeString(folder.resolve("tokens.csv"), "t1,jane,u1,\"dev,ops\"\n");
    podium =
        new SpringApplicationBuilder(PodiumApplication.class)
            .run(
                "--podium.https.port=0",
                "--podium.http.port=0",
                "--podium.data-dir=" + folder.resolve("data"),
                "--podium.auth.token-file=" + tokens);
    listeners = podium.getBean(Listeners.class);
    identity = podium.getBean(ClusterIdentity.class);
  }

  @AfterAll
  void stop() {
    podium.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void theAdminsTokenOpensTheApiOverBothVersionsOfHttp(Version version) throws Exception {
    HttpResponse<String> answer =
        client(version)
            .send(
                secure("/version").header("Authorization", token()).build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(version);
    assertThat(Json.parseObject(answer.body()).string("gitVersion")).isEqualTo("v1.36.2");
  }

  @Test
  void aWrongTokenIsUnauthorizedAndNobodyIsAnonymous() throws Exception {
    HttpResponse<String> wrong = get(secure("/metrics").header("Authorization", "Bearer wrong"));
    HttpResponse<String> nobody = get(secure("/metrics"));

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body())
        .isEqualTo(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}
            """);
    assertThat(nobody.statusCode()).isEqualTo(403);
    assertThat(Json.parseObject(nobody.body()).string("message"))
        .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/metrics\"");
  }

  @Test
  void aTokenOfTheFileIsItsUser() throws Exception {
    HttpResponse<String> answer = get(secure("/metrics").header("Authorization", "Bearer t1"));

    assertThat(Json.parseObject(answer.body()).string("message"))
        .isEqualTo("forbidden: User \"jane\" cannot get path \"/metrics\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void aClientCertificateIsItsCommonName(Version version) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    var pair = keys.generateKeyPair();
    X509Certificate certificate =
        identity.signer().get().issueClient("O=dev,CN=joe", pair.getPublic(), Duration.ofDays(1));

    HttpClient client =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(tls(certificate, pair.getPrivate()))
            .build();
    HttpResponse<String> answer = client.send(secure("/metrics").build(), BodyHandlers.ofString());

    assertThat(Json.parseObject(answer.body()).string("message"))
        .isEqualTo("forbidden: User \"joe\" cannot get path \"/metrics\"");
  }

  @Test
  void whichAuthorityClientsAreKnownByIsPublished() throws Exception {
    String path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
    Awaitility.await().until(() -> get(plain(path)).statusCode() == 200);

    assertThat(Json.parseObject(get(plain(path)).body()).string("data", "client-ca-file"))
        .isEqualTo(identity.authorityPem());
  }

  @Test
  void aCertificateForServersIsUnauthorizedAsAClients() throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(tls(identity.server(), identity.serverKey())).build();

    assertThat(client.send(secure("/version").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void theKubeconfigLeadsToTheServerAsTheAdmin() throws Exception {
    JsonObject config = Yaml.parseObject(Files.readAllBytes(folder.resolve("data/kubeconfig")));

    assertThat(config.string("current-context")).isEqualTo("podium");
    assertThat(config.objects("clusters").getFirst().string("cluster", "server"))
        .isEqualTo("https://127.0.0.1:" + listeners.httpsPort());
    String key = config.objects("users").getFirst().string("user", "client-key-data");
    assertThat(new String(Base64.getDecoder().decode(key), StandardCharsets.UTF_8))
        .startsWith("-----BEGIN RSA PRIVATE KEY-----");
  }

  @Test
  void thePlainListenerTakesTheLocalUserForTheAdmin() throws Exception {
    assertThat(get(plain("/api/v1/namespaces")).statusCode()).isEqualTo(200);
    assertThat(get(plain("/version").header("Authorization", "Bearer wrong")).statusCode())
        .isEqualTo(401);
    assertThat(get(plain("/metrics").header("Impersonate-User", "jane")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void thePlainListenerRefusesPagesOfOthers() throws Exception {
    HttpResponse<String> answer = get(plain("/api").header("Origin", "http://evil.example"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("a page of another origin may not call it");
    assertThat(raw("GET /api HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("the Host of a request must be localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET /api HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n",
        "GET /api/../../x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      })
  void whatIsNoRequestIsAnsweredByAStatus(String request) throws Exception {
    assertThat(raw(request))
        .startsWith("HTTP/1.1 400")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\"kind\":\"Status\"")
        .doesNotContain("Tomcat", "<html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a%2Fb%5Cc", "/healthz/../metrics", "/healthz/./ping", "//metrics", "/x;y"})
  void oddPathsLeadNowhere(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404")
        .endsWith("\r\n\r\n404 page not found\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces, 200 OK",
    "/api/v1/namespaces/none, 404 Not Found",
    "/api/v1/namespaces?labelSelector=a=(, 400 Bad Request",
  })
  void statusLinesHaveTheirReasons(String path, String status) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + "\r\n");
  }

  @Test
  void theLocalUserGetsTheKubeconfigForTheNameInUse() throws Exception {
    HttpResponse<String> answer =
        get(
            HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + listeners.httpPort().orElseThrow() + "/kubeconfig")));

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(answer.body()).contains("server: https://localhost:" + listeners.httpsPort() + "\n");
    assertThat(get(plain("/kubeconfig?port=443")).body())
        .contains("server: https://127.0.0.1:443\n");
  }

  @Test
  void byTlsThereIsNoKubeconfigAndNoSwaggerUi() throws Exception {
    for (String path : List.of("/kubeconfig", "/swagger-ui/index.html", "/v3/api-docs")) {
      assertThat(get(secure(path).header("Authorization", token())).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void swaggerUiStartsWithOurDocuments() throws Exception {
    assertThat(get(plain("/swagger-ui/index.html")).body()).contains("swagger-initializer.js");
    assertThat(get(plain("/swagger-ui/swagger-initializer.js")).body()).contains("/openapi/v3");
    assertThat(Json.parseObject(get(plain("/swagger-ui/examples.json")).body()).keys())
        .contains("v1 Pod", "apps/v1 Deployment");
    assertThat(Json.parseObject(get(plain("/v3/api-docs")).body()).object("paths").keys())
        .containsExactly("/kubeconfig");
  }

  @Test
  void requestsAreCounted() throws Exception {
    get(plain("/api/v1/namespaces"));

    assertThat(get(plain("/metrics")).body())
        .contains(
            "# TYPE apiserver_request_total counter",
            "apiserver_request_total{code=\"200\",group=\"\",resource=\"namespaces\","
                + "subresource=\"\",verb=\"LIST\",version=\"v1\"} ");
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return client(Version.HTTP_2).send(request.build(), BodyHandlers.ofString());
  }

  private HttpClient client(Version version) throws GeneralSecurityException, IOException {
    return HttpClient.newBuilder().version(version).sslContext(tls()).build();
  }

  private HttpRequest.Builder secure(String path) {
    return HttpRequest.newBuilder(URI.create(listeners.https() + path));
  }

  private HttpRequest.Builder plain(String path) {
    return HttpRequest.newBuilder(URI.create(listeners.http().orElseThrow() + path));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", listeners.httpPort().orElseThrow())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String token() {
    return "Bearer " + identity.adminToken();
  }

  private SSLContext tls() throws GeneralSecurityException, IOException {
    return tls(emptyStore());
  }

  private SSLContext tls(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore own = emptyStore();
    own.setKeyEntry("own", key, new char[0], new Certificate[] {certificate});
    return tls(own);
  }

  private SSLContext tls(KeyStore own) throws GeneralSecurityException, IOException {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("ca", identity.authority());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
