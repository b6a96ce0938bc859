package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.Listener;
import dev.podium.network.NetworkStack.SocketState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Commands about the network.
final class NetCommands {
  private NetCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("curl", CurlCommand::run);
    tools.put("wget", WgetCommand::run);
    tools.put("ping", NetCommands::ping);
    tools.put("ping6", NetCommands::ping);
    tools.put("nc", NetCommands::nc);
    tools.put("netcat", NetCommands::nc);
    tools.put("ncat", NetCommands::nc);
    tools.put("telnet", NetCommands::telnet);
    tools.put("ip", NetCommands::ip);
    tools.put("ifconfig", NetCommands::ifconfig);
    tools.put("route", NetCommands::route);
    tools.put("netstat", NetCommands::netstat);
    tools.put("ss", NetCommands::ss);
    tools.put(
        "arp",
        cli ->
            SystemCommands.line(
                cli, "? (" + gateway(cli) + ") at ee:ee:ee:ee:ee:ee [ether]  on eth0"));
    tools.put("traceroute", NetCommands::traceroute);
    tools.put("tracepath", NetCommands::traceroute);
    DnsCommands.register(tools);
  }

  static String own(Cli cli) {
    return cli.self().network().addresses().stream().findFirst().orElse("127.0.0.1");
  }

  private static String gateway(Cli cli) {
    return own(cli).replaceFirst("\\.\\d+$", ".1");
  }

  private static String mac(Cli cli) {
    StringBuilder mac = new StringBuilder("0a:58");
    for (String part : own(cli).split("\\.")) {
      mac.append(
          String.format(":%02x", Integer.parseInt(part.matches("\\d+") ? part : "0") & 0xff));
    }
    return mac.toString();
  }

  private static int ping(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "c:i:w:W:qns:t:46I:A");
    if (opts.operands().isEmpty()) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: ping [OPTIONS] HOST"
              : "ping: usage error: Destination address required",
          cli.busybox() ? 1 : 1);
    }
    String host = opts.operands().getLast();
    Optional<String> found = Hosts.addresses(cli, host).stream().findFirst();
    if (found.isEmpty()) {
      cli.warn(cli.busybox() ? "bad address '" + host + "'" : host + ": Name or service not known");
      return cli.busybox() ? 1 : 2;
    }
    String address = found.get();
    long count =
        opts.value('c')
            .filter(c -> c.matches("\\d{1,9}"))
            .map(Long::parseLong)
            .orElse(Long.MAX_VALUE);
    Duration interval = ProcessCommands.duration(cli, List.of(opts.value('i').orElse("1")));
    Optional<Duration> deadline =
        opts.value('w').map(w -> ProcessCommands.duration(cli, List.of(w)));
    boolean[] over = {false};
    Thread worker = Thread.currentThread();
    cli.self()
        .onSignal(
            dev.podium.kubelet.process.Signal.INT,
            () -> {
              over[0] = true;
              worker.interrupt();
            });
    cli.println(
        "PING "
            + host
            + " ("
            + address
            + ")"
            + (cli.busybox() ? ": 56 data bytes" : " 56(84) bytes of data."));
    long sent = 0;
    long received = 0;
    java.time.Instant begin = cli.self().clock().now();
    try {
      while (sent < count && !over[0]) {
        boolean answers = cli.self().network().answersPing(address);
        sent++;
        if (answers) {
          received++;
          String from =
              host.equals(address) || cli.busybox() ? address : host + " (" + address + ")";
          String time = String.format(Locale.ROOT, "%.3f", 0.04 + (sent * 7 % 5) * 0.011);
          if (!opts.has('q')) {
            cli.println(
                "64 bytes from "
                    + from
                    + ": "
                    + (cli.busybox() ? "seq=" + (sent - 1) : "icmp_seq=" + sent)
                    + " ttl=64 time="
                    + time
                    + " ms");
          }
        }
        cli.flush();
        if (deadline.isPresent()
            && Duration.between(begin, cli.self().clock().now()).compareTo(deadline.get()) >= 0) {
          break;
        }
        if (sent < count) {
          cli.self().sleep(interval);
        } else if (!answers) {
          cli.self().sleep(ProcessCommands.duration(cli, List.of(opts.value('W').orElse("10"))));
        }
      }
    } catch (InterruptedException e) {
      if (!over[0]) {
        throw e;
      }
    }
    long loss = (sent - received) * 100 / Math.max(1, sent);
    long took = Duration.between(begin, cli.self().clock().now()).toMillis();
    cli.println("\n--- " + host + " ping statistics ---");
    cli.println(
        sent
            + " packets transmitted, "
            + received
            + (cli.busybox()
                ? " packets received, " + loss + "% packet loss"
                : " received, " + loss + "% packet loss, time " + took + "ms"));
    if (received > 0) {
      cli.println(
          cli.busybox()
              ? "round-trip min/avg/max = 0.040/0.062/0.084 ms"
              : "rtt min/avg/max/mdev = 0.040/0.062/0.084/0.015 ms");
    } else if (!cli.busybox()) {
      cli.println("");
    }
    return received > 0 ? 0 : 1;
  }

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

  private static int nc(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "zvw:lp:knuq:eNs:i:46c:");
    List<String> operands = new ArrayList<>(opts.operands());
    if (opts.has('u')) {
      cli.complain("podium: nc over UDP is not simulated");
      return 1;
    }
    if (opts.has('l')) {
      return listen(cli, opts, operands);
    }
    if (operands.size() < 2) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT  - connect"
              : "usage: nc [-46CDdFhklNnrStUuvZz] [destination] [port]",
          1);
    }
    String host = operands.getFirst();
    Optional<String> found = Hosts.addresses(cli, host).stream().findFirst();
    if (found.isEmpty()) {
      return cli.fail(
          cli.busybox()
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
            cli.busybox() ? "bad port '" + ports + "'" : "port number invalid: " + ports);
      }
      for (int port = from; port <= to; port++) {
        status = connect(cli, opts, host, found.get(), port);
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
            cli.busybox()
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
        converse(cli, connection);
      }
      return 0;
    } catch (ConnectFailure e) {
      String reason = e.reason().text();
      if (cli.busybox()) {
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

  /// Passes bytes both ways until the other side has said all.
  private static void converse(Cli cli, Connection connection)
      throws IOException, InterruptedException {
    Thread writer =
        Thread.ofVirtual()
            .name("nc")
            .start(() -> {
              try {
                pass(cli.in(), connection.out());
                connection.shutdownOutput();
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
                      converse(cli, connection);
                    }
                  } finally {
                    if (!opts.has('k')) {
                      over.countDown();
                    }
                  }
                })) {
      if (opts.has('v')) {
        cli.complain(
            cli.busybox()
                ? "listening on [::]:" + listener.port() + " ..."
                : "Listening on 0.0.0.0 " + listener.port());
      }
      over.await();
      return 0;
    } catch (IOException e) {
      return cli.fail(cli.busybox() ? "bind: " + e.getMessage() : String.valueOf(e.getMessage()));
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

  private static int telnet(Cli cli) throws IOException, InterruptedException {
    List<String> operands = Opts.parse(cli, "l:aE").operands();
    if (operands.isEmpty()) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: telnet [-a] [-l USER] HOST [PORT]"
              : "telnet> ",
          1);
    }
    String host = operands.getFirst();
    int port = operands.size() > 1 ? port(operands.get(1)).orElse(23) : 23;
    Optional<String> found = Hosts.addresses(cli, host).stream().findFirst();
    if (found.isEmpty()) {
      if (cli.busybox()) {
        return cli.fail("bad address '" + host + "'");
      }
      cli.complain(
          "telnet: could not resolve " + host + "/" + port + ": Name or service not known");
      return 1;
    }
    if (!cli.busybox()) {
      cli.println("Trying " + found.get() + "...");
      cli.flush();
    }
    try (Connection connection =
        cli.self().network().connect(found.get(), port, Duration.ofSeconds(130))) {
      cli.println(
          cli.busybox()
              ? "Connected to " + host
              : "Connected to " + host + ".\nEscape character is '^]'.");
      converse(cli, connection);
      cli.complain(
          cli.busybox()
              ? "Connection closed by foreign host"
              : "Connection closed by foreign host.");
      return 1;
    } catch (ConnectFailure e) {
      return cli.fail(
          cli.busybox()
              ? "can't connect to remote host (" + found.get() + "): " + e.reason().text()
              : "Unable to connect to remote host: " + e.reason().text());
    }
  }

  private static int ip(Cli cli) throws IOException {
    List<String> words = cli.arguments().stream().filter(w -> !w.startsWith("-")).toList();
    boolean brief = cli.arguments().contains("-br") || cli.arguments().contains("-brief");
    String object = words.isEmpty() ? "" : words.getFirst();
    String own = own(cli);
    if ("address".startsWith(object) && !object.isEmpty()) {
      return brief
          ? SystemCommands.printed(
              cli,
              "lo               UNKNOWN        127.0.0.1/8 ::1/128 \neth0@if12        UP             "
                  + own
                  + "/24 \n")
          : SystemCommands.printed(
              cli,
              link(1, "lo", true, mac(cli))
                  + "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n    inet6 ::1/128 scope host \n       valid_lft forever preferred_lft forever\n"
                  + link(2, "eth0@if12", false, mac(cli))
                  + "    inet "
                  + own
                  + "/24 brd "
                  + own.replaceFirst("\\.\\d+$", ".255")
                  + " scope global eth0\n       valid_lft forever preferred_lft forever\n");
    }
    if ("link".startsWith(object) && !object.isEmpty()) {
      return SystemCommands.printed(
          cli, link(1, "lo", true, mac(cli)) + link(2, "eth0@if12", false, mac(cli)));
    }
    if (("route".startsWith(object) || object.equals("ro")) && !object.isEmpty()) {
      return SystemCommands.printed(
          cli,
          "default via "
              + gateway(cli)
              + " dev eth0 \n"
              + own.replaceFirst("\\.\\d+$", ".0")
              + "/24 dev eth0 "
              + (cli.busybox() ? "scope link  src " : "proto kernel scope link src ")
              + own
              + " \n");
    }
    if ("neighbour".startsWith(object) && !object.isEmpty()) {
      return SystemCommands.printed(
          cli, gateway(cli) + " dev eth0 lladdr ee:ee:ee:ee:ee:ee REACHABLE \n");
    }
    cli.complain(
        cli.busybox()
            ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: ip [OPTIONS] address|route|link|neigh|rule [ARGS]"
            : object.isEmpty()
                ? "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }"
                : "Object \"" + object + "\" is unknown, try \"ip help\".");
    return 1;
  }

  private static String link(int index, String name, boolean loopback, String mac) {
    return index
        + ": "
        + name
        + ": <"
        + (loopback
            ? "LOOPBACK,UP,LOWER_UP> mtu 65536"
            : "BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500")
        + " qdisc noqueue state "
        + (loopback ? "UNKNOWN" : "UP")
        + " group default qlen 1000\n    link/"
        + (loopback
            ? "loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00"
            : "ether " + mac + " brd ff:ff:ff:ff:ff:ff link-netnsid 0")
        + "\n";
  }

  private static int ifconfig(Cli cli) throws IOException {
    String own = own(cli);
    String broadcast = own.replaceFirst("\\.\\d+$", ".255");
    if (cli.busybox()) {
      return SystemCommands.printed(
          cli,
          "eth0      Link encap:Ethernet  HWaddr "
              + mac(cli).toUpperCase(Locale.ROOT)
              + "  \n          inet addr:"
              + own
              + "  Bcast:"
              + broadcast
              + "  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n          RX packets:12 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:12 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:1000 \n          RX bytes:1016 (1016.0 B)  TX bytes:1016 (1016.0 B)\n\nlo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:1000 \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n");
    }
    return SystemCommands.printed(
        cli,
        "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        inet "
            + own
            + "  netmask 255.255.255.0  broadcast "
            + broadcast
            + "\n        ether "
            + mac(cli)
            + "  txqueuelen 1000  (Ethernet)\n        RX packets 12  bytes 1016 (1016.0 B)\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets 12  bytes 1016 (1016.0 B)\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\nlo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n        loop  txqueuelen 1000  (Local Loopback)\n        RX packets 0  bytes 0 (0.0 B)\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets 0  bytes 0 (0.0 B)\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n");
  }

  private static int route(Cli cli) throws IOException {
    return SystemCommands.printed(
        cli,
        "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
            + String.format(
                "%-15s %-15s %-15s UG    0      0        0 eth0%n",
                cli.arguments().contains("-n") ? "0.0.0.0" : "default", gateway(cli), "0.0.0.0")
            + String.format(
                "%-15s %-15s %-15s U     0      0        0 eth0%n",
                own(cli).replaceFirst("\\.\\d+$", ".0"),
                cli.arguments().contains("-n") ? "0.0.0.0" : "*",
                "255.255.255.0"));
  }

  private static List<SocketState> sockets(Cli cli, String flags) {
    boolean listening = flags.contains("l");
    boolean all = flags.contains("a");
    return cli.self().network().sockets().stream()
        .filter(s -> all || s.state().startsWith("LISTEN") == listening)
        .toList();
  }

  private static int netstat(Cli cli) throws IOException {
    String flags = String.join("", cli.arguments()).replace("-", "");
    if (flags.contains("r")) {
      return route(cli);
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
      boolean listens = socket.state().startsWith("LISTEN");
      String state =
          listens ? "LISTEN" : socket.state().startsWith("ESTAB") ? "ESTABLISHED" : socket.state();
      String remote =
          listens
              ? (socket.local().address().contains(":") ? ":::*" : "0.0.0.0:*")
              : socket.remote().toString();
      cli.println(
          String.format(
              "tcp        0      0 %-23s %-23s %-11s%s",
              socket.local(), remote, state, programs ? " -                   " : ""));
    }
    return 0;
  }

  private static int ss(Cli cli) throws IOException {
    String flags = String.join("", cli.arguments()).replace("-", "");
    boolean udp = flags.contains("u") && !flags.contains("t");
    cli.println(
        (flags.contains("t") ? "" : "Netid ")
            + "State  Recv-Q Send-Q Local Address:Port Peer Address:Port"
            + (flags.contains("p") ? "Process" : "Process"));
    for (SocketState socket : udp ? List.<SocketState>of() : sockets(cli, flags)) {
      boolean listens = socket.state().startsWith("LISTEN");
      cli.println(
          (flags.contains("t") ? "" : "tcp   ")
              + String.format(
                  "%-6s 0      %-6d %18s %17s",
                  listens ? "LISTEN" : "ESTAB",
                  listens ? 511 : 0,
                  socket.local(),
                  listens ? "0.0.0.0:*" : socket.remote())
              + "          ");
    }
    return 0;
  }

  private static int traceroute(Cli cli) throws IOException, InterruptedException {
    List<String> operands = Opts.parse(cli, "nm:w:q:I").operands();
    String host = operands.isEmpty() ? "" : operands.getFirst();
    Optional<String> address = Hosts.addresses(cli, host).stream().findFirst();
    if (address.isEmpty()) {
      cli.complain(
          cli.busybox()
              ? "traceroute: bad address '" + host + "'"
              : host
                  + ": Name or service not known\nCannot handle \"host\" cmdline arg `"
                  + host
                  + "' on position 1 (argc 1)");
      return cli.busybox() ? 1 : 2;
    }
    cli.println(
        "traceroute to "
            + host
            + " ("
            + address.get()
            + "), 30 hops max, "
            + (cli.busybox() ? "46" : "60")
            + " byte packets");
    cli.println(" 1  " + gateway(cli) + " (" + gateway(cli) + ")  0.045 ms  0.011 ms  0.010 ms");
    cli.flush();
    if (cli.self().network().answersPing(address.get())) {
      cli.println(" 2  " + host + " (" + address.get() + ")  0.062 ms  0.021 ms  0.019 ms");
      return 0;
    }
    for (int hop = 2; hop <= 30; hop++) {
      cli.self().sleep(Duration.ofSeconds(5));
      cli.println(String.format("%2d  * * *", hop));
      cli.flush();
    }
    return 0;
  }
}
