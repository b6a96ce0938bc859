package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameServer.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks names up as a C library does: in `/etc/hosts`, then by the name server that
/// `/etc/resolv.conf` names, with its search domains.
final class Hosts {
  private Hosts() {}

  static boolean isAddress(String text) {
    return text.matches("\\d{1,3}(\\.\\d{1,3}){3}")
        || (text.contains(":") && text.matches("[0-9A-Fa-f:.]+"));
  }

  private static List<String> lines(Cli cli, String path) {
    try {
      return new String(cli.files().bytes(path), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// What the name server is asked for a name, one after the other.
  static List<String> candidates(Cli cli, String name) {
    List<String> search = new ArrayList<>();
    int dots = 1;
    for (String line : lines(cli, "/etc/resolv.conf")) {
      String[] words = line.split("\\s+");
      if (words[0].equals("search") || words[0].equals("domain")) {
        search.addAll(List.of(words).subList(1, words.length));
      }
      for (String word : words) {
        if (word.matches("ndots:\\d+")) {
          dots = Integer.parseInt(word.substring(6));
        }
      }
    }
    if (name.endsWith(".")) {
      return List.of(name);
    }
    List<String> names =
        new ArrayList<>(search.stream().map(domain -> name + "." + domain).toList());
    boolean first = name.chars().filter(c -> c == '.').count() >= dots;
    names.add(first ? 0 : names.size(), name);
    return names;
  }

  static Optional<String> nameServer(Cli cli) {
    return lines(cli, "/etc/resolv.conf").stream()
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals("nameserver"))
        .map(words -> words[1])
        .findFirst();
  }

  /// The addresses of a name, through its aliases.
  static List<String> addresses(Cli cli, String name) {
    if (isAddress(name)) {
      return List.of(name);
    }
    Set<String> found = new LinkedHashSet<>();
    for (String line : lines(cli, "/etc/hosts")) {
      String[] words = line.split("\\s+");
      if (List.of(words).subList(1, words.length).contains(name) && !words[0].contains(":")) {
        found.add(words[0]);
      }
    }
    if (!found.isEmpty() || name.isEmpty()) {
      return List.copyOf(found);
    }
    if (name.equals("localhost")) {
      return List.of("127.0.0.1");
    }
    for (String candidate : candidates(cli, name)) {
      Answer answer = ask(cli, candidate, RecordType.A);
      List<String> addresses =
          answer.resources().stream()
              .filter(r -> r.type() == RecordType.A)
              .map(Resource::data)
              .toList();
      if (!addresses.isEmpty()) {
        return addresses;
      }
    }
    return List.of();
  }

  /// Asks the name server; where none answers, there is no such name.
  static Answer ask(Cli cli, String name, RecordType type) {
    try {
      return cli.self().network().nameServer().query(name, type);
    } catch (ConnectFailure _) {
      return Answer.NO_SUCH_NAME;
    }
  }

  static String fullName(Cli cli, String name) {
    for (String line : lines(cli, "/etc/hosts")) {
      String[] words = line.split("\\s+");
      if (List.of(words).subList(1, words.length).contains(name)) {
        return words[1];
      }
    }
    return name;
  }

  static int getent(Cli cli, String database, List<String> keys) throws IOException {
    if (keys.isEmpty()) {
      for (String line : lines(cli, "/etc/hosts")) {
        String[] words = line.split("\\s+", 2);
        cli.println(String.format("%-15s %s", words[0], words.length > 1 ? words[1] : ""));
      }
      return 0;
    }
    int status = 0;
    for (String key : keys) {
      List<String> addresses = addresses(cli, key);
      if (addresses.isEmpty()) {
        status = 2;
      }
      String full = isAddress(key) ? reverse(cli, key).orElse("") : found(cli, key);
      if (isAddress(key) && full.isEmpty()) {
        status = 2;
        continue;
      }
      for (String address : addresses) {
        if (database.equals("hosts")) {
          cli.println(
              cli.busybox()
                  ? String.format("%-17s %s  %s", address, full, key)
                  : String.format("%-15s %s", address, full));
        } else {
          cli.println(String.format("%-15s STREAM %s", address, full));
          cli.println(String.format("%-15s DGRAM  ", address).stripTrailing());
          cli.println(String.format("%-15s RAW    ", address).stripTrailing());
        }
      }
    }
    return status;
  }

  private static String found(Cli cli, String name) {
    for (String candidate : candidates(cli, name)) {
      if (ask(cli, candidate, RecordType.A).exists()) {
        return candidate.replaceFirst("\\.$", "");
      }
    }
    return name;
  }

  static Optional<String> reverse(Cli cli, String address) {
    for (String line : lines(cli, "/etc/hosts")) {
      String[] words = line.split("\\s+");
      if (words[0].equals(address) && words.length > 1) {
        return Optional.of(words[1]);
      }
    }
    return ask(cli, pointer(address), RecordType.PTR).resources().stream()
        .map(r -> r.data().replaceFirst("\\.$", ""))
        .findFirst();
  }

  /// The name under which an address is looked up.
  static String pointer(String address) {
    String[] parts = address.split("\\.");
    StringBuilder name = new StringBuilder();
    for (int i = parts.length - 1; i >= 0; i--) {
      name.append(parts[i]).append('.');
    }
    return name + "in-addr.arpa.";
  }
}
