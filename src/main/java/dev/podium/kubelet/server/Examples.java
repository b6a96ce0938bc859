package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The small web applications that tutorials and textbooks run: each says which pod answered.
final class Examples {
  private static final DateTimeFormatter GO_LOG =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");
  private static final DateTimeFormatter JAVASCRIPT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  /// What a page of hpa-example takes of the processor.
  private static final Duration PAGE = Duration.ofMillis(50);

  private Examples() {}

  /// A page of the Apache server that greets by the name of the pod.
  static void echoHostname(Process self) throws IOException {
    apache(self, "Apache/2.4.18 (Ubuntu)", () -> greeting(self.container().hostname()));
  }

  /// What the walkthrough of horizontal pod autoscaling loads: each page takes the processor for a
  /// moment, which counts for a measurement's window.
  static void hpaExample(Process self) throws IOException {
    Duration window = Duration.ofSeconds(15);
    long nanocores = PAGE.toNanos() / window.toSeconds();
    apache(
        self,
        "Apache/2.4.10 (Debian)",
        () -> {
          self.compute(nanocores);
          self.clock().schedule(window, () -> self.compute(-nanocores));
          return "OK!";
        });
  }

  private static void apache(Process self, String server, Supplier<String> index)
      throws IOException {
    Daemon daemon = new Daemon(self);
    daemon.listen(
        80,
        (request, client) -> {
          Page page =
              request.path().equals("/") || request.path().equals("/index.php")
                  ? Page.of(200, "text/html; charset=UTF-8", index.get())
                  : Page.of(404, "text/html; charset=iso-8859-1", notFound());
          daemon.out(daemon.combinedLog(client, request, page));
          return page.response(Headers.of("Date", daemon.httpDate(), "Server", server));
        });
    daemon.endsOn(0, Signal.TERM, Signal.WINCH, Signal.INT);
  }

  private static String greeting(String hostname) {
    return """
    <!DOCTYPE html>
    <meta charset="utf-8" />
    <link rel="stylesheet" type="text/css" href="./css/layout.css" />
    <link rel="stylesheet" type="text/css" href="./css/bootstrap.min.css" />

    <div class="form-layout">
    <blockquote>
    <p>Hello,  %s </p>
    </blockquote>
    </div>
    """
        .formatted(hostname);
  }

  private static String notFound() {
    return "<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n</body></html>\n";
  }

  /// hashicorp/http-echo: one text for everybody.
  static void httpEcho(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    String text = daemon.option("text").orElse(daemon.env("ECHO_TEXT", ""));
    if (text.isEmpty()) {
      daemon.error("Missing -text option!");
      self.exit(127);
      return;
    }
    String listen = daemon.option("listen").orElse(":5678");
    int status = daemon.portOption("status-code", 200);
    int port = Daemon.port(listen, 5678);
    daemon.listen(
        port,
        (request, client) -> {
          boolean health = request.path().equals("/health");
          Page page =
              health
                  ? Page.of(200, "application/json; charset=utf-8", "{\"status\":\"ok\"}\n")
                  : Page.of(status, "text/plain; charset=utf-8", text + "\n");
          daemon.out(
              "%s %s %s \"%s %s %s\" %d %d \"%s\" 21.4µs"
                  .formatted(
                      daemon.time(GO_LOG),
                      request.headers().find("Host").orElse(""),
                      client,
                      request.method(),
                      request.target(),
                      request.version(),
                      page.status(),
                      page.body().length,
                      request.headers().find("User-Agent").orElse("")));
          return page.response(
              Headers.of(
                  "X-App-Name", "http-echo", "X-App-Version", "1.0.0", "Date", daemon.httpDate()));
        });
    daemon.error(daemon.time(GO_LOG) + " [INFO] server is listening on " + listen);
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  /// traefik/whoami: who answers, and what it was asked.
  static void whoami(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    int port = daemon.portOption("port", Daemon.port(daemon.env("WHOAMI_PORT_NUMBER", "80"), 80));
    String name = daemon.option("name").orElse(daemon.env("WHOAMI_NAME", ""));
    daemon.listen(
        port,
        (request, client) -> {
          Headers front = Headers.of("Date", daemon.httpDate());
          if (request.path().equals("/health") || request.path().equals("/bench")) {
            String text = request.path().equals("/bench") ? "1" : "";
            return Page.of(200, "text/plain; charset=utf-8", text).response(front);
          }
          StringBuilder text = new StringBuilder();
          if (!name.isEmpty()) {
            text.append("Name: ").append(name).append('\n');
          }
          text.append("Hostname: ").append(daemon.hostname()).append("\nIP: 127.0.0.1\nIP: ::1\n");
          self.network().addresses().forEach(ip -> text.append("IP: ").append(ip).append('\n'));
          text.append("RemoteAddr: ").append(client).append('\n').append(asGoWrites(request));
          return Page.of(200, "text/plain; charset=utf-8", text.toString()).response(front);
        });
    daemon.error(daemon.time(GO_LOG) + " Starting up on port " + port);
    daemon.endsLikeGo();
  }

  /// A request as Go's Request.Write has it: host and agent, then the others in order.
  private static String asGoWrites(HttpRequest request) {
    StringBuilder text =
        new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
    request
        .headers()
        .find("Host")
        .ifPresent(host -> text.append("Host: ").append(host).append("\r\n"));
    request
        .headers()
        .find("User-Agent")
        .ifPresent(agent -> text.append("User-Agent: ").append(agent).append("\r\n"));
    request.headers().fields().stream()
        .filter(field ->
            !field.name().equalsIgnoreCase("Host") && !field.name().equalsIgnoreCase("User-Agent"))
        .map(field -> field.name() + ": " + field.value() + "\r\n")
        .sorted()
        .forEach(text::append);
    return text.append("\r\n").toString();
  }

  /// Google's hello-app, whose version is its tag.
  static void helloApp(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    int port = Daemon.port(daemon.env("PORT", "8080"), 8080);
    String version = self.container().image().tag().startsWith("2") ? "2.0.0" : "1.0.0";
    daemon.listen(
        port,
        (request, _) -> {
          daemon.error(daemon.time(GO_LOG) + " Serving request: " + request.path());
          return Page.of(
                  200,
                  "text/plain; charset=utf-8",
                  "Hello, world!\nVersion: " + version + "\nHostname: " + daemon.hostname() + "\n")
              .response(Headers.of("Date", daemon.httpDate()));
        });
    daemon.error(daemon.time(GO_LOG) + " Server listening on port " + port);
    daemon.endsLikeGo();
  }

  /// The application of the interactive Kubernetes tutorial.
  static void bootcamp(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    String version = self.container().image().tag().replace("v", "");
    String shown = version.matches("\\d+") ? version : "1";
    AtomicLong requests = new AtomicLong();
    Instant started = daemon.now();
    daemon.listen(
        8080,
        (_, _) -> {
          double uptime = Duration.between(started, daemon.now()).toMillis() / 1000.0;
          daemon.out(
              String.format(
                  Locale.ROOT,
                  "Running On: %s | Total Requests: %d | App Uptime: %.3f seconds | Log Time: %s",
                  daemon.hostname(),
                  requests.incrementAndGet(),
                  uptime,
                  daemon.time(JAVASCRIPT)));
          return Page.of(
                  200,
                  "text/plain",
                  "Hello Kubernetes bootcamp! | Running on: "
                      + daemon.hostname()
                      + " | v="
                      + shown
                      + "\n")
              .response(Headers.of("Date", daemon.httpDate()));
        });
    daemon.out(
        "Kubernetes Bootcamp App Started At: "
            + daemon.time(JAVASCRIPT)
            + " | Running On:  "
            + daemon.hostname()
            + " ");
  }

  /// luksa/kubia.
  static void kubia(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    daemon.listen(
        8080,
        (_, client) -> {
          daemon.out("Received request from ::ffff:" + client.address());
          return Page.of(200, "text/plain", "You've hit " + daemon.hostname() + "\n")
              .response(Headers.of("Date", daemon.httpDate()));
        });
    daemon.out("Kubia server starting...");
  }

  /// nginxdemos/hello in plain text.
  static void nginxHello(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    daemon.listen(
        80,
        (request, client) -> {
          String address = self.network().addresses().stream().findFirst().orElse("127.0.0.1");
          Page page =
              Page.of(
                  200,
                  "text/plain",
                  "Server address: %s:80\nServer name: %s\nDate: %s\nURI: %s\nRequest ID: %016x%016x\n"
                      .formatted(
                          address,
                          daemon.hostname(),
                          daemon.logDate(),
                          request.target(),
                          daemon.now().toEpochMilli(),
                          Integer.toUnsignedLong(client.hashCode())));
          daemon.out(daemon.combinedLog(client, request, page) + " \"-\"");
          return page.response(Headers.of("Server", "nginx/1.27.2", "Date", daemon.httpDate()));
        });
    daemon.endsOn(0, Signal.TERM, Signal.QUIT, Signal.INT);
  }
}
