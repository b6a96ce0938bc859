package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Endpoint;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Servers that tell what they were asked.
final class EchoServers {
  private EchoServers() {}

  /// Kubernetes' echoserver, whose versions from 1.5 on have another form than those before.
  static void kubernetes(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    String tag = self.container().image().tag();
    boolean old = tag.matches("1\\.[0-4]");
    daemon.listen(
        8080,
        (request, client) -> {
          String text = old ? oldForm(request, client) : form(daemon, request, client);
          Page page = Page.of(200, "text/plain", text);
          daemon.out(daemon.combinedLog(client, request, page));
          return page.response(
              Headers.of(
                  "Server",
                  old ? "nginx/1.10.0" : "echoserver",
                  "Date",
                  daemon.httpDate(),
                  "Connection",
                  "keep-alive"));
        });
    daemon.endsOn(0, Signal.TERM, Signal.INT, Signal.QUIT);
  }

  private static String oldForm(HttpRequest request, Endpoint client) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "CLIENT VALUES:\nclient_address=%s\ncommand=%s\nreal path=%s\nquery=%s\nrequest_version=1.1\nrequest_uri=http://%s:8080%s\n\nSERVER VALUES:\nserver_version=nginx: 1.10.0 - lua: 10001\n\nHEADERS RECEIVED:\n"
                .formatted(
                    client.address(),
                    request.method(),
                    request.path(),
                    request.query().isEmpty() ? "nil" : request.query(),
                    host(request),
                    request.target()));
    headers(request)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.append("BODY:\n").append(body(request)).toString();
  }

  private static String form(Daemon daemon, HttpRequest request, Endpoint client)
      throws IOException {
    StringBuilder text = new StringBuilder("\n\nHostname: " + daemon.hostname() + "\n\n");
    text.append("Pod Information:\n");
    Map<String, String> pod = new LinkedHashMap<>();
    pod.put("node name", daemon.env("NODE_NAME", ""));
    pod.put("pod name", daemon.env("POD_NAME", ""));
    pod.put("pod namespace", daemon.env("POD_NAMESPACE", ""));
    pod.put("pod IP", daemon.env("POD_IP", ""));
    pod.values().removeIf(String::isEmpty);
    if (pod.isEmpty()) {
      text.append("\t-no pod information available-\n");
    }
    pod.forEach(
        (name, value) -> text.append('\t').append(name).append(":\t").append(value).append('\n'));
    text.append(
        "\nServer values:\n\tserver_version=nginx: 1.14.2 - lua: 10015\n\nRequest Information:\n\tclient_address=%s\n\tmethod=%s\n\treal path=%s\n\tquery=%s\n\trequest_version=1.1\n\trequest_scheme=http\n\trequest_uri=http://%s:8080%s\n\nRequest Headers:\n"
            .formatted(
                client.address(),
                request.method(),
                request.target(),
                request.query(),
                host(request),
                request.target()));
    headers(request)
        .forEach((name, value) ->
            text.append('\t').append(name).append('=').append(value).append("  \n"));
    return text.append("\nRequest Body:\n\t").append(body(request)).append("\n\n").toString();
  }

  private static String host(HttpRequest request) {
    return request.headers().find("Host").orElse("").replaceFirst(":\\d+$", "");
  }

  private static String body(HttpRequest request) throws IOException {
    String text = text(request);
    return text.isEmpty() ? "-no body in request-" : text;
  }

  /// As much of a body as is shown.
  static String text(HttpRequest request) throws IOException {
    return new String(request.body().readNBytes(1 << 20), StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(HttpRequest request) {
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .fields()
        .forEach(field -> headers.put(field.name().toLowerCase(Locale.ROOT), field.value()));
    return headers;
  }

  /// ealen/echo-server: JSON.
  static void json(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    int port = Daemon.port(daemon.env("PORT", "80"), 80);
    daemon.listen(
        port,
        (request, client) -> {
          Map<String, Object> environment = new TreeMap<>(self.environment());
          JsonObject answer =
              JsonObject.of(
                  "host",
                  JsonObject.of(
                      "hostname",
                      host(request),
                      "ip",
                      "::ffff:" + client.address(),
                      "ips",
                      java.util.List.of()),
                  "http",
                  JsonObject.of(
                      "method",
                      request.method(),
                      "baseUrl",
                      "",
                      "originalUrl",
                      request.target(),
                      "protocol",
                      "http"),
                  "request",
                  JsonObject.of(
                      "params",
                      JsonObject.of("0", request.path()),
                      "query",
                      JsonObject.EMPTY,
                      "cookies",
                      JsonObject.EMPTY,
                      "body",
                      JsonObject.EMPTY,
                      "headers",
                      JsonObject.of(headers(request))),
                  "environment",
                  JsonObject.of(environment));
          Page page =
              new Page(
                  200,
                  Headers.of("Content-Type", "application/json; charset=utf-8"),
                  Json.bytes(answer));
          daemon.out(
              Json.write(
                  JsonObject.of(
                      "name",
                      "echo-server",
                      "hostname",
                      daemon.hostname(),
                      "level",
                      30,
                      "msg",
                      request.method() + " " + request.target())));
          return page.response(Headers.of("Date", daemon.httpDate()));
        });
    daemon.out("Listening on port " + port + ".");
  }

  /// stefanprodan/podinfo.
  static void podinfo(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    int port = daemon.portOption("port", 9898);
    String version =
        Optional.of(self.container().image().tag())
            .filter(tag -> tag.matches("\\d.*"))
            .orElse("6.9.2");
    daemon.listen(
        port,
        (request, _) -> {
          JsonObject answer =
              switch (request.path()) {
                case "/healthz", "/readyz" -> JsonObject.of("status", "OK");
                case "/version" -> JsonObject.of("commit", "podium", "version", version);
                case "/", "/api/info" ->
                    JsonObject.of(
                        "hostname", daemon.hostname(),
                        "version", version,
                        "revision", "podium",
                        "color", daemon.env("PODINFO_UI_COLOR", "#34577c"),
                        "logo",
                            "https://raw.githubusercontent.com/stefanprodan/podinfo/gh-pages/cuddle_clap.gif",
                        "message",
                            daemon.env("PODINFO_UI_MESSAGE", "greetings from podinfo v" + version),
                        "goos", "linux",
                        "goarch", "amd64",
                        "runtime", "go1.25.1",
                        "num_goroutine", "8",
                        "num_cpu", "2");
                default -> JsonObject.EMPTY;
              };
          if (request.path().equals("/echo")) {
            return Page.of(202, "application/json; charset=utf-8", text(request))
                .response(Headers.NONE);
          }
          if (answer.isEmpty()) {
            return Page.of(404, "text/plain; charset=utf-8", "404 page not found\n")
                .response(Headers.NONE);
          }
          return new Page(
                  200,
                  Headers.of("Content-Type", "application/json; charset=utf-8"),
                  Json.prettyBytes(answer))
              .response(Headers.of("Date", daemon.httpDate()));
        });
    daemon.out(
        Json.write(
            JsonObject.of(
                "level",
                "info",
                "ts",
                daemon.now().toString(),
                "caller",
                "podinfo/main.go:153",
                "msg",
                "Starting podinfo",
                "version",
                version,
                "port",
                Integer.toString(port))));
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }
}
