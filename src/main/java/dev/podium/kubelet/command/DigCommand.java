package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.NameServer;
import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameServer.Resource;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `dig`: asks a name server, and prints what it says as a zone file has it.
final class DigCommand {
  private static final String VERSION = "DiG 9.18.28";
  private static final String NAME = "; <<>> " + VERSION + " <<>> ";

  /// Where class, type and data begin, where there is room (`dns_master_style_debug` of BIND).
  private static final int[] COLUMNS = {24, 32, 40, 48};

  private final Cli cli;
  private final List<String> names = new ArrayList<>();
  private RecordType type = RecordType.A;
  private Optional<String> at = Optional.empty();
  private boolean shortly;
  private boolean searches;
  private boolean answersOnly;

  private DigCommand(Cli cli) {
    this.cli = cli;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().contains("-v")) {
      cli.println(VERSION);
      return 0;
    }
    DigCommand dig = new DigCommand(cli);
    if (!dig.read()) {
      return 9;
    }
    int status = 0;
    for (String name : dig.names.isEmpty() ? List.of(".") : dig.names) {
      status = dig.ask(name) ? status : 9;
    }
    return status;
  }

  /// Reads the command line.
  private boolean read() throws IOException {
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("@")) {
        at = Hosts.addresses(cli, word.substring(1)).stream().findFirst();
        if (at.isEmpty()) {
          cli.complain("dig: couldn't get address for '" + word.substring(1) + "': not found");
          return false;
        }
      } else if (word.startsWith("+")) {
        shortly |= word.equals("+short");
        searches |= word.equals("+search");
        answersOnly |= word.equals("+noall");
      } else if (word.equals("-x") && i + 1 < words.size()) {
        names.add(Hosts.pointer(words.get(++i)));
        type = RecordType.PTR;
      } else if (word.equals("-t") && i + 1 < words.size()) {
        type = DnsCommands.type(words.get(++i)).orElse(type);
      } else if ((word.equals("-p") || word.equals("-q")) && i + 1 < words.size()) {
        String value = words.get(++i);
        names.addAll(word.equals("-q") ? List.of(value) : List.of());
      } else if (!word.startsWith("-")) {
        operand(word);
      }
    }
    return true;
  }

  private void operand(String word) {
    Optional<RecordType> asked = DnsCommands.type(word);
    if (asked.isPresent()) {
      type = asked.get();
    } else if (!word.equalsIgnoreCase("IN") && !word.equalsIgnoreCase("ANY")) {
      names.add(word);
    }
  }

  /// @return whether a server answered
  private boolean ask(String name) throws IOException, InterruptedException {
    NameServer server = DnsCommands.server(cli, at);
    String address = DnsCommands.address(cli, at);
    try {
      Answer answer = Answer.NO_SUCH_NAME;
      String asked = name;
      for (String one : searches ? Hosts.candidates(cli, name) : List.of(name)) {
        asked = one;
        answer = server.query(one, type);
        if (answer.exists()) {
          break;
        }
      }
      show(asked.endsWith(".") ? asked : asked + ".", answer, address, authority(server, answer));
      return true;
    } catch (ConnectFailure _) {
      cli.flush();
      cli.self().sleep(DnsCommands.PATIENCE);
      cli.println(
          ";; communications error to "
              + address
              + "#53: timed out\n\n"
              + NAME
              + String.join(" ", cli.arguments())
              + "\n;; global options: +cmd\n;; no servers could be reached\n");
      return false;
    }
  }

  /// Whose zone it is that does not have what was asked for.
  private static List<Resource> authority(NameServer server, Answer answer) throws ConnectFailure {
    boolean none = answer.status() == NameServer.Status.NXDOMAIN || answer.exists();
    return none && answer.resources().isEmpty()
        ? server.query("cluster.local.", RecordType.SOA).resources()
        : List.of();
  }

  private void show(String name, Answer answer, String server, List<Resource> authority)
      throws IOException {
    List<Resource> resources = answer.resources();
    if (shortly) {
      for (Resource resource : resources) {
        cli.println(resource.data());
      }
      return;
    }
    if (answersOnly) {
      print("", resources);
      return;
    }
    cli.println(
        "\n"
            + NAME
            + String.join(" ", cli.arguments())
            + "\n;; global options: +cmd\n;; Got answer:");
    cli.println(
        ";; ->>HEADER<<- opcode: QUERY, status: "
            + answer.status()
            + ", id: "
            + (Math.floorMod(name.hashCode(), 60_000) + 1000));
    cli.println(
        ";; flags: qr aa rd; QUERY: 1, ANSWER: "
            + resources.size()
            + ", AUTHORITY: "
            + authority.size()
            + ", ADDITIONAL: 1\n;; WARNING: recursion requested but not available\n");
    cli.println(
        ";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n;; QUESTION SECTION:\n;"
            + columns(1, name, "IN", type.toString())
            + "\n");
    print(";; ANSWER SECTION:\n", resources);
    print(";; AUTHORITY SECTION:\n", authority);
    cli.println(
        ";; Query time: 0 msec\n;; SERVER: "
            + server
            + "#53("
            + server
            + ") (UDP)\n;; WHEN: "
            + Dates.format(
                "%a %b %d %H:%M:%S %Z %Y", cli.self().clock().now().atZone(ZoneOffset.UTC))
            + "\n;; MSG SIZE  rcvd: "
            + (60 + 46 * (resources.size() + authority.size()))
            + "\n");
  }

  private void print(String title, List<Resource> resources) throws IOException {
    if (resources.isEmpty()) {
      return;
    }
    cli.print(title);
    for (Resource resource : resources) {
      String ttl = Long.toString(resource.ttl());
      String kind = resource.type().toString();
      cli.println(columns(0, resource.name(), ttl, "IN", kind, resource.data()));
    }
    cli.print(title.isEmpty() ? "" : "\n");
  }

  /// @param first the column that the second word begins at
  private static String columns(int first, String... words) {
    StringBuilder line = new StringBuilder(words[0]);
    int width = words[0].length();
    for (int i = 1; i < words.length; i++) {
      int column = COLUMNS[first + i - 1];
      line.append(width < column ? "\t".repeat((column - width + 7) / 8) : " ").append(words[i]);
      width = Math.max(width + 1, column) + words[i].length();
    }
    return line.toString();
  }
}
