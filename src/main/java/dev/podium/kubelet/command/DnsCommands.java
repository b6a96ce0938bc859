package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.NameServer;
import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameServer.Resource;
import dev.podium.network.NameServer.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Commands that look names up.
final class DnsCommands {
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private DnsCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("nslookup", DnsCommands::nslookup);
    tools.put("dig", DigCommand::run);
    tools.put("drill", DigCommand::run);
    tools.put("host", DnsCommands::host);
  }

  static NameServer server(Cli cli, Optional<String> address) {
    return address.isPresent()
        ? cli.self().network().nameServer(address.get())
        : cli.self().network().nameServer();
  }

  static String address(Cli cli, Optional<String> given) {
    return given.or(() -> Hosts.nameServer(cli)).orElse("127.0.0.1");
  }

  static Optional<RecordType> type(String text) {
    try {
      return Optional.of(RecordType.valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static int silence(Cli cli) throws IOException, InterruptedException {
    cli.flush();
    cli.self().sleep(PATIENCE);
    cli.println(";; connection timed out; no servers could be reached\n");
    return 1;
  }

  private static int nslookup(Cli cli) throws IOException, InterruptedException {
    RecordType type = RecordType.A;
    List<String> operands = new ArrayList<>();
    for (String word : cli.arguments()) {
      if (word.matches("-(query|type|q|querytype)=.*")) {
        String name = word.substring(word.indexOf('=') + 1);
        Optional<RecordType> asked = type(name);
        if (asked.isEmpty()) {
          cli.println("unknown query type: " + name);
        }
        type = asked.orElse(type);
      } else if (!word.startsWith("-")) {
        operands.add(word);
      }
    }
    if (operands.isEmpty()) {
      cli.complain("podium: nslookup without a name is not simulated");
      return 1;
    }
    String name = operands.getFirst();
    Optional<String> given =
        operands.size() > 1
            ? Hosts.addresses(cli, operands.get(1)).stream().findFirst()
            : Optional.empty();
    try {
      if (isBusybox(cli)
          && cli.self().container().image().tag().matches("1\\.(1\\d|2[0-8])(\\D.*)?")) {
        return old(cli, name, given);
      }
      return isBusybox(cli) ? busybox(cli, name, type, given) : bind(cli, name, type, given);
    } catch (ConnectFailure _) {
      return silence(cli);
    }
  }

  /// Where there is a `dig`, its package brought an `nslookup` too.
  private static boolean isBusybox(Cli cli) {
    return cli.busybox() && !EnvironmentCommands.executable(cli, "/usr/bin/dig");
  }

  /// Busybox up to 1.28.
  private static int old(Cli cli, String name, Optional<String> given) throws IOException {
    String server = address(cli, given);
    cli.println(
        "Server:    "
            + server
            + "\nAddress 1: "
            + server
            + Hosts.reverse(cli, server).map(n -> " " + n).orElse("")
            + "\n");
    List<String> addresses = Hosts.addresses(cli, name);
    if (addresses.isEmpty()) {
      cli.complain("nslookup: can't resolve '" + name + "'");
      return 1;
    }
    cli.println("Name:      " + name);
    int number = 1;
    for (String address : addresses) {
      cli.println(
          "Address "
              + number++
              + ": "
              + address
              + Hosts.reverse(cli, address).map(n -> " " + n).orElse(""));
    }
    return 0;
  }

  private static int busybox(Cli cli, String name, RecordType type, Optional<String> given)
      throws IOException {
    NameServer server = server(cli, given);
    cli.println(
        "Server:\t\t" + address(cli, given) + "\nAddress:\t" + address(cli, given) + ":53\n");
    boolean pointer = Hosts.isAddress(name);
    List<String> names =
        pointer
            ? List.of(Hosts.pointer(name))
            : name.contains(".")
                ? List.of(name)
                : Hosts.candidates(cli, name).stream().filter(n -> n.contains(".")).toList();
    boolean found = false;
    List<RecordType> types =
        pointer
            ? List.of(RecordType.PTR)
            : type == RecordType.A ? List.of(RecordType.A, RecordType.AAAA) : List.of(type);
    for (RecordType each : types) {
      for (String one : names) {
        Answer answer = server.query(one, each);
        if (!answer.exists()) {
          cli.println(
              "** server can't find "
                  + one.replaceFirst("\\.$", "")
                  + ": "
                  + answer.status()
                  + "\n");
          continue;
        }
        found = true;
        for (Resource resource : answer.resources()) {
          cli.println(record(resource, true));
        }
        cli.println("");
      }
    }
    return found ? 0 : 1;
  }

  private static String record(Resource resource, boolean busybox) {
    String name = resource.name().replaceFirst("\\.$", "");
    return switch (resource.type()) {
      case A, AAAA -> "Name:\t" + name + "\nAddress: " + resource.data();
      case CNAME ->
          name + "\tcanonical name = " + resource.data().replaceFirst("\\.$", busybox ? "" : ".");
      case PTR -> name + "\tname = " + resource.data().replaceFirst("\\.$", busybox ? "" : ".");
      case SRV -> name + "\tservice = " + resource.data();
      case NS -> name + "\tnameserver = " + resource.data();
      case TXT -> name + "\ttext = " + resource.data();
      case SOA -> name + "\n\torigin = " + resource.data();
    };
  }

  private static int bind(Cli cli, String name, RecordType type, Optional<String> given)
      throws IOException {
    NameServer server = server(cli, given);
    String at = address(cli, given);
    boolean pointer = Hosts.isAddress(name);
    RecordType asked = pointer ? RecordType.PTR : type;
    List<String> names = pointer ? List.of(Hosts.pointer(name)) : Hosts.candidates(cli, name);
    Answer answer = Answer.NO_SUCH_NAME;
    for (String one : names) {
      answer = server.query(one, asked);
      if (answer.exists()) {
        break;
      }
    }
    if (!pointer) {
      cli.println("Server:\t\t" + at + "\nAddress:\t" + at + "#53\n");
    }
    if (!answer.exists()) {
      cli.println(
          "** server can't find "
              + (pointer ? names.getFirst().replaceFirst("\\.$", "") : name)
              + ": "
              + answer.status()
              + "\n");
      return 1;
    }
    if (answer.resources().isEmpty()) {
      cli.println("*** Can't find " + name + ": No answer\n");
      return 0;
    }
    for (Resource resource : answer.resources()) {
      cli.println(record(resource, false));
    }
    cli.println("");
    return 0;
  }

  private static int host(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "t:aW:v");
    if (opts.operands().isEmpty()) {
      throw new Usage(
          "Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]",
          1);
    }
    String name = opts.operands().getFirst();
    RecordType type =
        Hosts.isAddress(name)
            ? RecordType.PTR
            : opts.value('t').flatMap(DnsCommands::type).orElse(RecordType.A);
    try {
      NameServer server = server(cli, Optional.empty());
      Answer answer = Answer.NO_SUCH_NAME;
      for (String one :
          Hosts.isAddress(name) ? List.of(Hosts.pointer(name)) : Hosts.candidates(cli, name)) {
        answer = server.query(one, type);
        if (answer.exists()) {
          break;
        }
      }
      if (!answer.exists()) {
        cli.println(
            "Host "
                + (Hosts.isAddress(name) ? Hosts.pointer(name) : name)
                + " not found: "
                + (answer.status() == Status.NXDOMAIN ? "3(NXDOMAIN)" : "2(SERVFAIL)"));
        return 1;
      }
      for (Resource resource : answer.resources()) {
        String owner = resource.name().replaceFirst("\\.$", "");
        cli.println(
            owner
                + switch (resource.type()) {
                  case A -> " has address ";
                  case AAAA -> " has IPv6 address ";
                  case CNAME -> " is an alias for ";
                  case PTR -> " domain name pointer ";
                  case SRV -> " has SRV record ";
                  case NS -> " name server ";
                  case TXT -> " descriptive text ";
                  case SOA -> " has SOA record ";
                }
                + resource.data());
      }
      return 0;
    } catch (ConnectFailure _) {
      return silence(cli);
    }
  }
}
