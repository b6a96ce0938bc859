package dev.podium.kubelet.agnhost;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.Page;
import dev.podium.kubelet.server.StaticFiles;
import dev.podium.kubelet.server.StaticFiles.Found;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.PemIdentity;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;

/// Those of agnhost's servers that have one thing to say.
final class SmallServers {
  /// What Go takes for a page where nobody says what it is (net/http's DetectContentType).
  private static final Pattern HTML =
      Pattern.compile(
          "\\s*<(?i:!DOCTYPE HTML|HTML|HEAD|SCRIPT|IFRAME|H1|DIV|FONT|TABLE|A|STYLE|TITLE|B|BODY|BR|P"
              + "|!--)[ >]");

  private static final int MOST_EVENTS = 1 << 20;
  private static final Duration LIVES = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(60);

  /// What the image brings along; made once in each process of Podium.
  private static final class Own {
    private static final PemIdentity IDENTITY =
        PemIdentity.selfSigned(
            "O=Acme Co",
            List.of("127.0.0.1", "::1", "example.com"),
            Duration.ofDays(3650),
            Instant.EPOCH.plus(20_000, DAYS));
  }

  private final Agnhost host;
  private final Daemon daemon;

  SmallServers(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
  }

  private static Page text(String text) {
    return Page.of(200, Agnhost.TEXT, text);
  }

  /// Upstream: serve_hostname.go.
  void serveHostname() throws IOException {
    int port = daemon.portOption("port", 9376);
    boolean tcp = daemon.flag("tcp", false);
    boolean udp = daemon.flag("udp", false);
    boolean http = daemon.flag("http", true);
    if (http && (tcp || udp)) {
      host.fatal("Can't server TCP/UDP mode and HTTP mode at the same time");
      return;
    }
    String name = daemon.hostname();
    if (tcp) {
      host.self()
          .network()
          .listen(
              port,
              false,
              connection -> {
                host.log("TCP request from " + connection.remote());
                connection.out().write(name.getBytes(StandardCharsets.UTF_8));
              });
    }
    if (udp) {
      Datagrams.serve(
          host.self(),
          port,
          (_, client) -> {
            host.log("UDP request from " + client);
            return name;
          });
    }
    if (http) {
      boolean closes = daemon.flag("close", false);
      daemon.listen(
          port,
          (_, client) -> {
            host.log("HTTP request from " + client);
            Page page = text(name);
            return (closes ? page.with("Connection", "close") : page).response(host.date());
          });
    }
    host.log("Serving on port " + port + ".");
    host.self()
        .onSignal(
            Signal.TERM,
            () -> {
              host.log("Shutting down after receiving signal: terminated.");
              host.log("Awaiting pod deletion.");
              host.self().clock().schedule(FAREWELL, () -> host.self().exit(0));
            });
  }

  /// Upstream: test-webserver.go.
  void testWebserver() throws IOException {
    StaticFiles files = new StaticFiles(host.self().files());
    daemon.listen(
        daemon.portOption("port", 80), (request, _) -> file(files, request).response(host.date()));
  }

  private Page file(StaticFiles files, HttpRequest request) throws IOException {
    return switch (files.find(request.path(), List.of("index.html"))) {
      case Found.File file -> files.page(file, request, Agnhost.TEXT);
      case Found.Folder _ ->
          Page.of(301, Agnhost.TEXT, "")
              .with(
                  "Location", request.path().substring(request.path().lastIndexOf('/') + 1) + "/");
      case Found.NoIndex(String path) -> Page.of(200, "text/html; charset=utf-8", listing(path));
      case Found.Missing _ -> Page.of(404, Agnhost.TEXT, "404 page not found\n");
    };
  }

  private String listing(String path) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
    host.self()
        .files()
        .list(path)
        .forEach(name -> text.append("<a href=\"%s\">%s</a>\n".formatted(name, name)));
    return text.append("</pre>\n").toString();
  }

  /// Well for ten seconds (upstream's liveness/server.go).
  void liveness() throws IOException {
    Instant started = daemon.now();
    daemon.listen(
        8080,
        (request, _) -> {
          double seconds = Duration.between(started, daemon.now()).toMillis() / 1000.0;
          boolean well = seconds <= LIVES.toSeconds();
          String said = String.format(Locale.ROOT, "%s", seconds);
          Page page =
              switch (request.path()) {
                case "/healthz" -> well ? text("ok") : Page.of(500, Agnhost.TEXT, "error: " + said);
                case "/started" -> text(said + "s");
                case "/redirect" -> redirect(Form.of(request).get("loc"));
                default -> Page.of(404, Agnhost.TEXT, "404 page not found\n");
              };
          return page.response(host.date());
        });
  }

  /// As Go's servers answer (http.Redirect).
  private static Page redirect(String location) {
    String link = "<a href=\"" + location + "\">Found</a>.\n\n";
    return Page.of(302, "text/html; charset=utf-8", link).with("Location", location);
  }

  /// Answers on each port that a variable names (upstream's porter.go).
  void porter() throws IOException {
    boolean json = daemon.flag("json-response", false);
    for (Map.Entry<String, String> variable : host.self().environment().entrySet()) {
      String name = variable.getKey();
      int port = Daemon.port(name.substring(name.lastIndexOf('_') + 1), 0);
      String value = variable.getValue();
      HttpServer.Handler handler =
          (request, _) -> ported(request.method(), value, json).response(host.date());
      if (name.matches("SERVE_(TCP_)?PORT_\\d+")) {
        daemon.listen(port, handler);
      } else if (name.matches("SERVE_TLS_PORT_\\d+")) {
        daemon.listen(port, certificate(), handler);
      } else if (name.matches("SERVE_UDP_PORT_\\d+")) {
        host.log("Started UDP server on port " + port);
        Datagrams.serve(host.self(), port, (_, _) -> value);
      } else if (name.matches("SERVE_SCTP_PORT_\\d+")) {
        daemon.error("podium: SCTP is not simulated");
      }
    }
  }

  private static Page ported(String method, String value, boolean json) {
    return json
        ? Page.of(
            200, "application/json", Json.write(JsonObject.of("Method", method, "Body", value)))
        : HTML.matcher(value).lookingAt()
            ? Page.of(200, "text/html; charset=utf-8", value)
            : text(value);
  }

  private SSLContext certificate() throws IOException {
    return certificate(
        daemon.env("CERT_FILE", "/localhost.crt"), daemon.env("KEY_FILE", "/localhost.key"));
  }

  /// As the webhooks do, which are told of their certificate and port.
  void listenWithTls(HttpServer.Handler handler) throws IOException {
    SSLContext context =
        certificate(
            daemon.option("tls-cert-file").orElse(""),
            daemon.option("tls-private-key-file").orElse(""));
    daemon.listen(daemon.portOption("port", 443), context, handler);
  }

  /// What a server shows that keeps its certificate and key in these files.
  SSLContext certificate(String certificate, String key) throws IOException {
    if (certificate.equals("/localhost.crt") && !host.self().files().exists(certificate)) {
      return Own.IDENTITY.context();
    }
    return PemIdentity.server(file(certificate), file(key)).context();
  }

  private String file(String path) throws IOException {
    try {
      return new String(host.self().files().bytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IOException(
          "open " + path + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT), e);
    }
  }

  /// Upstream: gitserver.go.
  void fakeGitServer() throws IOException {
    daemon.listen(
        8000,
        (request, _) ->
            (request.path().equals("/")
                    ? text("I am a fake git server")
                    : request.path().endsWith("/info/refs")
                        ? Page.of(
                            200,
                            "application/x-git-upload-pack-advertisement",
                            "001e# service=git-upload-pack\n0000")
                        : Page.of(404, Agnhost.TEXT, "404 page not found\n"))
                .response(host.date()));
  }

  /// Reads one byte and hangs up (upstream's tcp-reset).
  void tcpReset() throws IOException {
    int port = daemon.portOption("port", 8080);
    host.self()
        .network()
        .listen(
            port,
            false,
            connection -> {
              host.log(
                  "TCP connection from %s to %s"
                      .formatted(connection.remote(), connection.local()));
              int first = connection.in().read();
              host.log(
                  "TCP connection from %s read %d bytes"
                      .formatted(connection.remote(), first < 0 ? 0 : 1));
            });
    host.log("Serving on port " + port + ".");
  }

  /// Prints the events of an audit log that are posted to it.
  void auditProxy() throws IOException {
    host.daemon()
        .listen(
            8080,
            (request, _) -> {
              int status = printEvents(request.body().readNBytes(MOST_EVENTS)) ? 200 : 500;
              return Page.of(status, Agnhost.TEXT, "").response(host.date());
            });
  }

  /// @return whether they were events
  private boolean printEvents(byte[] body) {
    try {
      if (!(Json.parse(body) instanceof JsonObject list)) {
        return false;
      }
      list.objects("items").forEach(event -> host.daemon().out(Json.write(event)));
      return true;
    } catch (JacksonException _) {
      return false;
    }
  }
}
