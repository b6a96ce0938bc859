package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.GoDuration;
import dev.podium.kubelet.server.Page;
import dev.podium.network.Endpoint;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.http.StatusText;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/// `agnhost netexec`: answers questions about itself and asks others (upstream's netexec.go).
final class Netexec {
  private static final String NOT_FOUND = "404 page not found\n";

  private final Agnhost host;
  private final Daemon daemon;
  private final int udpPort;

  Netexec(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
    this.udpPort = daemon.portOption("udp-port", 8081);
  }

  void start() throws IOException {
    int port = daemon.portOption("http-port", 8080);
    HttpServer.Handler handler =
        daemon.option("http-override").filter(target -> !target.isEmpty()).isPresent()
            ? (_, client) -> handle(overridden(), client)
            : this::handle;
    String certificate = daemon.option("tls-cert-file").orElse("");
    if (udpPort != -1) {
      Datagrams.serve(host.self(), udpPort, this::answer);
      host.log("Started UDP server on port  " + udpPort);
    }
    if (certificate.isEmpty()) {
      daemon.listen(port, handler);
    } else {
      String key = daemon.option("tls-private-key-file").orElse("");
      daemon.listen(port, new SmallServers(host).certificate(certificate, key), handler);
    }
    if (daemon.portOption("sctp-port", -1) != -1) {
      daemon.error("podium: SCTP is not simulated");
    }
    host.log("Started HTTP server on port " + port);
    int delay = daemon.portOption("delay-shutdown", 0);
    if (delay > 0) {
      host.self()
          .onSignal(
              Signal.TERM,
              () -> {
                host.log("Sleeping " + delay + " seconds before terminating...");
                exitAfter(Duration.ofSeconds(delay), 0);
              });
    }
  }

  private HttpRequest overridden() {
    return HttpRequest.get(daemon.option("http-override").orElse("/"), Headers.of());
  }

  private void exitAfter(Duration time, int code) {
    host.self().clock().schedule(time, () -> host.self().exit(code));
  }

  private String answer(String text, Endpoint client) {
    String asked = text.strip().toLowerCase(Locale.ROOT);
    if (asked.equals("hostname")) {
      host.log("Sending udp hostName response");
      return daemon.hostname();
    }
    if (asked.startsWith("echo ")) {
      String said = text.strip().substring(5);
      host.log("Echoing " + said + " to UDP client " + client);
      return said;
    }
    if (asked.equals("clientip")) {
      host.log("Sending clientip back to UDP client " + client);
      return client.toString();
    }
    if (!asked.isEmpty()) {
      host.log("Unknown UDP command received from " + client + ": " + asked);
    }
    return "";
  }

  private HttpResponse handle(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    return page(request, client).response(host.date());
  }

  private static Page text(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text);
  }

  private Page page(HttpRequest request, Endpoint client) throws IOException, InterruptedException {
    NetexecActions actions = new NetexecActions(host);
    if (request.path().equals("/upload")) {
      host.log("GET /upload");
      return actions.upload(request);
    }
    Form form = Form.of(request);
    return switch (request.path()) {
      case "/hostname", "/hostName" -> said("GET " + request.path(), daemon.hostname());
      case "/clientip" -> said("GET /clientip", client.toString());
      case "/serverport" ->
          said("GET /serverport", Integer.toString(daemon.portOption("http-port", 8080)));
      case "/header" -> {
        String key = form.get("key");
        yield said("GET /header?key=" + key, request.headers().find(key).orElse(""));
      }
      case "/healthz" -> text(udpPort == -1 ? 412 : 200, logged("GET /healthz"));
      case "/echo" -> echo(form);
      case "/redirect" -> redirect(request, form);
      case "/exit" -> exit(form);
      case "/shutdown" -> {
        host.log("GET /shutdown");
        exitAfter(Duration.ZERO, 0);
        yield text(200, "");
      }
      case "/dial" -> actions.dial(form);
      case "/shell" -> actions.shell(form);
      case "/" ->
          said(
              "GET /",
              "NOW: "
                  + daemon.now().toString().replace('T', ' ').replace("Z", " +0000 UTC m=+0.0"));
      default -> text(404, NOT_FOUND);
    };
  }

  private String logged(String line) {
    host.log(line);
    return "";
  }

  private Page said(String line, String answer) {
    host.log(line);
    return text(200, answer);
  }

  private static String notNumber(String code) {
    return "argument 'code' must be an integer or empty, got \"" + code + "\"\n";
  }

  private Page echo(Form form) {
    String code = form.get("code");
    host.log("GET /echo?msg=" + form.get("msg") + "&code=" + code);
    if (code.isEmpty()) {
      return text(200, form.get("msg"));
    }
    return code.matches("[1-5]\\d\\d")
        ? text(Integer.parseInt(code), form.get("msg"))
        : text(200, notNumber(code));
  }

  private Page redirect(HttpRequest request, Form form) {
    String location = form.get("location");
    String code = form.get("code");
    host.log(request.method() + " /redirect?msg=" + location + "&code=" + code);
    if (!code.isEmpty() && !code.matches("[1-5]\\d\\d")) {
      return text(200, notNumber(code));
    }
    int status = code.isEmpty() ? 302 : Integer.parseInt(code);
    String escaped = location.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&#34;");
    String reason = status == 302 ? "Found" : StatusText.of(status);
    String body =
        request.method().equals("GET")
            ? "<a href=\"%s\">%s</a>.\n\n".formatted(escaped, reason)
            : "";
    return Page.of(status, "text/html; charset=utf-8", body).with("Location", location);
  }

  private Page exit(Form form) {
    String code = form.get("code");
    String timeout = form.get("timeout");
    String wait = form.get("wait");
    host.log("GET /exit?code=" + code + "&timeout=" + timeout + "&wait=" + wait);
    if (!code.matches("\\d{0,3}")) {
      return text(
          200, "argument 'code' must be an integer [0-127] or empty, got \"" + code + "\"\n");
    }
    Duration waits = GoDuration.parse(wait);
    int number = code.isEmpty() ? 0 : Integer.parseInt(code);
    host.log(
        "Will begin shutdown in %s, allowing %s for connections to close, then will exit with %d"
            .formatted(wait.isEmpty() ? "0s" : wait, timeout.isEmpty() ? "0s" : timeout, number));
    exitAfter(waits, number);
    return text(200, "");
  }
}
