package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Capability;
import dev.podium.kubelet.process.Container;
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

/// Commands that tell of the machine: its name, its time, its memory.
final class SystemCommands {
  private SystemCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("true", _ -> 0);
    tools.put("false", _ -> 1);
    tools.put(":", _ -> 0);
    UserCommands.register(tools);
    EnvironmentCommands.register(tools);
    TerminalCommands.register(tools);
    tools.put("hostname", SystemCommands::hostname);
    tools.put("uname", SystemCommands::uname);
    tools.put("arch", cli -> line(cli, "x86_64"));
    tools.put("date", SystemCommands::date);
    tools.put("nproc", cli -> line(cli, "4"));
    tools.put("uptime", SystemCommands::uptime);
    tools.put("free", SystemCommands::free);
    tools.put("logger", _ -> 0);
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

  static int printed(Cli cli, String text) throws IOException {
    cli.print(text);
    return 0;
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
