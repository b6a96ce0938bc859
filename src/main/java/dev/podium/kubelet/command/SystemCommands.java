package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Capability;
import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Commands about who, where and when one is.
final class SystemCommands {

  private SystemCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("true", _ -> 0);
    tools.put("false", _ -> 1);
    tools.put(":", _ -> 0);
    tools.put("id", SystemCommands::id);
    tools.put("whoami", SystemCommands::whoami);
    tools.put("groups", cli -> line(cli, new Users(cli).group(cli.self().gid())));
    tools.put("logname", SystemCommands::whoami);
    tools.put("hostname", SystemCommands::hostname);
    tools.put("uname", SystemCommands::uname);
    tools.put("arch", cli -> line(cli, "x86_64"));
    tools.put("date", SystemCommands::date);
    tools.put("env", SystemCommands::env);
    tools.put("printenv", SystemCommands::printenv);
    tools.put("nproc", cli -> line(cli, "4"));
    tools.put("uptime", SystemCommands::uptime);
    tools.put("free", SystemCommands::free);
    tools.put(
        "tty",
        cli ->
            cli.self().terminal().isPresent() ? line(cli, "/dev/pts/0") : fails(cli, "not a tty"));
    tools.put("stty", SystemCommands::stty);
    tools.put("clear", cli -> printed(cli, "\033[H\033[2J\033[3J"));
    tools.put("reset", cli -> printed(cli, "\033c"));
    tools.put("tput", SystemCommands::tput);
    tools.put("logger", _ -> 0);
    tools.put("getent", SystemCommands::getent);
    tools.put("which", SystemCommands::which);
    tools.put("lsb_release", cli -> line(cli, "No LSB modules are available."));
    tools.put("getconf", SystemCommands::getconf);
    tools.put("sysctl", SystemCommands::sysctl);
    tools.put("dmesg", cli -> cli.fail("read kernel buffer failed: Operation not permitted"));
    tools.put("locale", cli -> printed(cli, "LANG=\nLC_CTYPE=\"POSIX\"\nLC_ALL=\n"));
  }

  static int line(Cli cli, String text) throws IOException {
    cli.println(text);
    return 0;
  }

  private static int fails(Cli cli, String text) throws IOException {
    cli.println(text);
    return 1;
  }

  static int printed(Cli cli, String text) throws IOException {
    cli.print(text);
    return 0;
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
      return line(cli, opts.has('n') ? users.user(uid) : "" + uid);
    }
    if (opts.has('g')) {
      return line(cli, opts.has('n') ? users.group(gid) : "" + gid);
    }
    if (opts.has('G')) {
      return line(
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
    return line(cli, "uid=" + user + " gid=" + group + " groups=" + all);
  }

  private static int whoami(Cli cli) throws IOException {
    Users users = new Users(cli);
    long uid = cli.self().uid();
    if (!users.knowsUser(uid)) {
      return cli.fail(cli.busybox() ? "unknown uid " + uid : "cannot find name for user ID " + uid);
    }
    return line(cli, users.user(uid));
  }

  private static int hostname(Cli cli) throws IOException {
    Opts opts =
        Opts.parse(cli, "fisdIA", "fqdn=f", "ip-address=i", "short=s", "all-ip-addresses=I");
    String name = cli.self().container().hostname();
    if (!opts.operands().isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "sethostname: Operation not permitted"
              : "you must be root to change the host name");
    }
    if (opts.has('i') || opts.has('I')) {
      List<String> addresses = cli.self().network().addresses();
      return line(cli, String.join(" ", addresses) + (opts.has('I') ? " " : ""));
    }
    if (opts.has('f')) {
      return line(cli, Hosts.fullName(cli, name));
    }
    return line(cli, opts.has('s') ? name.replaceFirst("\\..*", "") : name);
  }

  private static int uname(Cli cli) throws IOException {
    Opts opts =
        Opts.parse(
            cli,
            "asnrvmpio",
            "all=a",
            "kernel-name=s",
            "nodename=n",
            "kernel-release=r",
            "machine=m",
            "operating-system=o");
    String version = "#1 SMP PREEMPT_DYNAMIC Thu Aug 22 22:48:14 UTC 2026";
    String[] values = {
      "Linux",
      cli.self().container().hostname(),
      "6.8.0-podium",
      version,
      "x86_64",
      "x86_64",
      "x86_64",
      cli.busybox() ? "Linux" : "GNU/Linux"
    };
    String letters = "snrvmpio";
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      boolean all = opts.has('a') && (letter != 'p' && letter != 'i' || !cli.busybox());
      if (all || opts.has(letter)) {
        shown.add(values[i]);
      }
    }
    return line(cli, shown.isEmpty() ? "Linux" : String.join(" ", shown));
  }

  private static int date(Cli cli) throws IOException {
    Opts opts =
        Opts.parse(
            cli,
            "ud:s:r:R::I::D:",
            "utc=u",
            "universal=u",
            "date=d",
            "reference=r",
            "rfc-email=R",
            "iso-8601=I",
            "set=s");
    Instant time = cli.self().clock().now();
    if (opts.has('d')) {
      Optional<Instant> parsed = Dates.parse(opts.value('d').orElse(""), time);
      if (parsed.isEmpty()) {
        return cli.fail(
            (cli.busybox() ? "invalid date '" : "invalid date '")
                + opts.value('d').orElse("")
                + (cli.busybox() ? "'" : "'"));
      }
      time = parsed.get();
    }
    if (opts.has('r')) {
      time = cli.files().stat(opts.value('r').orElse("")).modified();
    }
    if (opts.has('s')) {
      return cli.fail(
          cli.self().may(Capability.SYS_TIME)
              ? "podium: the time cannot be changed"
              : "cannot set date: Operation not permitted");
    }
    ZonedDateTime zoned =
        time.atZone(opts.has('u') ? ZoneOffset.UTC : Dates.zone(cli.variable("TZ", "")));
    Optional<String> format = opts.operands().stream().filter(o -> o.startsWith("+")).findFirst();
    if (format.isPresent()) {
      return line(cli, Dates.format(format.get().substring(1), zoned));
    }
    if (opts.has('I')) {
      String precision = opts.value('I').orElse("");
      return line(
          cli,
          Dates.format(
                  precision.startsWith("s")
                      ? "%Y-%m-%dT%H:%M:%S%:z"
                      : precision.startsWith("m") ? "%Y-%m-%dT%H:%M%:z" : "%Y-%m-%d",
                  zoned)
              .replace("::z", ""));
    }
    return line(
        cli,
        Dates.format(
            opts.has('R') ? "%a, %d %b %Y %H:%M:%S %z" : "%a %b %e %H:%M:%S %Z %Y", zoned));
  }

  private static int env(Cli cli) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(cli.arguments());
    Map<String, String> environment = new TreeMap<>(cli.environment());
    while (!words.isEmpty()) {
      String word = words.getFirst();
      if (word.equals("-i") || word.equals("-") || word.equals("--ignore-environment")) {
        environment.clear();
      } else if (word.equals("-u") && words.size() > 1) {
        words.removeFirst();
        environment.remove(words.getFirst());
      } else if (word.startsWith("-u")) {
        environment.remove(word.substring(2));
      } else if (word.indexOf('=') > 0) {
        environment.put(
            word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else if (!word.startsWith("-")) {
        break;
      }
      words.removeFirst();
    }
    if (words.isEmpty()) {
      for (Map.Entry<String, String> entry : inOrder(cli, environment)) {
        cli.println(entry.getKey() + "=" + entry.getValue());
      }
      return 0;
    }
    return Running.replace(cli, words, environment);
  }

  private static List<Map.Entry<String, String>> inOrder(Cli cli, Map<String, String> environment) {
    return List.copyOf(environment.entrySet());
  }

  private static int printenv(Cli cli) throws IOException {
    if (cli.arguments().isEmpty()) {
      for (Map.Entry<String, String> entry : inOrder(cli, cli.environment())) {
        cli.println(entry.getKey() + "=" + entry.getValue());
      }
    }
    int status = 0;
    for (String name : cli.arguments()) {
      Optional<String> value = Optional.ofNullable(cli.environment().get(name));
      if (value.isEmpty()) {
        status = 1;
      } else {
        cli.println(value.get());
      }
    }
    return status;
  }

  private static int uptime(Cli cli) throws IOException {
    Instant now = cli.self().clock().now();
    Duration up = Duration.between(cli.self().container().started(), now);
    String time = Dates.format("%H:%M:%S", now.atZone(ZoneOffset.UTC));
    String since =
        up.toHours() > 0
            ? String.format("%2d:%02d", up.toHours(), up.toMinutesPart())
            : up.toMinutes() + " min";
    return line(cli, " " + time + " up " + since + ",  0 users,  load average: 0.08, 0.03, 0.01");
  }

  private static int free(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "hmgkbt", "human=h", "mebi=m", "gibi=g");
    Container container = cli.self().container();
    long total = 16_381_864L;
    long used = 3_201_548L + container.memoryUsed() / 1024;
    long cache = 5_412_336L;
    long free = total - used - cache;
    if (cli.busybox()) {
      cli.println(
          "              total        used        free      shared  buff/cache   available");
    } else {
      cli.println(
          "               total        used        free      shared  buff/cache   available");
    }
    String format = cli.busybox() ? "%-7s%12s%12s%12s%12s%12s%12s" : "%-8s%12s%12s%12s%12s%12s%12s";
    cli.println(
        String.format(
            format,
            "Mem:",
            memory(opts, total),
            memory(opts, used),
            memory(opts, free),
            memory(opts, 4096),
            memory(opts, cache),
            memory(opts, free + cache - 200_000)));
    cli.println(
        String.format(
                format, "Swap:", memory(opts, 0), memory(opts, 0), memory(opts, 0), "", "", "")
            .stripTrailing());
    return 0;
  }

  private static String memory(Opts opts, long kib) {
    if (opts.has('h')) {
      String text = Sizes.human(kib * 1024, false);
      return kib == 0 ? "0B" : text + "i";
    }
    return ""
        + (opts.has('m') ? kib >> 10 : opts.has('g') ? kib >> 20 : opts.has('b') ? kib << 10 : kib);
  }

  private static int stty(Cli cli) throws IOException {
    var terminal = cli.self().terminal();
    if (terminal.isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "standard input: Not a tty"
              : "'standard input': Inappropriate ioctl for device");
    }
    List<String> words = cli.arguments();
    if (words.contains("size")) {
      return line(cli, terminal.get().rows() + " " + terminal.get().columns());
    }
    if (words.contains("raw") || words.contains("-icanon") || words.contains("-echo")) {
      terminal.get().raw(true);
    } else if (words.contains("sane")
        || words.contains("cooked")
        || words.contains("echo")
        || words.contains("icanon")) {
      terminal.get().raw(false);
    } else if (words.isEmpty() || words.contains("-a")) {
      return line(
          cli,
          "speed 38400 baud; rows "
              + terminal.get().rows()
              + "; columns "
              + terminal.get().columns()
              + "; line = 0;");
    }
    return 0;
  }

  private static int tput(Cli cli) throws IOException {
    String what = cli.arguments().isEmpty() ? "" : cli.arguments().getFirst();
    var terminal = cli.self().terminal();
    return switch (what) {
      case "cols" -> line(cli, "" + terminal.map(t -> t.columns()).orElse(80));
      case "lines" -> line(cli, "" + terminal.map(t -> t.rows()).orElse(24));
      case "clear" -> printed(cli, "\033[H\033[2J");
      case "bold" -> printed(cli, "\033[1m");
      case "sgr0" -> printed(cli, "\033(B\033[m");
      case "setaf" -> printed(cli, "\033[3" + cli.arguments().getLast() + "m");
      default -> 0;
    };
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

  private static int which(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "as");
    int status = 0;
    for (String name : opts.operands()) {
      List<String> found = new ArrayList<>();
      if (name.contains("/")) {
        if (executable(cli, name)) {
          found.add(name);
        }
      } else {
        for (String directory : cli.variable("PATH", Running.PATH).split(":")) {
          if (executable(cli, directory + "/" + name)) {
            found.add(directory + "/" + name);
          }
        }
      }
      if (found.isEmpty()) {
        status = 1;
      }
      for (String path : opts.has('a') || found.isEmpty() ? found : found.subList(0, 1)) {
        cli.println(path);
      }
    }
    return status;
  }

  static boolean executable(Cli cli, String path) {
    try {
      var stat = cli.files().stat(path);
      return stat.type() == dev.podium.kubelet.process.FileSystem.Type.FILE
          && (stat.mode() & 0111) != 0;
    } catch (Errno _) {
      return false;
    }
  }

  /// Shows what the kernel is set to; a container's view of it cannot be written to.
  private static int sysctl(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "neqwap", "values=n", "ignore=e", "quiet=q", "write=w", "all=a");
    int worst = 0;
    for (String key : opts.operands()) {
      String name = key.replaceAll("=.*", "").strip().replace('/', '.');
      String path = "/proc/sys/" + name.replace('.', '/');
      if (key.contains("=")) {
        worst = cli.fail("error setting key '" + name + "': Read-only file system");
        continue;
      }
      try (InputStream in = cli.files().read(path)) {
        String value = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        cli.println(opts.has('n') ? value : name + " = " + value);
      } catch (IOException _) {
        worst =
            opts.has('e')
                ? worst
                : cli.fail("error reading key '" + name + "': No such file or directory");
      }
    }
    return worst;
  }

  private static int getconf(Cli cli) throws IOException {
    String what = cli.arguments().isEmpty() ? "" : cli.arguments().getFirst();
    return switch (what) {
      case "_NPROCESSORS_ONLN", "_NPROCESSORS_CONF" -> line(cli, "4");
      case "PAGE_SIZE", "PAGESIZE" -> line(cli, "4096");
      case "LONG_BIT" -> line(cli, "64");
      case "CLK_TCK" -> line(cli, "100");
      case "ARG_MAX" -> line(cli, "2097152");
      default -> cli.fail("Unrecognized variable `" + what + "'");
    };
  }
}
