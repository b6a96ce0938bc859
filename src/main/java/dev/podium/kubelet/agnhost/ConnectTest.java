package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.GoDuration;
import dev.podium.kubelet.server.Names;
import dev.podium.network.ConnectFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `agnhost connect`: whether a port can be reached (upstream's connect.go).
record ConnectTest(Daemon daemon) {
  /// How long Linux tries where nobody says how long.
  private static final Duration USUAL = Duration.ofSeconds(127);

  int run() throws IOException, InterruptedException {
    String protocol = daemon.option("protocol").orElse("tcp");
    if (protocol.equals("sctp")) {
      return failed("podium: SCTP is not simulated");
    }
    if (!List.of("tcp", "udp", "").contains(protocol)) {
      return failed("Unsupported protocol");
    }
    Optional<String> target = target();
    if (target.isEmpty()) {
      return failed("Error: accepts 1 arg(s), received 0");
    }
    int colon = target.get().lastIndexOf(':');
    if (colon < 0) {
      return failed("UNKNOWN: address " + target.get() + ": missing port in address");
    }
    String host = target.get().substring(0, colon);
    Optional<String> address = Names.address(daemon.self(), host);
    if (address.isEmpty()) {
      return failed(
          "DNS: lookup %s on %s:53: no such host"
              .formatted(host, daemon.self().network().nameServer().address()));
    }
    int port = Daemon.port(target.get(), 0);
    try {
      return protocol.equals("udp") ? datagram(address.get(), port) : stream(address.get(), port);
    } catch (ConnectFailure e) {
      return failed(text(e, target.get(), protocol.equals("udp")));
    }
  }

  private int failed(String text) {
    daemon.error(text);
    return 1;
  }

  private Optional<String> target() {
    List<String> words = daemon.words();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        return Optional.of(word);
      }
      i += word.contains("=") ? 0 : 1;
    }
    return Optional.empty();
  }

  private Duration timeout() {
    return daemon
        .option("timeout")
        .map(GoDuration::parse)
        .filter(given -> !given.isZero())
        .orElse(USUAL);
  }

  private int stream(String address, int port) throws ConnectFailure, InterruptedException {
    daemon.self().network().connect(address, port, timeout()).close();
    return 0;
  }

  private int datagram(String address, int port) throws ConnectFailure, InterruptedException {
    byte[] data =
        (daemon.option("udp-data").orElse("hostname") + "\n").getBytes(StandardCharsets.UTF_8);
    return daemon.self().network().ask(address, port, data, timeout()).isPresent()
        ? 0
        : failed("TIMEOUT: read udp: i/o timeout");
  }

  private static String text(ConnectFailure e, String target, boolean udp) {
    return switch (e.reason()) {
      case REFUSED -> udp ? "REFUSED: read udp: read: connection refused" : "REFUSED";
      case TIMED_OUT -> udp ? "TIMEOUT: read udp: i/o timeout" : "TIMEOUT";
      case UNKNOWN_HOST -> "DNS: lookup " + target + ": no such host";
      case NO_ROUTE -> "OTHER: dial tcp " + target + ": connect: no route to host";
      case UNREACHABLE -> "OTHER: dial tcp " + target + ": connect: network is unreachable";
    };
  }
}
