package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands that tell of users and groups.
final class UserCommands {
  private UserCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("id", UserCommands::id);
    tools.put("whoami", UserCommands::whoami);
    tools.put("groups", cli -> SystemCommands.line(cli, new Users(cli).group(cli.self().gid())));
    tools.put("logname", UserCommands::whoami);
    tools.put("getent", UserCommands::getent);
  }

  private static int id(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "ugGnr", "user=u", "group=g", "groups=G", "name=n");
    Process self = cli.self();
    Users users = new Users(cli);
    long uid = self.uid();
    long gid = self.gid();
    if (!opts.operands().isEmpty()) {
      Optional<Long> other = users.findUser(opts.operands().getFirst());
      if (other.isEmpty()) {
        return cli.fail(
            cli.busybox()
                ? "unknown user " + opts.operands().getFirst()
                : "'" + opts.operands().getFirst() + "': no such user");
      }
      uid = other.get();
      gid = users.groupOf(opts.operands().getFirst()).orElse(uid);
    }
    List<Long> groups = new ArrayList<>(List.of(gid));
    self.groups().stream().filter(g -> !groups.contains(g)).forEach(groups::add);
    if (opts.has('u')) {
      return SystemCommands.line(cli, opts.has('n') ? users.user(uid) : "" + uid);
    }
    if (opts.has('g')) {
      return SystemCommands.line(cli, opts.has('n') ? users.group(gid) : "" + gid);
    }
    if (opts.has('G')) {
      return SystemCommands.line(
          cli,
          String.join(
              " ", groups.stream().map(g -> opts.has('n') ? users.group(g) : "" + g).toList()));
    }
    String all =
        String.join(
            ",",
            groups.stream()
                .map(g -> g + (users.knowsGroup(g) ? "(" + users.group(g) + ")" : ""))
                .toList());
    String user = uid + (users.knowsUser(uid) ? "(" + users.user(uid) + ")" : "");
    String group = gid + (users.knowsGroup(gid) ? "(" + users.group(gid) + ")" : "");
    return SystemCommands.line(cli, "uid=" + user + " gid=" + group + " groups=" + all);
  }

  private static int whoami(Cli cli) throws IOException {
    Users users = new Users(cli);
    long uid = cli.self().uid();
    if (!users.knowsUser(uid)) {
      return cli.fail(cli.busybox() ? "unknown uid " + uid : "cannot find name for user ID " + uid);
    }
    return SystemCommands.line(cli, users.user(uid));
  }

  private static int getent(Cli cli) throws IOException {
    List<String> words = cli.arguments();
    if (words.isEmpty()) {
      return cli.fail("wrong number of arguments");
    }
    String database = words.getFirst();
    List<String> keys = words.subList(1, words.size());
    return switch (database) {
      case "hosts", "ahosts", "ahostsv4" -> Hosts.getent(cli, database, keys);
      case "passwd", "group", "services" -> entries(cli, "/etc/" + database, keys);
      default -> {
        cli.complain("Unknown database: " + database);
        yield 1;
      }
    };
  }

  private static int entries(Cli cli, String path, List<String> keys) throws IOException {
    String text =
        cli.files().exists(path)
            ? new String(cli.files().bytes(path), java.nio.charset.StandardCharsets.UTF_8)
            : "";
    boolean all = true;
    for (String key : keys.isEmpty() ? List.of("") : keys) {
      List<String> found =
          text.lines()
              .filter(line ->
                  key.isEmpty()
                      || line.startsWith(key + ":")
                      || line.matches(
                          "[^:]*:[^:]*:" + java.util.regex.Pattern.quote(key) + "(:.*|$)"))
              .toList();
      all &= !found.isEmpty();
      for (String line : found) {
        cli.println(line);
      }
    }
    return all ? 0 : 2;
  }
}
