package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// `agnhost netexec`: answers questions about itself and asks others (upstream's
/// test/images/agnhost/netexec).
final class Netexec {
  private static final int MOST_TRIES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Daemon daemon;
  private final Process self;

  Netexec(Daemon daemon) {
    this.daemon = daemon;
    this.self = daemon.self();
  }

  void start() throws IOException {
    int port = daemon.portOption("http-port", 8080);
    daemon.listen(port, this::handle);
    Agnhost agnhost = new Agnhost(self);
    agnhost.log("log.go:245", "Started HTTP server on port " + port);
    Duration delay =
        daemon
            .option("delay-shutdown")
            .map(seconds -> Duration.ofSeconds(Daemon.port(seconds, 0)))
            .orElse(Duration.ZERO);
    if (delay.isZero()) {
      daemon.endsLikeGo();
    } else {
      self.onSignal(Signal.TERM, () -> self.clock().schedule(delay, () -> self.exit(0)));
    }
  }

  private HttpResponse handle(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    new Agnhost(self).log("log.go:245", request.method() + " " + request.target());
    return page(request, client).response(Headers.of("Date", daemon.httpDate()));
  }

  private Page page(HttpRequest request, Endpoint client) throws IOException, InterruptedException {
    return switch (request.path()) {
      case "/" -> Page.of(200, TEXT, "NOW: " + daemon.now() + " +0000 UTC");
      case "/hostname", "/hostName" -> Page.of(200, TEXT, daemon.hostname());
      case "/clientip" -> Page.of(200, TEXT, client.toString());
      case "/header" ->
          Page.of(200, TEXT, request.headers().find(parameter(request, "key")).orElse(""));
      case "/healthz" -> Page.of(200, TEXT, "");
      case "/echo" ->
          Page.of(Daemon.port(parameter(request, "code"), 200), TEXT, parameter(request, "msg"));
      case "/redirect" ->
          Page.of(Daemon.port(parameter(request, "code"), 302), TEXT, "")
              .with("Location", parameter(request, "location"));
      case "/exit", "/shutdown" -> {
        int code = Daemon.port(parameter(request, "code"), 0);
        self.clock().schedule(Duration.ofMillis(100), () -> self.exit(code));
        yield Page.of(200, TEXT, "");
      }
      case "/dial" -> dial(request);
      case "/shell", "/shell-cmd", "/upload" ->
          Page.of(501, TEXT, "podium: netexec's " + request.path() + " is not simulated\n");
      default -> Page.of(404, TEXT, "404 page not found\n");
    };
  }

  private static String parameter(HttpRequest request, String name) {
    for (String pair : request.query().split("&")) {
      if (pair.startsWith(name + "=")) {
        try {
          return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
          return "";
        }
      }
    }
    return "";
  }

  /// Asks another server a number of times and tells what it said.
  private Page dial(HttpRequest request) throws InterruptedException {
    String host = parameter(request, "host");
    int port = Daemon.port(parameter(request, "port"), 8080);
    String question = parameter(request, "request");
    int tries = Math.clamp(Daemon.port(parameter(request, "tries"), 1), 1, MOST_TRIES);
    if (parameter(request, "protocol").equals("udp")) {
      return Page.of(501, TEXT, "podium: UDP is not simulated\n");
    }
    List<String> responses = new ArrayList<>();
    Set<String> errors = new TreeSet<>();
    for (int i = 0; i < tries; i++) {
      try {
        responses.add(ask(host, port, "/" + question));
      } catch (IOException e) {
        errors.add("Get \"http://%s:%d/%s\": %s".formatted(host, port, question, e.getMessage()));
      }
    }
    JsonObject answer = JsonObject.EMPTY;
    if (!responses.isEmpty()) {
      answer = answer.with("responses", responses);
    }
    if (!errors.isEmpty()) {
      answer = answer.with("errors", List.copyOf(errors));
    }
    return Page.of(200, TEXT, Json.write(answer) + "\n");
  }

  private String ask(String host, int port, String target)
      throws IOException, InterruptedException {
    Optional<String> address = Names.address(self, host.replaceAll("[\\[\\]]", ""));
    if (address.isEmpty()) {
      throw new IOException("dial tcp: lookup " + host + ": no such host");
    }
    Connection connection = self.network().connect(address.get(), port, PATIENCE);
    HttpRequest get =
        HttpRequest.get(target, Headers.of("Host", host + ":" + port, "Connection", "close"));
    HttpResponse response = HttpClient.exchange(connection, get);
    try (var body = response.body()) {
      return new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8);
    }
  }
}
