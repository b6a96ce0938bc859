package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// `find`
final class FindCommand {
  private final Cli cli;
  private final List<String> words;
  private int at;
  private boolean acts;
  private boolean depthFirst;
  private int deepest = Integer.MAX_VALUE;
  private int shallowest;
  private int status;
  private boolean quit;
  private final List<List<String>> batches = new ArrayList<>();

  private FindCommand(Cli cli, List<String> words) {
    this.cli = cli;
    this.words = words;
  }

  /// A file that was come upon.
  private static final class Visit {
    final String path;
    final Stat stat;
    final int depth;
    boolean pruned;

    Visit(String path, Stat stat, int depth) {
      this.path = path;
      this.stat = stat;
      this.depth = depth;
    }

    String name() {
      String plain = path.replaceAll("(?<=.)/+$", "");
      return plain.substring(plain.lastIndexOf('/') + 1);
    }
  }

  /// What an expression says of a file.
  private interface Test {
    boolean holds(Visit visit) throws IOException, InterruptedException;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(cli.arguments());
    while (!arguments.isEmpty() && arguments.getFirst().matches("-[HLP]")) {
      arguments.removeFirst();
    }
    List<String> paths = new ArrayList<>();
    while (!arguments.isEmpty()
        && !arguments.getFirst().startsWith("-")
        && !List.of("(", "!").contains(arguments.getFirst())) {
      paths.add(arguments.removeFirst());
    }
    if (paths.isEmpty()) {
      paths.add(".");
    }
    FindCommand find = new FindCommand(cli, arguments);
    Test test = arguments.isEmpty() ? _ -> true : find.or();
    if (find.at < find.words.size()) {
      throw find.error("paths must precede expression: `" + find.words.get(find.at) + "'");
    }
    Test whole =
        find.acts
            ? test
            : visit -> {
              if (test.holds(visit)) {
                cli.println(visit.path);
              }
              return true;
            };
    for (String path : paths) {
      try {
        find.visit(path, cli.files().linkStat(path), 0, whole);
      } catch (Errno e) {
        find.status =
            cli.fail(
                cli.busybox() ? path + ": " + Cli.reason(e) : "'" + path + "': " + Cli.reason(e));
      }
    }
    find.finish();
    return find.status;
  }

  private Usage error(String what) {
    return new Usage("find: " + what, 1);
  }

  private void visit(String path, Stat stat, int depth, Test test)
      throws IOException, InterruptedException {
    if (quit) {
      return;
    }
    cli.self().checkpoint();
    Visit visit = new Visit(path, stat, depth);
    if (!depthFirst && depth >= shallowest) {
      test.holds(visit);
    }
    if (stat.type() == Type.DIRECTORY && depth < deepest && !visit.pruned) {
      try {
        for (String name : cli.files().list(path)) {
          String below = Paths.join(path, name);
          visit(below, cli.files().linkStat(below), depth + 1, test);
        }
      } catch (Errno e) {
        if (e.code() != Errno.Code.ENOENT) {
          status =
              cli.fail(
                  cli.busybox() ? path + ": " + Cli.reason(e) : "'" + path + "': " + Cli.reason(e));
        }
      }
    }
    if (depthFirst && depth >= shallowest) {
      test.holds(visit);
    }
  }

  private boolean accept(String... options) {
    if (at < words.size() && List.of(options).contains(words.get(at))) {
      at++;
      return true;
    }
    return false;
  }

  private String argument(String option) {
    if (at >= words.size()) {
      throw error(
          cli.busybox()
              ? option + " requires an argument"
              : "missing argument to `" + option + "'");
    }
    return words.get(at++);
  }

  private Test or() {
    Test left = and();
    while (accept("-o", "-or")) {
      Test first = left;
      Test right = and();
      left = visit -> first.holds(visit) || right.holds(visit);
    }
    return left;
  }

  private Test and() {
    Test left = not();
    while (at < words.size() && !List.of("-o", "-or", ")").contains(words.get(at))) {
      accept("-a", "-and");
      Test first = left;
      Test right = not();
      left = visit -> first.holds(visit) && right.holds(visit);
    }
    return left;
  }

  private Test not() {
    if (accept("!", "-not")) {
      Test inner = not();
      return visit -> !inner.holds(visit);
    }
    if (accept("(")) {
      Test inner = or();
      if (!accept(")")) {
        throw error("missing closing ')'");
      }
      return inner;
    }
    return primary();
  }

  private Test primary() {
    String option = argument("find");
    return switch (option) {
      case "-name" -> {
        String glob = argument(option);
        yield visit -> Glob.matches(glob, visit.name());
      }
      case "-iname" -> {
        String glob = argument(option).toLowerCase(Locale.ROOT);
        yield visit -> Glob.matches(glob, visit.name().toLowerCase(Locale.ROOT));
      }
      case "-path", "-wholename" -> {
        String glob = argument(option);
        yield visit -> Glob.matches(glob, visit.path);
      }
      case "-regex" -> {
        Pattern regex = Regexes.basic(argument(option), false);
        yield visit -> Regexes.matcher(regex, visit.path).matches();
      }
      case "-type" -> {
        String kinds = argument(option);
        yield visit -> kinds.indexOf(letter(visit.stat.type())) >= 0;
      }
      case "-size" -> size(argument(option));
      case "-empty" ->
          visit ->
              visit.stat.type() == Type.DIRECTORY
                  ? cli.files().list(visit.path).isEmpty()
                  : visit.stat.type() == Type.FILE && visit.stat.size() == 0;
      case "-mtime", "-ctime", "-atime" -> age(argument(option), Duration.ofDays(1));
      case "-mmin", "-cmin", "-amin" -> age(argument(option), Duration.ofMinutes(1));
      case "-newer" -> {
        String other = argument(option);
        yield visit -> visit.stat.modified().isAfter(cli.files().stat(other).modified());
      }
      case "-user" -> {
        String user = argument(option);
        yield visit ->
            new Users(cli).findUser(user).filter(uid -> uid == visit.stat.uid()).isPresent();
      }
      case "-group" -> {
        String group = argument(option);
        yield visit ->
            new Users(cli).findGroup(group).filter(gid -> gid == visit.stat.gid()).isPresent();
      }
      case "-perm" -> permissions(argument(option));
      case "-executable" -> visit -> FileTests.may(visit.stat, 1, cli.self());
      case "-maxdepth" -> {
        deepest = Integer.parseInt(argument(option));
        yield _ -> true;
      }
      case "-mindepth" -> {
        shallowest = Integer.parseInt(argument(option));
        yield _ -> true;
      }
      case "-depth" -> {
        depthFirst = true;
        yield _ -> true;
      }
      case "-xdev", "-mount", "-follow", "-noleaf", "-true" -> _ -> true;
      case "-false" -> _ -> false;
      default -> action(option);
    };
  }

  private Test action(String option) {
    switch (option) {
      case "-print" -> {
        acts = true;
        return visit -> {
          cli.println(visit.path);
          return true;
        };
      }
      case "-print0" -> {
        acts = true;
        return visit -> {
          cli.print(visit.path + "\0");
          return true;
        };
      }
      case "-printf" -> {
        acts = true;
        String format = argument(option);
        return visit -> {
          cli.print(printf(format, visit));
          return true;
        };
      }
      case "-ls" -> {
        acts = true;
        return visit -> {
          cli.println(
              String.format(
                  "%9d %6d %s %3d %-8s %-8s %8d %s %s",
                  visit.stat.inode(),
                  4,
                  Modes.text(visit.stat),
                  visit.stat.links(),
                  new Users(cli).user(visit.stat.uid()),
                  new Users(cli).group(visit.stat.gid()),
                  visit.stat.size(),
                  Dates.format(
                      "%b %e %H:%M", visit.stat.modified().atZone(java.time.ZoneOffset.UTC)),
                  visit.path));
          return true;
        };
      }
      case "-prune" -> {
        return visit -> {
          visit.pruned = true;
          return true;
        };
      }
      case "-quit" -> {
        return _ -> {
          quit = true;
          return true;
        };
      }
      case "-delete" -> {
        acts = true;
        depthFirst = true;
        return this::delete;
      }
      case "-exec", "-execdir", "-ok" -> {
        acts = true;
        return exec(option);
      }
      default ->
          throw error(
              cli.busybox()
                  ? "unrecognized: " + option
                  : option.startsWith("-")
                      ? "unknown predicate `" + option + "'"
                      : "paths must precede expression: `" + option + "'");
    }
  }

  private boolean delete(Visit visit) throws IOException {
    if (visit.depth == 0 && visit.path.equals(".")) {
      return true;
    }
    try {
      if (visit.stat.type() == Type.DIRECTORY) {
        cli.files().removeDirectory(visit.path);
      } else {
        cli.files().remove(visit.path);
      }
      return true;
    } catch (Errno e) {
      status = cli.fail("cannot delete '" + visit.path + "': " + Cli.reason(e));
      return false;
    }
  }

  private Test exec(String option) {
    List<String> command = new ArrayList<>();
    while (true) {
      String word = argument(option);
      if (word.equals(";")) {
        return visit -> {
          List<String> filled = command.stream().map(w -> w.replace("{}", visit.path)).toList();
          return Running.run(cli, filled) == 0;
        };
      }
      if (word.equals("+") && !command.isEmpty() && command.getLast().equals("{}")) {
        command.removeLast();
        batches.add(command);
        List<String> found = new ArrayList<>();
        pending.add(found);
        return visit -> {
          found.add(visit.path);
          return true;
        };
      }
      command.add(word);
    }
  }

  private final List<List<String>> pending = new ArrayList<>();

  private void finish() throws IOException, InterruptedException {
    for (int i = 0; i < batches.size(); i++) {
      if (!pending.get(i).isEmpty()
          && Running.run(cli, Running.with(batches.get(i), pending.get(i))) != 0) {
        status = 1;
      }
    }
  }

  private static char letter(Type type) {
    return switch (type) {
      case FILE -> 'f';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case FIFO -> 'p';
    };
  }

  private static boolean compare(char sign, long value, long with) {
    return sign == '+' ? value > with : sign == '-' ? value < with : value == with;
  }

  private Test size(String text) {
    char sign = text.charAt(0);
    String plain = text.replaceFirst("^[-+]", "");
    char unit = plain.charAt(plain.length() - 1);
    long block =
        switch (unit) {
          case 'c' -> 1;
          case 'k' -> 1 << 10;
          case 'M' -> 1 << 20;
          case 'G' -> 1 << 30;
          default -> 512;
        };
    long count = Long.parseLong(plain.replaceAll("\\D", ""));
    return visit -> compare(sign, (visit.stat.size() + block - 1) / block, count);
  }

  private Test age(String text, Duration unit) {
    char sign = text.charAt(0);
    long count = Long.parseLong(text.replaceAll("\\D", ""));
    return visit ->
        compare(
            sign,
            Duration.between(visit.stat.modified(), cli.self().clock().now()).dividedBy(unit),
            count);
  }

  private Test permissions(String text) {
    char sign = text.charAt(0);
    int bits = Modes.apply(sign == '-' || sign == '/' ? text.substring(1) : text, 0, false);
    return visit ->
        sign == '-'
            ? (visit.stat.mode() & bits) == bits
            : sign == '/' ? (visit.stat.mode() & bits) != 0 : visit.stat.mode() == bits;
  }

  private String printf(String format, Visit visit) {
    Users users = new Users(cli);
    return format
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0")
        .replace("%p", visit.path)
        .replace("%f", visit.name())
        .replace("%s", "" + visit.stat.size())
        .replace("%m", Integer.toOctalString(visit.stat.mode()))
        .replace("%u", users.user(visit.stat.uid()))
        .replace("%g", users.group(visit.stat.gid()))
        .replace("%y", "" + letter(visit.stat.type()))
        .replace("%T@", visit.stat.modified().getEpochSecond() + ".0000000000")
        .replace("%d", "" + visit.depth)
        .replace(
            "%h",
            visit.path.contains("/") ? visit.path.substring(0, visit.path.lastIndexOf('/')) : ".")
        .replace("%l", visit.stat.target());
  }
}
