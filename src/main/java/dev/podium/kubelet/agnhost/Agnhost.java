package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.Daemon;
import dev.podium.network.http.Headers;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A run of agnhost: finds the program that the first argument names, and logs for it.
public final class Agnhost {
  private static final DateTimeFormatter KLOG = DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS");
  static final String TEXT = "text/plain; charset=utf-8";

  /// What upstream's image has and Podium does not.
  private static final Set<String> OTHERS =
      Set.of(
          "external-metrics",
          "fake-metrics-server",
          "fake-registry-server",
          "h2c-server",
          "mtlsclient",
          "mtlsserver",
          "net",
          "nonewprivs",
          "podcertificatesigner");

  private final Daemon daemon;
  private final Process self;

  private Agnhost(Process self) {
    this.self = self;
    this.daemon = new Daemon(self);
  }

  public static Map<String, Program> programs() {
    return Map.of(
        "agnhost",
        (Program.Service) self -> new Agnhost(self).start(),
        "resource-consumer",
        (Program.Service)
            self -> {
              Agnhost host = new Agnhost(self);
              host.daemon().endsLikeGo();
              new ResourceConsumer(host).start();
            });
  }

  Daemon daemon() {
    return daemon;
  }

  Process self() {
    return self;
  }

  private void start() throws IOException {
    daemon.endsLikeGo();
    List<String> words = daemon.words();
    String command = words.isEmpty() ? "help" : words.getFirst();
    try {
      start(command);
    } catch (IOException e) {
      fatal(String.valueOf(e.getMessage()));
    }
  }

  private void start(String command) throws IOException {
    SmallServers servers = new SmallServers(this);
    switch (command) {
      case "netexec" -> new Netexec(this).start();
      case "guestbook" -> new Guestbook(this).start();
      case "nettest" -> new NetTest(this).start();
      case "inclusterclient" -> background(() -> InCluster.poll(this));
      case "test-service-account-issuer-discovery" ->
          background(() -> new IssuerDiscovery(this).run());
      case "webhook" -> new Webhooks(this).start();
      case "crd-conversion-webhook" -> new Conversions(this).start();
      case "pause" -> pause();
      case "serve-hostname" -> servers.serveHostname();
      case "test-webserver" -> servers.testWebserver();
      case "liveness" -> servers.liveness();
      case "grpc-health-checking" -> new HealthServer(this).start();
      case "porter" -> servers.porter();
      case "fake-gitserver" -> servers.fakeGitServer();
      case "tcp-reset" -> servers.tcpReset();
      case "audit-proxy" -> servers.auditProxy();
      case "resource-consumer" -> new ResourceConsumer(this).start();
      case "resource-consumer-controller" -> new ConsumerController(this).start();
      case "no-snat-test" -> new NoSnatTest(this).start();
      case "no-snat-test-proxy" -> new NoSnatTest(this).startProxy();
      case "port-forward-tester" -> new PortForwardTester(this).start();
      case "mounttest" -> background(new MountTest(daemon)::run);
      case "connect" -> background(new ConnectTest(daemon)::run);
      case "logs-generator" -> background(() -> LogsGenerator.run(this));
      default -> tell(command);
    }
  }

  /// What says something and ends.
  private void tell(String command) throws IOException {
    Facts facts = new Facts(daemon);
    switch (command) {
      case "entrypoint-tester" -> daemon.out("[" + String.join(" ", self.arguments()) + "]");
      case "dns-suffix" -> facts.resolver("search");
      case "dns-server-list" -> facts.resolver("nameserver");
      case "etc-hosts" -> facts.hosts();
      case "--version", "-v" -> daemon.out("app version 2.59");
      case "help", "--help", "-h" -> daemon.out(Facts.HELP);
      default -> {
        end(command);
        return;
      }
    }
    self.exit(0);
  }

  private void end(String command) {
    if (OTHERS.contains(command)) {
      daemon.error("podium: agnhost " + command + " is not simulated");
      self.exit(127);
    } else {
      daemon.error("Error: unknown command \"" + command + "\" for \"app\"");
      daemon.error("Run 'app --help' for usage.");
      self.exit(1);
    }
  }

  private void pause() {
    daemon.out("Paused");
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  /// What ends by itself, or is told to.
  interface Work {
    /// @return the exit code
    int run() throws IOException, InterruptedException;
  }

  /// Works on a thread of its own until it is done; ends the process then.
  void background(Work work) {
    Thread.ofVirtual()
        .name("agnhost")
        .start(() -> {
          try {
            self.exit(work.run());
          } catch (IOException e) {
            fatal(String.valueOf(e.getMessage()));
          } catch (InterruptedException _) {
            self.exit(1);
          }
        });
  }

  /// A line as Go's log has it, which klog takes over.
  void log(String text) {
    log("I", "log.go:245", text);
  }

  /// A line as klog has it.
  ///
  /// @param level its letter
  void log(String level, String source, String text) {
    daemon.error("%s%s %7d %s] %s".formatted(level, daemon.time(KLOG), self.pid(), source, text));
  }

  /// Says why there is no going on, and ends.
  void fatal(String text) {
    log("F", "log.go:245", text);
    self.exit(1);
  }

  /// What every answer has.
  Headers date() {
    return Headers.of("Date", daemon.httpDate());
  }
}
