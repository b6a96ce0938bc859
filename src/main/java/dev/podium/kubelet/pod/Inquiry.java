package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.Conversation;
import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.kernel.StartFailure;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.tls.Unciphered;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// What probes and hooks do: run a command, ask a server, open a connection, wait.
///
/// Upstream: pkg/probe (exec, http, tcp), pkg/kubelet/lifecycle/handlers.go.
final class Inquiry {
  private static final int MOST_OUTPUT = 10 * 1024;
  private static final int MOST_REDIRECTS = 10;

  private final LiveContainer container;
  private final NetworkStack node;
  private final String podAddress;
  private final Duration timeout;

  /// @param node where the kubelet asks from
  Inquiry(LiveContainer container, NetworkStack node, String podAddress, Duration timeout) {
    this.container = container;
    this.node = node;
    this.podAddress = podAddress;
    this.timeout = timeout;
  }

  Answer exec(List<String> command) throws InterruptedException {
    try (Conversation talk = container.execTogether(command)) {
      try {
        byte[] output = talk.stdout().readNBytes(MOST_OUTPUT);
        talk.stdout().transferTo(java.io.OutputStream.nullOutputStream());
        int code = talk.waitFor();
        String text = new String(output, StandardCharsets.UTF_8);
        return code == 0 ? Answer.SUCCESS : Answer.failure(text);
      } catch (IOException e) {
        talk.kill();
        throw new InterruptedException(e.getMessage());
      } catch (InterruptedException e) {
        talk.kill();
        throw e;
      }
    } catch (StartFailure e) {
      return Answer.error(
          "rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI"
              + " runtime exec failed: exec failed: unable to start container process: "
              + e.getMessage());
    }
  }

  /// @param get with `path`, `host`, `scheme`, `httpHeaders`
  Answer http(JsonObject get, int port) throws InterruptedException {
    String scheme = get.findString("scheme").orElse("HTTP").toLowerCase(Locale.ROOT);
    String host = host(get.string("host"), podAddress);
    String path =
        get.string("path").startsWith("/") ? get.string("path") : "/" + get.string("path");
    String given = "%s://%s:%d%s".formatted(scheme, bracketed(host), port, path);
    String target = path;
    try {
      for (int i = 0; i < MOST_REDIRECTS; i++) {
        HttpResponse response = ask(get, host, port, target);
        String body = body(response);
        Optional<String> location =
            response.status() / 100 == 3 ? response.headers().find("Location") : Optional.empty();
        Optional<String> moved = sameHost(location, host);
        if (location.isPresent() && moved.isEmpty()) {
          return Answer.warning("Probe terminated redirects, Response body: " + body);
        }
        if (moved.isEmpty()) {
          return response.status() >= 200 && response.status() < 400
              ? Answer.SUCCESS
              : Answer.failure("HTTP probe failed with statuscode: " + response.status());
        }
        target = moved.get();
      }
      return Answer.failure("Get \"%s\": stopped after 10 redirects".formatted(given));
    } catch (ConnectFailure e) {
      return Answer.failure("Get \"%s\": %s".formatted(given, dial(host, port, e)));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      String why = e instanceof SSLException ? e.getMessage() : "EOF";
      return Answer.failure("Get \"%s\": %s".formatted(given, why));
    }
  }

  private static String body(HttpResponse response) throws IOException {
    try (InputStream in = response.body()) {
      return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  private static Optional<String> sameHost(Optional<String> location, String host) {
    try {
      return location
          .map(URI::create)
          .filter(uri -> uri.getHost() == null || uri.getHost().equals(host))
          .map(uri -> uri.getRawQuery() == null ? path(uri) : path(uri) + "?" + uri.getRawQuery());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String path(URI uri) {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private HttpResponse ask(JsonObject get, String host, int port, String target)
      throws IOException, InterruptedException {
    Headers headers =
        Headers.of(
            "Host",
            bracketed(host) + ":" + port,
            "User-Agent",
            "kube-probe/1.36",
            "Accept",
            "*/*",
            "Connection",
            "close");
    for (JsonObject header : get.objects("httpHeaders")) {
      headers = headers.with(header.string("name"), header.string("value"));
    }
    Connection plain = node.connect(address(host, podAddress), port, timeout);
    boolean secure = get.string("scheme").equals("HTTPS");
    return HttpClient.exchange(
        secure ? Unciphered.client(plain) : plain, HttpRequest.get(target, headers));
  }

  /// @param given empty for the pod's own
  private static String host(String given, String podAddress) {
    return given.isEmpty() ? podAddress : given;
  }

  /// Where it connects to.
  ///
  /// @param given empty for the pod's own
  static String address(String given, String podAddress) {
    return given.equals("localhost") ? "127.0.0.1" : host(given, podAddress);
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String dial(String host, int port, ConnectFailure failure) {
    String to = "dial tcp " + bracketed(host) + ":" + port + ": ";
    return to
        + switch (failure.reason()) {
          case TIMED_OUT -> "i/o timeout";
          case UNKNOWN_HOST -> "lookup " + host + ": no such host";
          case REFUSED, NO_ROUTE, UNREACHABLE ->
              "connect: " + failure.reason().text().toLowerCase(Locale.ROOT);
        };
  }

  Answer tcp(String host, int port) throws InterruptedException {
    String to = host(host, podAddress);
    try (Connection _ = node.connect(address(to, podAddress), port, timeout)) {
      return Answer.SUCCESS;
    } catch (ConnectFailure e) {
      return Answer.failure(dial(to, port, e));
    }
  }
}
