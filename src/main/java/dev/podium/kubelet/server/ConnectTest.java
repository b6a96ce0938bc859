package dev.podium.kubelet.server;

import dev.podium.network.ConnectFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `agnhost connect`: whether a port can be reached (upstream's test/images/agnhost/connect).
record ConnectTest(Daemon daemon) {
  int run() throws IOException, InterruptedException {
    List<String> words = daemon.words();
    String target = words.stream().skip(1).filter(w -> !w.startsWith("-")).findFirst().orElse("");
    int colon = target.lastIndexOf(':');
    if (colon < 0) {
      daemon.error("OTHER: address " + target + ": missing port in address");
      return 1;
    }
    Duration timeout =
        daemon.option("timeout").map(GoDuration::parse).orElse(Duration.ofSeconds(60));
    String host = target.substring(0, colon);
    Optional<String> address = Names.address(daemon.self(), host);
    if (address.isEmpty()) {
      daemon.error("DNS: lookup " + host + ": no such host");
      return 1;
    }
    try {
      daemon.self().network().connect(address.get(), Daemon.port(target, 0), timeout).close();
      return 0;
    } catch (ConnectFailure e) {
      daemon.error(
          switch (e.reason()) {
            case REFUSED -> "REFUSED";
            case TIMED_OUT -> "TIMEOUT";
            case UNKNOWN_HOST -> "DNS: lookup " + host + ": no such host";
            case NO_ROUTE, UNREACHABLE ->
                "OTHER: dial tcp " + target + ": connect: no route to host";
          });
      return 1;
    }
  }
}
