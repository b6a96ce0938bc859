package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Container.ProcessInfo;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// `ps`: the processes of a container.
final class PsCommand {
  private PsCommand() {}

  static int ps(Cli cli) throws IOException {
    List<ProcessInfo> processes = cli.self().container().processes();
    Users users = new Users(cli);
    Instant now = cli.self().clock().now();
    if (cli.busybox()) {
      cli.println("PID   USER     TIME  COMMAND");
      for (ProcessInfo info : processes) {
        cli.println(
            String.format(
                "%5d %-8s %2d:%02d %s", info.pid(), users.user(info.uid()), 0, 0, shown(info)));
      }
      return 0;
    }
    String flags = String.join("", cli.arguments()).replace("-", "");
    if (cli.arguments().contains("-o") || flags.startsWith("o")) {
      return columns(cli, processes, users, now);
    }
    if (flags.contains("u") && flags.contains("a") || flags.equals("u")) {
      cli.println("USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND");
      for (ProcessInfo info : processes) {
        cli.println(
            String.format(
                "%-8s %7d %4s %4s %6d %5d %-8s %-4s %s %6s %s",
                users.user(info.uid()),
                info.pid(),
                "0.0",
                "0.0",
                4364,
                3200,
                terminal(info),
                state(info),
                Dates.format("%H:%M", info.started().atZone(ZoneOffset.UTC)),
                "0:00",
                shown(info)));
      }
    } else if (flags.contains("f")) {
      cli.println("UID          PID    PPID  C STIME TTY          TIME CMD");
      for (ProcessInfo info : processes) {
        cli.println(
            String.format(
                "%-8s %7d %7d  0 %s %-8s %s %s",
                users.user(info.uid()),
                info.pid(),
                info.parentPid(),
                Dates.format("%H:%M", info.started().atZone(ZoneOffset.UTC)),
                terminal(info),
                "00:00:00",
                shown(info)));
      }
    } else {
      boolean all = flags.matches(".*[eAaxp].*");
      cli.println(
          all && flags.contains("x")
              ? "    PID TTY      STAT   TIME COMMAND"
              : "    PID TTY          TIME CMD");
      for (ProcessInfo info : processes) {
        if (!all && !isBeside(cli, info)) {
          continue;
        }
        String name = Cli.baseName(info.arguments().isEmpty() ? "" : info.arguments().getFirst());
        cli.println(
            all && flags.contains("x")
                ? String.format(
                    "%7d %-8s %-4s %6s %s",
                    info.pid(), terminal(info), state(info), "0:00", shown(info))
                : String.format("%7d %-8s %s %s", info.pid(), terminal(info), "00:00:00", name));
      }
    }
    return 0;
  }

  static String shown(ProcessInfo info) {
    String command = info.command();
    return command.isEmpty() ? "[process]" : command;
  }

  private static String terminal(ProcessInfo info) {
    return info.live().flatMap(Process::terminal).isPresent() ? "pts/0" : "?";
  }

  /// What `ps` shows by itself: what is at the same terminal.
  private static boolean isBeside(Cli cli, ProcessInfo info) {
    return cli.self().terminal().equals(info.live().flatMap(Process::terminal));
  }

  private static String state(ProcessInfo info) {
    return info.state() + (info.pid() == 1 ? "s" : "");
  }

  private static int columns(Cli cli, List<ProcessInfo> processes, Users users, Instant now)
      throws IOException {
    String list = "";
    for (int i = 0; i < cli.arguments().size(); i++) {
      String word = cli.arguments().get(i);
      if (word.startsWith("-o") || word.equals("o")) {
        list +=
            ","
                + (word.length() > 2
                    ? word.substring(2)
                    : i + 1 < cli.arguments().size() ? cli.arguments().get(i + 1) : "");
      }
    }
    List<String> names =
        java.util.Arrays.stream(list.split("[, ]+")).filter(n -> !n.isEmpty()).toList();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        names.stream()
            .map(n ->
                n.contains("=")
                    ? ""
                    : n.equals("args") || n.equals("cmd")
                        ? "COMMAND"
                        : n.toUpperCase(java.util.Locale.ROOT))
            .toList());
    for (ProcessInfo info : processes) {
      rows.add(
          names.stream()
              .map(n ->
                  switch (n.replace("=", "")) {
                    case "pid" -> "" + info.pid();
                    case "ppid" -> "" + info.parentPid();
                    case "user", "uname", "euser" -> users.user(info.uid());
                    case "uid" -> "" + info.uid();
                    case "comm" ->
                        Cli.baseName(info.arguments().isEmpty() ? "" : info.arguments().getFirst());
                    case "args", "cmd", "command" -> shown(info);
                    case "stat", "s", "state" -> info.state();
                    case "etime" ->
                        Duration.between(info.started(), now).toMinutes()
                            + ":"
                            + String.format(
                                "%02d", Duration.between(info.started(), now).toSecondsPart());
                    case "time" -> "00:00:00";
                    case "rss" -> "3200";
                    case "vsz" -> "4364";
                    default -> "0.0";
                  })
              .toList());
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(1);
        boolean number = names.get(i).matches("u?p?p?id=?|rss|vsz");
        line.append(line.isEmpty() ? "" : " ")
            .append(
                String.format(
                    number ? "%" + Math.max(width, 5) + "s" : "%-" + width + "s", row.get(i)));
      }
      if (!line.toString().isBlank()) {
        cli.println(line.toString().stripTrailing());
      }
    }
    return 0;
  }
}
