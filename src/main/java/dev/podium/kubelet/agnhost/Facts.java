package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a host looks like from within.
record Facts(Daemon daemon) {
  static final String HELP =
      """
      Usage:
        app [command]

      Available Commands:
        connect                               Attempts a TCP, UDP or SCTP connection and returns useful errors
        crd-conversion-webhook                Starts an HTTP server on port 443 for testing CustomResourceConversionWebhook
        dns-server-list                       Prints the DNS server list
        dns-suffix                            Prints the DNS suffix list
        entrypoint-tester                     Prints the args it's passed and exits
        etc-hosts                             Prints the host's hosts file
        fake-gitserver                        Fakes a git server
        guestbook                             Creates a HTTP server with various endpoints representing a guestbook app
        help                                  Help about any command
        inclusterclient                       Periodically poll the Kubernetes "/healthz" endpoint
        liveness                              Starts a server that is alive for 10 seconds
        logs-generator                        Outputs lines of logs to stdout uniformly
        mounttest                             Creates files with given permissions and outputs what it finds of files
        netexec                               Creates an HTTP(S) server and a UDP server with various endpoints
        nettest                               Starts a tiny web server for checking networking connectivity
        no-snat-test                          Creates the /checknosnat and /whoami endpoints
        no-snat-test-proxy                    Creates a proxy for the /checknosnat endpoint
        pause                                 Pauses the execution
        port-forward-tester                   Creates a TCP server that sends chunks of data
        porter                                Serves requested data on ports specified in ENV variables
        serve-hostname                        Serves the hostname
        tcp-reset                             Serves on a tcp port and RST connections received
        test-service-account-issuer-discovery Tests the ServiceAccountIssuerDiscovery feature
        test-webserver                        Starts an HTTP fileserver
        webhook                               Starts an HTTP server for testing admission webhooks

      Flags:
        -h, --help      help for app
        -v, --version   version for app\
      """;

  void resolver(String keyword) throws IOException {
    List<String> found = new ArrayList<>();
    new String(daemon.self().files().bytes("/etc/resolv.conf"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(keyword + " "))
        .forEach(line -> found.addAll(List.of(line.substring(keyword.length() + 1).split("\\s+"))));
    daemon.out(String.join(",", found));
  }

  void hosts() throws IOException {
    daemon.self().stdout().write(daemon.self().files().bytes("/etc/hosts"));
  }
}
