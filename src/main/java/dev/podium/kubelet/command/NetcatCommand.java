package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import dev.podium.network.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `nc` and `telnet`: bytes by hand.
final class NetcatCommand {
  private NetcatCommand() {}

  /// The port of a service's name, as /etc/services has it.
  private static Optional<Integer> port(String text) {
    return switch (text) {
      case "http" -> Optional.of(80);
      case "https" -> Optional.of(443);
      case "ssh" -> Optional.of(22);
      case "domain" -> Optional.of(53);
      default ->
          text.matches("\\d{1,5}") && Integer.parseInt(text) < 65_536
              ? Optional.of(Integer.parseInt(text))
              : Optional.empty();
    };
  }

  /// Alpine has busybox's, until somebody installs OpenBSD's.
  private static boolean isBusybox(Cli cli) {
    return cli.busybox() && !cli.self().files().exists("/usr/bin/nc.openbsd");
  }

  static int nc(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli, isBusybox(cli) ? "zvw:lp:knuq:eNs:i:46c:" : "zvw:lp:knuq:eNs:i:46c:tFdhrDSUC");
    List<String> operands = new ArrayList<>(opts.operands());
    if (opts.has('l') && opts.has('u')) {
      return listenForDatagrams(cli, opts, operands);
    }
    if (opts.has('l')) {
      return listen(cli, opts, operands);
    }
    if (operands.size() < 2) {
      throw new Usage(
          isBusybox(cli)
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT  - connect"
              : "usage: nc [-46CDdFhklNnrStUuvZz] [destination] [port]",
          1);
    }
    String host = operands.getFirst();
    Optional<String> found = Hosts.addresses(cli, host).stream().findFirst();
    if (found.isEmpty()) {
      return cli.fail(
          isBusybox(cli)
              ? "bad address '" + host + "'"
              : "getaddrinfo for host \""
                  + host
                  + "\" port "
                  + operands.get(1)
                  + ": Name or service not known");
    }
    int status = 0;
    for (String ports : operands.subList(1, operands.size())) {
      String[] range = ports.split("-", 2);
      int from = port(range[0]).orElse(-1);
      int to = range.length > 1 ? port(range[1]).orElse(-1) : from;
      if (from < 0 || to < from) {
        return cli.fail(
            isBusybox(cli) ? "bad port '" + ports + "'" : "port number invalid: " + ports);
      }
      for (int port = from; port <= to; port++) {
        status =
            opts.has('u')
                ? datagrams(cli, opts, new Endpoint(found.get(), port))
                : connect(cli, opts, host, found.get(), port);
      }
    }
    return status;
  }

  private static int connect(Cli cli, Opts opts, String host, String address, int port)
      throws IOException, InterruptedException {
    Duration patience =
        opts.value('w')
            .map(w -> ProcessCommands.duration(cli, List.of(w)))
            .orElse(Duration.ofSeconds(130));
    try (Connection connection = cli.self().network().connect(address, port, patience)) {
      if (opts.has('v')) {
        String service =
            port == 80
                ? "http"
                : port == 443 ? "https" : port == 22 ? "ssh" : port == 53 ? "domain" : "*";
        cli.complain(
            isBusybox(cli)
                ? host + " (" + address + ":" + port + ") open"
                : "Connection to "
                    + host
                    + (host.equals(address) ? "" : " (" + address + ")")
                    + " "
                    + port
                    + " port [tcp/"
                    + service
                    + "] succeeded!");
      }
      if (!opts.has('z')) {
        converse(cli, connection, false);
      }
      return 0;
    } catch (ConnectFailure e) {
      String reason = e.reason().text();
      if (isBusybox(cli)) {
        return e.reason() == ConnectFailure.Reason.TIMED_OUT && opts.has('w')
            ? cli.fail("timed out")
            : cli.fail("can't connect to remote host (" + address + "): " + reason);
      }
      if (opts.has('v') || !opts.has('z')) {
        boolean now = e.reason() == ConnectFailure.Reason.TIMED_OUT && opts.has('w');
        cli.warn(
            "connect to "
                + host
                + (host.equals(address) ? "" : " (" + address + ")")
                + " port "
                + port
                + " (tcp) failed: "
                + (now ? "Operation now in progress" : reason));
      }
      return 1;
    }
  }

  /// Sends each piece of the input as a datagram and prints what comes back.
  private static int datagrams(Cli cli, Opts opts, Endpoint to)
      throws IOException, InterruptedException {
    Duration patience =
        opts.value('w')
            .map(w -> ProcessCommands.duration(cli, List.of(w)))
            .orElse(Duration.ofSeconds(5));
    if (opts.has('z')) {
      return 0;
    }
    byte[] buffer = new byte[8192];
    for (int n = cli.in().read(buffer); n >= 0; n = cli.in().read(buffer)) {
      try {
        Optional<byte[]> answer =
            cli.self().network().ask(to.address(), to.port(), Arrays.copyOf(buffer, n), patience);
        cli.rawOut().write(answer.orElse(new byte[0]));
      } catch (ConnectFailure e) {
        return isBusybox(cli) ? cli.fail("read error: " + e.reason().text()) : 1;
      }
    }
    return 0;
  }

  private static int listenForDatagrams(Cli cli, Opts opts, List<String> operands)
      throws IOException, InterruptedException {
    String text = opts.value('p').orElse(operands.isEmpty() ? "" : operands.getLast());
    CountDownLatch over = new CountDownLatch(1);
    try (Listener _ =
        cli.self()
            .network()
            .bind(
                port(text).orElse(0),
                (datagram, _) -> {
                  cli.rawOut().write(datagram);
                  return Optional.empty();
                })) {
      over.await();
      return 0;
    } catch (IOException e) {
      return cli.fail(String.valueOf(e.getMessage()));
    }
  }

  /// Passes bytes both ways until the other side has said all.
  ///
  /// @param hangsUp whether the end of the input ends it
  private static void converse(Cli cli, Connection connection, boolean hangsUp)
      throws IOException, InterruptedException {
    Thread writer =
        Thread.ofVirtual()
            .name("nc")
            .start(() -> {
              try {
                pass(cli.in(), connection.out());
                if (hangsUp) {
                  connection.close();
                } else {
                  connection.shutdownOutput();
                }
              } catch (IOException _) {
                // The reader notices.
              }
            });
    try {
      pass(connection.in(), cli.rawOut());
    } catch (java.io.InterruptedIOException _) {
      throw new InterruptedException();
    } catch (dev.podium.kubelet.process.Errno e) {
      throw e;
    } catch (IOException _) {
      // A connection that breaks has ended.
    } finally {
      writer.interrupt();
    }
  }

  private static void pass(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private static int listen(Cli cli, Opts opts, List<String> operands)
      throws IOException, InterruptedException {
    String text = opts.value('p').orElse(operands.isEmpty() ? "" : operands.getLast());
    int port = port(text).orElse(0);
    CountDownLatch over = new CountDownLatch(1);
    try (Listener listener =
        cli.self()
            .network()
            .listen(
                port,
                false,
                connection -> {
                  try {
                    if (opts.has('e') && !operands.isEmpty()) {
                      serve(
                          cli,
                          connection,
                          operands.getFirst().matches("\\d+")
                              ? operands.subList(1, operands.size())
                              : operands);
                    } else {
                      converse(cli, connection, false);
                    }
                  } finally {
                    if (!opts.has('k')) {
                      over.countDown();
                    }
                  }
                })) {
      if (opts.has('v')) {
        cli.complain(
            isBusybox(cli)
                ? "listening on [::]:" + listener.port() + " ..."
                : "Listening on 0.0.0.0 " + listener.port());
      }
      over.await();
      return 0;
    } catch (IOException e) {
      return cli.fail(isBusybox(cli) ? "bind: " + e.getMessage() : String.valueOf(e.getMessage()));
    }
  }

  private static void serve(Cli cli, Connection connection, List<String> command)
      throws IOException, InterruptedException {
    if (!command.isEmpty()) {
      cli.self()
          .spawn(
              command,
              new dev.podium.kubelet.process.Process.Inheritance(
                  cli.environment(),
                  cli.self().directory(),
                  connection.in(),
                  connection.out(),
                  cli.err()))
          .waitFor();
    }
  }

  static int telnet(Cli cli) throws IOException, InterruptedException {
    List<String> operands = Opts.parse(cli, "l:aE").operands();
    if (operands.isEmpty()) {
      throw new Usage(
          isBusybox(cli)
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: telnet [-a] [-l USER] HOST [PORT]"
              : "telnet> ",
          1);
    }
    String host = operands.getFirst();
    int port = operands.size() > 1 ? port(operands.get(1)).orElse(23) : 23;
    Optional<String> found = Hosts.addresses(cli, host).stream().findFirst();
    if (found.isEmpty()) {
      if (isBusybox(cli)) {
        return cli.fail("bad address '" + host + "'");
      }
      cli.complain(
          "telnet: could not resolve " + host + "/" + port + ": Name or service not known");
      return 1;
    }
    if (!isBusybox(cli)) {
      cli.println("Trying " + found.get() + "...");
      cli.flush();
    }
    try (Connection connection =
        cli.self().network().connect(found.get(), port, Duration.ofSeconds(130))) {
      cli.println(
          isBusybox(cli)
              ? "Connected to " + host
              : "Connected to " + host + ".\nEscape character is '^]'.");
      converse(cli, connection, true);
      cli.complain(
          isBusybox(cli)
              ? "Connection closed by foreign host"
              : "Connection closed by foreign host.");
      return 1;
    } catch (ConnectFailure e) {
      return cli.fail(
          isBusybox(cli)
              ? "can't connect to remote host (" + found.get() + "): " + e.reason().text()
              : "Unable to connect to remote host: " + e.reason().text());
    }
  }
}
