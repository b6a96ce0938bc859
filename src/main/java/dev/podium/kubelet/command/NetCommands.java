package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Capability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Commands about the network.
final class NetCommands {
  private static final Set<String> IP_CHANGES =
      Set.of("add", "del", "delete", "set", "replace", "change", "append", "flush");

  private NetCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("curl", CurlCommand::run);
    tools.put("wget", WgetCommand::run);
    tools.put("ping", NetCommands::ping);
    tools.put("ping6", NetCommands::ping);
    tools.put("nc", NetcatCommand::nc);
    tools.put("nc.openbsd", NetcatCommand::nc);
    tools.put("netcat", NetcatCommand::nc);
    tools.put("ncat", NetcatCommand::nc);
    tools.put("telnet", NetcatCommand::telnet);
    tools.put("ip", NetCommands::ip);
    tools.put("ifconfig", NetCommands::ifconfig);
    tools.put("route", NetCommands::route);
    tools.put("netstat", SocketCommands::netstat);
    tools.put("ss", SocketCommands::ss);
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

  /// Interfaces and routes are what they are; who might change them is told so.
  private static int change(Cli cli) throws IOException {
    if (cli.self().may(Capability.NET_ADMIN)) {
      return cli.fail("podium: interfaces and routes cannot be changed");
    }
    String name = cli.busybox() ? "ip: " : "";
    cli.err()
        .write(
            (name + "RTNETLINK answers: Operation not permitted\n")
                .getBytes(StandardCharsets.UTF_8));
    return 2;
  }

  private static int ip(Cli cli) throws IOException {
    List<String> words = cli.arguments().stream().filter(w -> !w.startsWith("-")).toList();
    boolean brief = cli.arguments().contains("-br") || cli.arguments().contains("-brief");
    String object = words.isEmpty() ? "" : words.getFirst();
    if (words.size() > 1 && IP_CHANGES.contains(words.get(1))) {
      return change(cli);
    }
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

  static int route(Cli cli) throws IOException {
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
