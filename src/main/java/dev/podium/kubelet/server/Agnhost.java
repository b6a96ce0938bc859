package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.StaticFiles.Found;
import dev.podium.network.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The image of Kubernetes' own tests: many small programs in one, chosen by the first argument.
///
/// Upstream: test/images/agnhost.
final class Agnhost {
  private static final DateTimeFormatter KLOG = DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS");
  private static final Duration LIVES = Duration.ofSeconds(10);

  private final Daemon daemon;
  private final Process self;

  Agnhost(Process self) {
    this.self = self;
    this.daemon = new Daemon(self);
  }

  static void start(Process self) throws IOException {
    new Agnhost(self).start();
  }

  private void start() throws IOException {
    List<String> words = daemon.words();
    String command = words.isEmpty() ? "help" : words.getFirst();
    switch (command) {
      case "netexec" -> new Netexec(daemon).start();
      case "pause" -> pause();
      case "serve-hostname" -> serveHostname();
      case "test-webserver" -> testWebserver();
      case "liveness" -> liveness();
      case "porter" -> porter();
      case "entrypoint-tester" -> {
        daemon.out("[" + String.join(" ", self.arguments()) + "]");
        self.exit(0);
      }
      case "mounttest" -> background(new MountTest(daemon)::run);
      case "connect" -> background(new ConnectTest(daemon)::run);
      case "logs-generator" -> background(this::generateLogs);
      case "dns-suffix" -> dns("search", ",");
      case "dns-server-list" -> dns("nameserver", ",");
      case "etc-hosts" -> {
        self.stdout().write(self.files().bytes("/etc/hosts"));
        self.exit(0);
      }
      case "--version", "version" -> {
        daemon.out("agnhost version 2.59");
        self.exit(0);
      }
      default -> {
        daemon.error("podium: agnhost " + command + " is not simulated");
        self.exit(127);
      }
    }
  }

  /// What ends by itself.
  private interface Work {
    int run() throws IOException, InterruptedException;
  }

  private void background(Work work) {
    Thread.ofVirtual()
        .name("agnhost")
        .start(() -> {
          try {
            self.exit(work.run());
          } catch (IOException e) {
            daemon.error("error: " + e.getMessage());
            self.exit(1);
          } catch (InterruptedException _) {
            self.exit(1);
          }
        });
  }

  /// A line as klog has it.
  void log(String source, String text) {
    daemon.error("I%s       1 %s] %s".formatted(daemon.time(KLOG), source, text));
  }

  private void pause() {
    daemon.out("Paused");
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  private void serveHostname() throws IOException {
    int port = daemon.portOption("port", 9376);
    daemon.listen(
        port,
        (_, client) -> {
          log("log.go:245", "HTTP request from " + client);
          return Page.of(200, "text/plain; charset=utf-8", daemon.hostname()).response(date());
        });
    log("log.go:245", "Serving on port " + port + ".");
    daemon.endsOn(0, Signal.TERM);
  }

  private Headers date() {
    return Headers.of("Date", daemon.httpDate());
  }

  private void testWebserver() throws IOException {
    StaticFiles files = new StaticFiles(self.files());
    daemon.listen(
        daemon.portOption("port", 80),
        (request, _) -> {
          Page page =
              files.find(request.path(), List.of("index.html")) instanceof Found.File file
                  ? files.page(file, request, "text/plain; charset=utf-8")
                  : request.path().equals("/")
                      ? Page.of(200, "text/html; charset=utf-8", listing())
                      : Page.of(404, "text/plain; charset=utf-8", "404 page not found\n");
          return page.response(date());
        });
    daemon.endsLikeGo();
  }

  private String listing() throws IOException {
    StringBuilder text = new StringBuilder("<pre>\n");
    self.files()
        .list("/")
        .forEach(name -> text.append("<a href=\"%s\">%s</a>\n".formatted(name, name)));
    return text.append("</pre>\n").toString();
  }

  /// Well for ten seconds.
  private void liveness() throws IOException {
    Instant started = daemon.now();
    daemon.listen(
        8080,
        (request, _) -> {
          double seconds = Duration.between(started, daemon.now()).toMillis() / 1000.0;
          boolean well = seconds < LIVES.toSeconds();
          Page page =
              switch (request.path()) {
                case "/healthz" ->
                    well
                        ? Page.of(200, "text/plain; charset=utf-8", "ok")
                        : Page.of(
                            500,
                            "text/plain; charset=utf-8",
                            String.format(Locale.ROOT, "error: %s", seconds));
                case "/started" ->
                    Page.of(
                        200,
                        "text/plain; charset=utf-8",
                        String.format(Locale.ROOT, "%ss", seconds));
                default -> Page.of(404, "text/plain; charset=utf-8", "404 page not found\n");
              };
          return page.response(date());
        });
    daemon.endsLikeGo();
  }

  /// Answers on each port that a variable names.
  private void porter() throws IOException {
    for (Map.Entry<String, String> variable : self.environment().entrySet()) {
      String name = variable.getKey();
      if (name.startsWith("SERVE_PORT_")) {
        daemon.listen(
            Daemon.port(name.substring("SERVE_PORT_".length()), 80),
            (_, _) ->
                Page.of(200, "text/plain; charset=utf-8", variable.getValue()).response(date()));
      }
    }
    daemon.endsLikeGo();
  }

  private void dns(String keyword, String separator) throws IOException {
    List<String> found = new ArrayList<>();
    new String(self.files().bytes("/etc/resolv.conf"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(keyword + " "))
        .forEach(line -> found.addAll(List.of(line.substring(keyword.length() + 1).split("\\s+"))));
    daemon.out(String.join(separator, found));
    self.exit(0);
  }

  private int generateLogs() throws InterruptedException {
    int total = daemon.portOption("log-lines-total", 0);
    Duration all = GoDuration.parse(daemon.option("run-duration").orElse("0s"));
    List<String> methods = List.of("GET", "POST", "PUT");
    Duration pause = total > 0 ? all.dividedBy(total) : Duration.ZERO;
    for (int i = 0; i < total; i++) {
      int status = 200 + i * 37 % 400;
      log(
          "logs_generator.go:76",
          "%d %s /api/v1/namespaces/%s/pods/%s %d"
              .formatted(
                  i, methods.get(i % 3), i % 2 == 0 ? "default" : "kube-system", pod(i), status));
      self.sleep(pause);
    }
    return 0;
  }

  private static String pod(int i) {
    return Integer.toString(Math.floorMod(i * 2_654_435, 46_656), 36);
  }
}
