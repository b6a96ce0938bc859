package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.server.NginxConfig.Directive;
import dev.podium.kubelet.server.NginxConfig.Faulty;
import dev.podium.network.Listener;
import dev.podium.network.http.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// nginx: reads its configuration, listens, and reads it again when it is told.
final class Nginx {
  private static final String PID_FILE = "/run/nginx.pid";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");

  private final Daemon daemon;
  private final String version;
  private final String file;
  private final Map<Integer, Listener> listeners = new HashMap<>();
  private final AtomicLong connections = new AtomicLong();
  private volatile Map<Integer, NginxServer> servers = Map.of();

  private Nginx(Process self) {
    this.daemon = new Daemon(self);
    this.version = version(self);
    this.file = daemon.option("c").orElse("/etc/nginx/nginx.conf");
  }

  static void start(Process self) throws InterruptedException, IOException {
    new Nginx(self).start();
  }

  /// That of the tag, as far as it says so.
  private static String version(Process self) {
    String tag = self.container().image().tag().replaceFirst("-.*", "");
    String known = self.container().image().settings().getOrDefault("version-" + tag, "");
    return tag.matches("\\d+\\.\\d+\\.\\d+")
        ? tag
        : known.isEmpty() ? self.environment().getOrDefault("NGINX_VERSION", "1.29.1") : known;
  }

  private void start() throws InterruptedException, IOException {
    List<String> words = daemon.words();
    Optional<String> signal = daemon.option("s");
    if (words.contains("-v") || words.contains("-V")) {
      daemon.error("nginx version: nginx/" + version);
      daemon.self().exit(0);
    } else if (words.contains("-t") || words.contains("-T")) {
      test();
    } else if (signal.isPresent()) {
      signal(signal.get());
    } else if (daemon.option("g").filter(text -> text.contains("daemon off")).isPresent()) {
      serve();
    } else {
      // A daemon goes on in a process of its own.
      daemon.self().spawn(List.of("nginx", "-g", "daemon off;"), daemon.self().inheritance());
      daemon.self().exit(0);
    }
  }

  private void test() {
    try {
      read();
      daemon.error("nginx: the configuration file " + file + " syntax is ok");
      daemon.error("nginx: configuration file " + file + " test is successful");
      daemon.self().exit(0);
    } catch (Faulty e) {
      daemon.error("nginx: [emerg] " + e.getMessage());
      daemon.error("nginx: configuration file " + file + " test failed");
      daemon.self().exit(1);
    }
  }

  private void signal(String name) {
    Optional<Signal> signal =
        switch (name) {
          case "reload" -> Optional.of(Signal.HUP);
          case "quit" -> Optional.of(Signal.QUIT);
          case "stop" -> Optional.of(Signal.TERM);
          case "reopen" -> Optional.of(Signal.USR1);
          default -> Optional.empty();
        };
    if (signal.isEmpty()) {
      daemon.error("nginx: invalid option: \"-s " + name + "\"");
      daemon.self().exit(1);
      return;
    }
    try {
      read();
      String pid =
          new String(daemon.self().files().bytes(PID_FILE), StandardCharsets.UTF_8).strip();
      daemon.error(notice("signal process started"));
      daemon.self().kill(Integer.parseInt(pid), signal.get());
      daemon.self().exit(0);
    } catch (Faulty e) {
      daemon.error("nginx: [emerg] " + e.getMessage());
      daemon.self().exit(1);
    } catch (IOException | NumberFormatException _) {
      daemon.error("nginx: [error] invalid PID number \"\" in \"" + PID_FILE + "\"");
      daemon.self().exit(1);
    }
  }

  private void serve() throws IOException {
    try {
      apply();
    } catch (Faulty e) {
      daemon.error(daemon.time(DATE) + " [emerg] 1#1: " + e.getMessage());
      daemon.error("nginx: [emerg] " + e.getMessage());
      daemon.self().exit(1);
      return;
    }
    try (OutputStream pid = daemon.self().files().write(PID_FILE, Open.TRUNCATE, 0644)) {
      pid.write((daemon.self().pid() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (Errno _) {
      // It cannot be told anything then.
    }
    for (String line :
        List.of(
            "using the \"epoll\" event method",
            "nginx/" + version,
            "OS: Linux",
            "getrlimit(RLIMIT_NOFILE): 1048576:1048576",
            "start worker processes",
            "start worker process 29")) {
      daemon.error(notice(line));
    }
    daemon.endsOn(0, Signal.TERM, Signal.INT, Signal.QUIT);
    daemon.self().ignore(Signal.WINCH);
    daemon.self().ignore(Signal.USR1);
    daemon.self().onSignal(Signal.HUP, this::reload);
  }

  private String notice(String text) {
    int pid = daemon.self().pid();
    return "%s [notice] %d#%d: %s".formatted(daemon.time(DATE), pid, pid, text);
  }

  private void reload() {
    daemon.error(notice("signal 1 (SIGHUP) received, reconfiguring"));
    daemon.error(notice("reconfiguring"));
    try {
      apply();
    } catch (Faulty e) {
      daemon.error(daemon.time(DATE) + " [emerg] 1#1: " + e.getMessage());
    } catch (IOException e) {
      daemon.error(daemon.time(DATE) + " [emerg] 1#1: " + e.getMessage());
    }
  }

  private Directive read() throws Faulty {
    Directive all = NginxConfig.read(daemon.self().files(), file);
    NginxDirectives.notSimulated(all);
    Directive http = http(all);
    NginxProxy.of(daemon, http);
    return all;
  }

  private static Directive http(Directive all) {
    return all.last("http").orElse(new Directive("http", List.of(), List.of(), all.file(), 0));
  }

  private synchronized void apply() throws Faulty, IOException {
    Directive all = NginxConfig.read(daemon.self().files(), file);
    for (String name : NginxDirectives.notSimulated(all)) {
      daemon.error("podium: the nginx directive \"" + name + "\" is not simulated");
    }
    Directive http = http(all);
    NginxProxy proxy = NginxProxy.of(daemon, http);
    Map<Integer, NginxServer> made = new TreeMap<>();
    List<NginxSite> sites = http.all("server").map(site -> new NginxSite(http, site)).toList();
    for (NginxSite site : sites) {
      for (int port : site.ports()) {
        made.computeIfAbsent(
            port,
            p ->
                new NginxServer(
                    daemon,
                    version,
                    sites.stream().filter(s -> s.ports().contains(p)).toList(),
                    proxy,
                    connections));
      }
    }
    servers = made;
    listen(made);
  }

  private void listen(Map<Integer, NginxServer> made) throws Faulty {
    for (int port : made.keySet()) {
      if (listeners.containsKey(port)) {
        continue;
      }
      HttpServer.Handler handler =
          (request, client) -> {
            NginxServer server = servers.get(port);
            if (server == null) {
              throw new IOException("no longer served");
            }
            return server.handle(port, request, client);
          };
      try {
        listeners.put(port, daemon.self().network().listen(port, false, new HttpServer(handler)));
      } catch (IOException e) {
        throw new Faulty("bind() to 0.0.0.0:" + port + " failed (98: Address already in use)");
      }
    }
    listeners
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !made.containsKey(entry.getKey());
          if (gone) {
            entry.getValue().close();
          }
          return gone;
        });
  }
}
