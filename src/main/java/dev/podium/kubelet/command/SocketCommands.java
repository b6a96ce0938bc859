package dev.podium.kubelet.command;

import dev.podium.network.NetworkStack.SocketState;
import java.io.IOException;
import java.util.List;

/// `ss` and `netstat`: what listens and what is connected.
final class SocketCommands {
  private SocketCommands() {}

  private static List<SocketState> sockets(Cli cli, String flags) {
    boolean listening = flags.contains("l");
    boolean all = flags.contains("a");
    boolean chosen = flags.contains("t") || flags.contains("u");
    return cli.self().network().sockets().stream()
        .filter(s -> !chosen || flags.contains(isUdp(s) ? "u" : "t"))
        .filter(s -> all || isOpen(s) == listening)
        .toList();
  }

  private static boolean isUdp(SocketState socket) {
    return socket.state().equals("UNCONN");
  }

  /// Whether it waits for anybody.
  private static boolean isOpen(SocketState socket) {
    return isUdp(socket) || socket.state().equals("LISTEN");
  }

  static int netstat(Cli cli) throws IOException {
    String flags = String.join("", cli.arguments()).replace("-", "");
    if (flags.contains("r")) {
      return NetCommands.route(cli);
    }
    boolean programs = flags.contains("p");
    cli.println(
        "Active Internet connections ("
            + (flags.contains("a")
                ? "servers and established"
                : flags.contains("l") ? "only servers" : "w/o servers")
            + ")");
    cli.println(
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
            + (programs ? " PID/Program name    " : " "));
    for (SocketState socket : sockets(cli, flags)) {
      boolean listens = isOpen(socket);
      String state = isUdp(socket) ? "" : listens ? "LISTEN" : "ESTABLISHED";
      String remote =
          listens
              ? (socket.local().address().contains(":") ? ":::*" : "0.0.0.0:*")
              : socket.remote().toString();
      cli.println(
          String.format(
              "%s        0      0 %-23s %-23s %-11s%s",
              isUdp(socket) ? "udp" : "tcp",
              socket.local(),
              remote,
              state,
              programs ? " -                   " : ""));
    }
    return 0;
  }

  static int ss(Cli cli) throws IOException {
    String flags = String.join("", cli.arguments()).replace("-", "");
    boolean mixed = flags.contains("t") == flags.contains("u");
    cli.println(
        (mixed ? "Netid " : "")
            + "State  Recv-Q Send-Q Local Address:Port Peer Address:Port"
            + "Process");
    for (SocketState socket : sockets(cli, flags)) {
      boolean listens = isOpen(socket);
      cli.println(
          (mixed ? (isUdp(socket) ? "udp   " : "tcp   ") : "")
              + String.format(
                  "%-6s 0      %-6d %18s %17s",
                  isUdp(socket) ? "UNCONN" : listens ? "LISTEN" : "ESTAB",
                  listens && !isUdp(socket) ? 511 : 0,
                  socket.local(),
                  listens ? "0.0.0.0:*" : socket.remote())
              + "          ");
    }
    return 0;
  }
}
