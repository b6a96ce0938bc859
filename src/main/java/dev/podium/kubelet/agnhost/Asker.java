package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.server.Names;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// Asks servers over HTTP, and fails in the words of Go's client.
record Asker(Process self) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 1 << 20;

  /// @param status of the response
  record Answer(int status, String text) {}

  /// @param target path and query
  Answer get(String host, int port, String target) throws IOException, InterruptedException {
    return ask(host, port, new HttpRequest("GET", target, headers(host, port), body("")));
  }

  Answer post(String host, int port, String target, String json)
      throws IOException, InterruptedException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    Headers headers =
        headers(host, port)
            .with("Content-Type", "application/json")
            .with("Content-Length", Integer.toString(length));
    return ask(host, port, new HttpRequest("POST", target, headers, body(json)));
  }

  Answer postForm(String host, int port, String target, String form)
      throws IOException, InterruptedException {
    Headers headers =
        headers(host, port)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("Content-Length", Integer.toString(form.length()));
    return ask(host, port, new HttpRequest("POST", target, headers, body(form)));
  }

  private static Headers headers(String host, int port) {
    return Headers.of(
        "Host", host + ":" + port, "User-Agent", "Go-http-client/1.1", "Connection", "close");
  }

  private static ByteArrayInputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer ask(String host, int port, HttpRequest request)
      throws IOException, InterruptedException {
    String method =
        request.method().charAt(0) + request.method().substring(1).toLowerCase(Locale.ROOT);
    try {
      HttpResponse response = HttpClient.exchange(connect(host, port), request);
      try (var body = response.body()) {
        return new Answer(
            response.status(), new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IOException(
          "%s \"http://%s:%d%s\": %s"
              .formatted(method, host, port, request.target(), e.getMessage()),
          e);
    }
  }

  /// @throws IOException in the words of Go's dialer
  Connection connect(String host, int port) throws IOException, InterruptedException {
    String address = address(host);
    try {
      return self.network().connect(address, port, PATIENCE);
    } catch (ConnectFailure e) {
      String where = "dial tcp " + address + ":" + port + ": ";
      throw new IOException(
          where
              + switch (e.reason()) {
                case REFUSED -> "connect: connection refused";
                case TIMED_OUT -> "i/o timeout";
                case NO_ROUTE -> "connect: no route to host";
                case UNREACHABLE -> "connect: network is unreachable";
                case UNKNOWN_HOST -> "no such host";
              },
          e);
    }
  }

  String address(String host) throws IOException {
    return Names.address(self, host.replaceAll("[\\[\\]]", ""))
        .orElseThrow(() ->
            new IOException(
                "lookup %s on %s:53: no such host"
                    .formatted(host, self.network().nameServer().address())));
  }
}
