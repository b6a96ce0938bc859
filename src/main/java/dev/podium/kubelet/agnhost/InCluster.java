package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Process;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/// Asks the API server as a client in a pod does: by the variables of its Service, with the files
/// of the pod's service account.
final class InCluster {
  private static final String FILES = "/var/run/secrets/kubernetes.io/serviceaccount/";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process self;
  private final String server;
  private final int port;
  private final Asker asker;

  /// @throws IOException where the pod has no such variables
  InCluster(Process self) throws IOException {
    this.self = self;
    this.asker = new Asker(self);
    this.server = self.environment().getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String number = self.environment().getOrDefault("KUBERNETES_SERVICE_PORT", "");
    if (server.isEmpty() || !number.matches("\\d{1,5}")) {
      throw new IOException(
          "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and"
              + " KUBERNETES_SERVICE_PORT must be defined");
    }
    this.port = Integer.parseInt(number);
  }

  private String file(String name) throws IOException {
    return new String(self.files().bytes(FILES + name), StandardCharsets.UTF_8).strip();
  }

  /// The header that says who asks, of the token as it is now.
  String authorization() throws IOException {
    return "Bearer " + file("token");
  }

  Asker.Answer get(String path) throws IOException, InterruptedException {
    return get(server, port, path);
  }

  /// Asks some server that the cluster's authority vouches for.
  Asker.Answer get(String host, int at, String path) throws IOException, InterruptedException {
    Connection plain = self.network().connect(asker.address(host), at, PATIENCE);
    TlsConnection secure =
        TlsConnection.client(plain, PemIdentity.trusting(file("ca.crt")).context(), host, true);
    Headers headers =
        Headers.of(
            "Host",
            host,
            "Authorization",
            authorization(),
            "Accept",
            "application/json",
            "Connection",
            "close");
    HttpResponse response = HttpClient.exchange(secure, HttpRequest.get(path, headers));
    try (var body = response.body()) {
      return new Asker.Answer(
          response.status(), new String(body.readNBytes(1 << 20), StandardCharsets.UTF_8));
    }
  }

  /// `agnhost inclusterclient`: asks how the server is, again and again, and logs a hash of the
  /// token that it shows (upstream's inclusterclient/main.go).
  static int poll(Agnhost host) throws IOException, InterruptedException {
    host.log("I", "main.go:61", "started");
    InCluster cluster;
    try {
      cluster = new InCluster(host.self());
    } catch (IOException e) {
      throw new IOException("err: " + e.getMessage(), e);
    }
    Duration pause = Duration.ofSeconds(host.daemon().portOption("poll-interval", 30));
    while (true) {
      host.self().sleep(pause);
      host.log("I", "main.go:79", "calling /healthz");
      try {
        host.log("I", "main.go:95", "authz_header=" + hash(cluster.authorization()));
        Asker.Answer answer = cluster.get("/healthz");
        if (answer.status() != 200) {
          failed(host, "the server responded with the status code " + answer.status());
        }
      } catch (IOException e) {
        failed(host, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void failed(Agnhost host, String why) {
    host.log("E", "main.go:82", "status=failed");
    host.log("E", "main.go:83", "error checking /healthz: " + why + "\n");
  }

  private static String hash(String header) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("salt|" + header).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
