package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// `ls`
final class ListCommand {
  private static final DateTimeFormatter RECENT =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM ppd  yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration HALF_A_YEAR = Duration.ofDays(182);

  private final Cli cli;
  private final Opts opts;
  private final Users users;
  private int status;

  private ListCommand(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
    this.users = new Users(cli);
  }

  private record Item(String name, String path, Stat stat) {}

  static int run(Cli cli) throws IOException {
    Opts opts =
        Opts.parse(
            cli,
            "laA1hRdtSrinFpsxCugoQNGLHZc::w:X",
            "all=a",
            "almost-all=A",
            "human-readable=h",
            "recursive=R",
            "directory=d",
            "color=c",
            "reverse=r",
            "inode=i",
            "classify=F",
            "full-time=e",
            "size=s",
            "numeric-uid-gid=n",
            "dereference=L",
            "group-directories-first=N",
            "no-group=G");
    return new ListCommand(cli, opts).run();
  }

  private int run() throws IOException {
    List<String> operands = opts.operands().isEmpty() ? List.of(".") : opts.operands();
    List<Item> files = new ArrayList<>();
    List<Item> directories = new ArrayList<>();
    for (String path : operands) {
      try {
        Stat stat =
            opts.has('l') && !path.endsWith("/") && !opts.has('L')
                ? cli.files().linkStat(path)
                : stat(path);
        boolean lists = stat.type() == Type.DIRECTORY && !opts.has('d');
        (lists ? directories : files).add(new Item(path, path, stat));
      } catch (Errno e) {
        status = cli.busybox() ? 1 : 2;
        cli.warn(
            cli.busybox()
                ? path + ": " + Cli.reason(e)
                : "cannot access '" + path + "': " + Cli.reason(e));
      }
    }
    files.sort(order());
    directories.sort(order());
    show(files, false);
    boolean titles = operands.size() > 1 || opts.has('R');
    for (int i = 0; i < directories.size(); i++) {
      directory(directories.get(i), titles, i > 0 || !files.isEmpty());
    }
    return status;
  }

  private Stat stat(String path) throws Errno {
    try {
      return cli.files().stat(path);
    } catch (Errno _) {
      return cli.files().linkStat(path);
    }
  }

  private void directory(Item directory, boolean title, boolean gap) throws IOException {
    List<Item> items = new ArrayList<>();
    try {
      List<String> names = new ArrayList<>(cli.files().list(directory.path));
      if (opts.has('a')) {
        names.addAll(0, List.of(".", ".."));
      }
      for (String name : names) {
        if (!name.startsWith(".") || opts.has('a') || opts.has('A')) {
          String path = directory.path + (directory.path.endsWith("/") ? "" : "/") + name;
          items.add(new Item(name, path, cli.files().linkStat(path)));
        }
      }
    } catch (Errno e) {
      status = cli.busybox() ? 1 : 2;
      cli.warn(
          cli.busybox()
              ? "can't open '" + directory.path + "': " + Cli.reason(e)
              : "cannot open directory '" + directory.path + "': " + Cli.reason(e));
      return;
    }
    items.sort(order());
    if (title) {
      cli.println((gap ? "\n" : "") + directory.name + ":");
    }
    show(items, true);
    if (opts.has('R')) {
      for (Item item : items) {
        if (item.stat.type() == Type.DIRECTORY
            && !item.name.equals(".")
            && !item.name.equals("..")) {
          directory(new Item(item.path, item.path, item.stat), true, true);
        }
      }
    }
  }

  private Comparator<Item> order() {
    Comparator<Item> order = Comparator.comparing(Item::name);
    if (opts.has('t')) {
      order =
          Comparator.comparing((Item item) -> item.stat.modified())
              .reversed()
              .thenComparing(Item::name);
    } else if (opts.has('S')) {
      order =
          Comparator.comparing((Item item) -> item.stat.size())
              .reversed()
              .thenComparing(Item::name);
    }
    return opts.has('r') ? order.reversed() : order;
  }

  private void show(List<Item> items, boolean total) throws IOException {
    if (opts.has('l') || opts.has('n') || opts.has('g') || opts.has('o')) {
      if (total) {
        long blocks = items.stream().mapToLong(item -> blocks(item.stat)).sum();
        cli.println("total " + (opts.has('h') ? Sizes.human(blocks * 1024, true) : "" + blocks));
      }
      details(items);
      return;
    }
    List<String> names = items.stream().map(item -> prefix(item) + shown(item)).toList();
    if (opts.has('1') || !(cli.onTerminal() || opts.has('C'))) {
      for (String name : names) {
        cli.println(name);
      }
    } else {
      columns(items, names);
    }
  }

  private String prefix(Item item) {
    return opts.has('i') ? item.stat.inode() + " " : "";
  }

  private static long blocks(Stat stat) {
    return stat.type() == Type.DIRECTORY
        ? 4
        : stat.type() == Type.FILE ? (stat.size() + 4095) / 4096 * 4 : 0;
  }

  private String shown(Item item) {
    String mark = "";
    if (opts.has('F') || opts.has('p')) {
      mark =
          switch (item.stat.type()) {
            case DIRECTORY -> "/";
            case SYMLINK -> opts.has('F') ? "@" : "";
            case FIFO -> opts.has('F') ? "|" : "";
            case FILE -> opts.has('F') && (item.stat.mode() & 0111) != 0 ? "*" : "";
            case CHARACTER_DEVICE -> "";
          };
    }
    boolean quotes =
        cli.onTerminal() && !cli.busybox() && item.name.matches(".*[ '\"$&|;()<>*?!].*");
    return (quotes ? "'" + item.name + "'" : coloured(item)) + mark;
  }

  private String coloured(Item item) {
    boolean always = opts.value('c').filter(v -> v.equals("always") || v.isEmpty()).isPresent();
    boolean colours =
        always
            || (cli.onTerminal()
                && (cli.busybox() || opts.value('c').filter("auto"::equals).isPresent()));
    if (!colours || opts.value('c').filter("never"::equals).isPresent()) {
      return item.name;
    }
    String colour =
        switch (item.stat.type()) {
          case DIRECTORY -> "1;34";
          case SYMLINK -> "1;36";
          case CHARACTER_DEVICE -> "1;33";
          case FIFO -> "40;33";
          case FILE -> (item.stat.mode() & 0111) != 0 ? "1;32" : "";
        };
    if (colour.isEmpty()) {
      return cli.busybox() ? "\033[0;0m" + item.name + "\033[m" : item.name;
    }
    return cli.busybox()
        ? "\033[" + colour + "m" + item.name + "\033[m"
        : "\033[0" + colour.replaceFirst("^1;", "1;") + "m" + item.name + "\033[0m";
  }

  private void columns(List<Item> items, List<String> names) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    int width = cli.self().terminal().map(t -> t.columns()).filter(c -> c > 0).orElse(80);
    int[] lengths =
        names.stream().mapToInt(n -> n.replaceAll("\033\\[[0-9;]*m", "").length()).toArray();
    for (int rows = 1; ; rows++) {
      int columns = (names.size() + rows - 1) / rows;
      int[] widths = new int[columns];
      int sum = 0;
      for (int i = 0; i < names.size(); i++) {
        widths[i / rows] = Math.max(widths[i / rows], lengths[i] + 2);
      }
      for (int w : widths) {
        sum += w;
      }
      if (sum - 2 < width || columns == 1) {
        for (int row = 0; row < rows; row++) {
          StringBuilder line = new StringBuilder();
          for (int i = row; i < names.size(); i += rows) {
            boolean last = i + rows >= names.size();
            line.append(names.get(i)).append(last ? "" : " ".repeat(widths[i / rows] - lengths[i]));
          }
          cli.println(line.toString());
        }
        return;
      }
    }
  }

  private void details(List<Item> items) throws IOException {
    int links = 1;
    int owner = 1;
    int group = 1;
    int size = 1;
    for (Item item : items) {
      links = Math.max(links, ("" + item.stat.links()).length());
      owner = Math.max(owner, owner(item.stat).length());
      group = Math.max(group, group(item.stat).length());
      size = Math.max(size, size(item.stat).length());
    }
    if (cli.busybox()) {
      links = Math.max(links, 4);
      owner = Math.max(owner, 8);
      group = Math.max(group, 8);
      size = Math.max(size, 9);
    }
    for (Item item : items) {
      Stat stat = item.stat;
      StringBuilder line = new StringBuilder(prefix(item)).append(Modes.text(stat));
      line.append(String.format(" %" + links + "d", stat.links()));
      if (!opts.has('g')) {
        line.append(String.format(" %-" + owner + "s", owner(stat)));
      }
      if (!opts.has('o') && !opts.has('G')) {
        line.append(String.format(" %-" + group + "s", group(stat)));
      }
      line.append(String.format(" %" + size + "s", size(stat)));
      line.append(' ').append(date(stat.modified())).append(' ').append(shown(item));
      if (stat.type() == Type.SYMLINK) {
        line.append(" -> ").append(stat.target());
      }
      cli.println(line.toString());
    }
  }

  private String owner(Stat stat) {
    return opts.has('n') ? "" + stat.uid() : users.user(stat.uid());
  }

  private String group(Stat stat) {
    return opts.has('n') ? "" + stat.gid() : users.group(stat.gid());
  }

  private String size(Stat stat) {
    if (stat.type() == Type.CHARACTER_DEVICE) {
      return "1,   3";
    }
    return opts.has('h') ? Sizes.human(stat.size(), !cli.busybox()) : "" + stat.size();
  }

  private String date(Instant modified) {
    if (opts.has('e')) {
      return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn xx")
          .withZone(ZoneOffset.UTC)
          .format(modified);
    }
    Duration age = Duration.between(modified, cli.self().clock().now());
    boolean recent = age.compareTo(HALF_A_YEAR) < 0 && age.compareTo(Duration.ofHours(-1)) > 0;
    return (recent ? RECENT : OLD).format(modified);
  }
}
