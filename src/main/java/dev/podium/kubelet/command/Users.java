package dev.podium.kubelet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The users and groups of a container, as its files name them.
final class Users {
  private final Cli cli;
  private final Map<Long, String> users;
  private final Map<Long, String> groups;

  Users(Cli cli) {
    this.cli = cli;
    this.users = read("/etc/passwd");
    this.groups = read("/etc/group");
    users.putIfAbsent(0L, "root");
    groups.putIfAbsent(0L, "root");
  }

  private Map<Long, String> read(String path) {
    Map<Long, String> names = new HashMap<>();
    for (String line : lines(path)) {
      String[] fields = line.split(":");
      if (fields.length > 2 && fields[2].matches("\\d{1,10}")) {
        names.putIfAbsent(Long.parseLong(fields[2]), fields[0]);
      }
    }
    return names;
  }

  private java.util.List<String> lines(String path) {
    try {
      return new String(cli.files().bytes(path), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException _) {
      return java.util.List.of();
    }
  }

  /// The name, or the number where it has none.
  String user(long uid) {
    return users.getOrDefault(uid, "" + uid);
  }

  String group(long gid) {
    return groups.getOrDefault(gid, "" + gid);
  }

  boolean knowsUser(long uid) {
    return users.containsKey(uid);
  }

  boolean knowsGroup(long gid) {
    return groups.containsKey(gid);
  }

  /// Reads a name or a number.
  Optional<Long> findUser(String text) {
    return find(users, text);
  }

  Optional<Long> findGroup(String text) {
    return find(groups, text);
  }

  private static Optional<Long> find(Map<Long, String> names, String text) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> text.matches("\\d{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty());
  }

  /// The group that a user's entry names.
  Optional<Long> groupOf(String user) {
    return lines("/etc/passwd").stream()
        .map(line -> line.split(":"))
        .filter(
            fields -> fields.length > 3 && fields[0].equals(user) && fields[3].matches("\\d{1,10}"))
        .map(fields -> Long.parseLong(fields[3]))
        .findFirst();
  }
}
