package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Container;
import dev.podium.kubelet.process.Container.ProcessInfo;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands about processes.
final class ProcessCommands {
  private ProcessCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("ps", ProcessCommands::ps);
    tools.put("top", ProcessCommands::top);
    tools.put("kill", ProcessCommands::kill);
    tools.put("killall", ProcessCommands::killall);
    tools.put("pkill", ProcessCommands::pkill);
    tools.put("pgrep", ProcessCommands::pgrep);
    tools.put("pidof", ProcessCommands::pidof);
    tools.put("timeout", ProcessCommands::timeout);
    tools.put("watch", ProcessCommands::watch);
    tools.put("nohup", cli -> Running.replace(cli, require(cli), cli.environment()));
    tools.put("setsid", cli -> Running.replace(cli, require(cli), cli.environment()));
    tools.put("nice", ProcessCommands::nice);
    tools.put("su", ProcessCommands::su);
    tools.put("sudo", cli -> Running.replace(cli, require(cli), cli.environment()));
    tools.put("time", ProcessCommands::time);
    tools.put("xargs", XargsCommand::run);
    tools.put("usleep", ProcessCommands::usleep);
  }

  private static List<String> require(Cli cli) {
    if (cli.arguments().isEmpty()) {
      throw FileCommands.missing(cli, "operand");
    }
    return cli.arguments();
  }

  private static int usleep(Cli cli) throws InterruptedException {
    cli.self().sleep(Duration.ofNanos(Long.parseLong(require(cli).getFirst()) * 1000));
    return 0;
  }

  /// How long `sleep` is to sleep: several times are added.
  static Duration duration(Cli cli, List<String> texts) {
    Duration sum = Duration.ZERO;
    for (String text : texts) {
      if (text.startsWith("inf")) {
        return Duration.ofDays(36_500);
      }
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("(\\d*\\.?\\d*)([smhd]?)").matcher(text);
      if (!matcher.matches() || matcher.group(1).isEmpty() || matcher.group(1).equals(".")) {
        throw new Usage(
            cli.busybox()
                ? cli.name() + ": invalid number '" + text + "'"
                : cli.name()
                    + ": invalid time interval '"
                    + text
                    + "'\nTry '"
                    + cli.name()
                    + " --help' for more information.",
            cli.name().equals("timeout") ? 125 : 1);
      }
      double unit =
          switch (matcher.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
          };
      double seconds = Math.min(Double.parseDouble(matcher.group(1)) * unit, 3e9);
      sum = sum.plus(Duration.ofNanos((long) (seconds * 1e9)));
    }
    return sum;
  }

  private static int ps(Cli cli) throws IOException {
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
                terminal(cli),
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
                terminal(cli),
                "00:00:00",
                shown(info)));
      }
    } else {
      boolean all = flags.matches(".*[eAax].*");
      cli.println(
          all && flags.contains("x")
              ? "    PID TTY      STAT   TIME COMMAND"
              : "    PID TTY          TIME CMD");
      for (ProcessInfo info : processes) {
        String name = Cli.baseName(info.arguments().isEmpty() ? "" : info.arguments().getFirst());
        cli.println(
            all && flags.contains("x")
                ? String.format(
                    "%7d %-8s %-4s %6s %s",
                    info.pid(), terminal(cli), state(info), "0:00", shown(info))
                : String.format("%7d %-8s %s %s", info.pid(), terminal(cli), "00:00:00", name));
      }
    }
    return 0;
  }

  private static String shown(ProcessInfo info) {
    String command = info.command();
    return command.isEmpty() ? "[process]" : command;
  }

  private static String terminal(Cli cli) {
    return cli.self().terminal().isPresent() ? "pts/0" : "?";
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

  private static int top(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "bn:d:cHp:u:");
    long rounds =
        opts.value('n')
            .filter(n -> n.matches("\\d{1,6}"))
            .map(Long::parseLong)
            .orElse(cli.self().terminal().isPresent() ? Long.MAX_VALUE : 1);
    Container container = cli.self().container();
    Users users = new Users(cli);
    for (long i = 0; i < rounds; i++) {
      if (i > 0) {
        cli.flush();
        cli.self().sleep(Duration.ofSeconds(3));
      }
      if (!opts.has('b')) {
        cli.print("\033[H\033[J");
      }
      List<ProcessInfo> processes = container.processes();
      String time = Dates.format("%H:%M:%S", cli.self().clock().now().atZone(ZoneOffset.UTC));
      if (cli.busybox()) {
        cli.println(
            "Mem: 3201548K used, 13180316K free, 4096K shrd, 212992K buff, 5199344K cached\nCPU:   1% usr   1% sys   0% nic  97% idle   0% io   0% irq   0% sirq\nLoad average: 0.08 0.03 0.01 1/"
                + processes.size()
                + " "
                + processes.getLast().pid());
        cli.println("  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND");
        for (ProcessInfo info : processes) {
          cli.println(
              String.format(
                  "%5d %5d %-8s %-4s %5d %4s %3d %4s %s",
                  info.pid(),
                  info.parentPid(),
                  users.user(info.uid()),
                  info.state(),
                  4364,
                  "0%",
                  0,
                  "0%",
                  shown(info)));
        }
      } else {
        cli.println(
            "top - "
                + time
                + " up "
                + Duration.between(container.started(), cli.self().clock().now()).toMinutes()
                + " min,  0 users,  load average: 0.08, 0.03, 0.01");
        cli.println(
            String.format(
                "Tasks: %3d total,   1 running, %3d sleeping,   0 stopped,   0 zombie",
                processes.size(), processes.size() - 1));
        cli.println(
            "%Cpu(s):  1.0 us,  1.0 sy,  0.0 ni, 97.9 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st\nMiB Mem :  15997.9 total,   7585.9 free,   3126.5 used,   5285.5 buff/cache\nMiB Swap:      0.0 total,      0.0 free,      0.0 used.  12671.1 avail Mem\n");
        cli.println(
            "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND");
        for (ProcessInfo info : processes) {
          cli.println(
              String.format(
                  "%7d %-8s  20   0    4364   3200   2944 %s   0.0   0.0   0:00.02 %s",
                  info.pid(),
                  users.user(info.uid()),
                  info.state(),
                  Cli.baseName(info.arguments().isEmpty() ? "" : info.arguments().getFirst())));
        }
      }
    }
    return 0;
  }

  private static int kill(Cli cli) throws IOException {
    List<String> words = new ArrayList<>(cli.arguments());
    Optional<Signal> signal = Optional.of(Signal.TERM);
    boolean probes = false;
    if (!words.isEmpty() && words.getFirst().equals("-l")) {
      return list(cli, words);
    }
    if (!words.isEmpty() && words.getFirst().startsWith("-") && words.getFirst().length() > 1) {
      String option = words.removeFirst();
      String name =
          option.equals("-s") || option.equals("-n")
              ? (words.isEmpty() ? "" : words.removeFirst())
              : option.substring(1);
      if (name.equals("-")) {
        name = "TERM";
      }
      probes = name.equals("0");
      signal = Signal.parse(name);
      if (signal.isEmpty() && !probes) {
        return cli.fail(
            cli.busybox()
                ? "bad signal name '" + name + "'"
                : name + ": invalid signal specification");
      }
    }
    if (words.isEmpty()) {
      cli.complain(
          cli.busybox()
              ? cli.name() + ": you need to specify whom to kill"
              : "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]");
      return cli.busybox() ? 1 : 2;
    }
    int status = 0;
    for (String word : words) {
      status |= send(cli, word, signal, probes);
    }
    return status;
  }

  private static int list(Cli cli, List<String> words) throws IOException {
    if (words.size() > 1) {
      String word = words.get(1);
      String number =
          word.matches("\\d{1,3}") && Integer.parseInt(word) > 128
              ? "" + (Integer.parseInt(word) - 128)
              : word;
      Optional<Signal> one = Signal.parse(number);
      return one.isEmpty()
          ? cli.fail(word + ": invalid signal specification")
          : SystemCommands.line(
              cli, word.matches("\\d+") ? one.get().name() : "" + one.get().number());
    }
    StringBuilder text = new StringBuilder();
    for (Signal each : Signal.values()) {
      text.append(String.format("%2d) SIG%s%n", each.number(), each.name()));
    }
    return SystemCommands.printed(cli, text.toString());
  }

  private static int send(Cli cli, String word, Optional<Signal> signal, boolean probes)
      throws IOException {
    if (!word.matches("-?\\d{1,9}")) {
      return cli.fail(
          cli.busybox()
              ? "invalid number '" + word + "'"
              : word + ": arguments must be process or job IDs");
    }
    int pid = Integer.parseInt(word);
    try {
      if (probes) {
        if (cli.self().container().process(Math.abs(pid)).isEmpty()) {
          throw new Errno(Errno.Code.ESRCH);
        }
        return 0;
      }
      if (pid == -1) {
        for (ProcessInfo info : cli.self().container().processes()) {
          if (info.pid() > 1 && info.pid() != cli.self().pid()) {
            cli.self().kill(info.pid(), signal.orElse(Signal.TERM));
          }
        }
        return 0;
      }
      cli.self().kill(Math.abs(pid), signal.orElse(Signal.TERM));
      return 0;
    } catch (Errno e) {
      return cli.fail(
          switch (Flavour.wording(cli.self())) {
            case BUSYBOX -> "can't kill pid " + word + ": " + Cli.reason(e);
            case DASH -> Cli.reason(e) + "\n";
            case BASH -> "(" + word + ") - " + Cli.reason(e);
          });
    }
  }

  private static List<ProcessInfo> matching(Cli cli, String pattern, boolean whole, boolean exact) {
    java.util.regex.Pattern regex = Regexes.extended(pattern, false);
    List<ProcessInfo> found = new ArrayList<>();
    for (ProcessInfo info : cli.self().container().processes()) {
      String name = Cli.baseName(info.arguments().isEmpty() ? "" : info.arguments().getFirst());
      String text = whole ? info.command() : name;
      boolean matches = exact ? regex.matcher(text).matches() : regex.matcher(text).find();
      if (matches && info.pid() != cli.self().pid()) {
        found.add(info);
      }
    }
    return found;
  }

  private static Optional<Signal> takeSignal(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      Optional<Signal> signal =
          words.get(i).startsWith("-") ? Signal.parse(words.get(i).substring(1)) : Optional.empty();
      if (signal.isPresent()) {
        words.remove(i);
        return signal;
      }
    }
    return Optional.of(Signal.TERM);
  }

  private static int killall(Cli cli) throws IOException {
    List<String> words = new ArrayList<>(cli.arguments());
    Signal signal = takeSignal(words).orElse(Signal.TERM);
    int status = 0;
    for (String word : words.stream().filter(w -> !w.startsWith("-")).toList()) {
      List<ProcessInfo> found =
          matching(
              cli,
              java.util.regex.Pattern.quote(word).replace("\\Q", "").replace("\\E", ""),
              false,
              true);
      if (found.isEmpty()) {
        status = cli.fail(word + ": no process " + (cli.busybox() ? "killed" : "found"));
      }
      for (ProcessInfo info : found) {
        cli.self().kill(info.pid(), signal);
      }
    }
    return status;
  }

  private static int pkill(Cli cli) throws IOException {
    List<String> words = new ArrayList<>(cli.arguments());
    Signal signal = takeSignal(words).orElse(Signal.TERM);
    Opts opts = Opts.parse(cli, words, true, "fxo");
    List<ProcessInfo> found =
        matching(cli, String.join(" ", opts.operands()), opts.has('f'), opts.has('x'));
    for (ProcessInfo info : found) {
      cli.self().kill(info.pid(), signal);
    }
    return found.isEmpty() ? 1 : 0;
  }

  private static int pgrep(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "flxaoc");
    List<ProcessInfo> found =
        matching(cli, String.join(" ", opts.operands()), opts.has('f'), opts.has('x'));
    for (ProcessInfo info : found) {
      cli.println(
          info.pid()
              + (opts.has('a') || opts.has('l')
                  ? " "
                      + (opts.has('a') ? info.command() : Cli.baseName(info.arguments().getFirst()))
                  : ""));
    }
    return found.isEmpty() ? 1 : 0;
  }

  private static int pidof(Cli cli) throws IOException {
    List<String> pids = new ArrayList<>();
    for (String name : Opts.parse(cli, "sx").operands()) {
      for (ProcessInfo info : cli.self().container().processes().reversed()) {
        if (!info.arguments().isEmpty()
            && Cli.baseName(info.arguments().getFirst()).equals(Cli.baseName(name))) {
          pids.add("" + info.pid());
        }
      }
    }
    if (pids.isEmpty()) {
      return 1;
    }
    cli.println(String.join(" ", pids));
    return 0;
  }

  private static int timeout(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.prefix(
            cli, "s:k:t:fv", "signal=s", "kill-after=k", "foreground=f", "preserve-status=f");
    List<String> words = new ArrayList<>(opts.operands());
    Duration limit =
        opts.has('t')
            ? duration(cli, opts.values('t'))
            : words.isEmpty() ? Duration.ZERO : duration(cli, List.of(words.removeFirst()));
    if (words.isEmpty()) {
      throw new Usage(FileCommands.missing(cli, "operand").text(), 125);
    }
    Signal signal = opts.value('s').flatMap(Signal::parse).orElse(Signal.TERM);
    Process.Child child;
    try {
      child = Running.start(cli, words);
    } catch (Errno e) {
      return Running.failed(cli, words.getFirst(), e);
    }
    boolean[] expired = {false};
    var timer =
        limit.isZero()
            ? Optional.<dev.podium.time.Clock.Timer>empty()
            : Optional.of(
                cli.self()
                    .clock()
                    .schedule(
                        limit,
                        () ->
                            Thread.ofVirtual()
                                .name("timeout")
                                .start(() -> {
                                  expired[0] = true;
                                  kill(cli.self(), child.pid(), signal);
                                })));
    var killer =
        opts.has('k')
            ? Optional.of(
                cli.self()
                    .clock()
                    .schedule(
                        limit.plus(duration(cli, opts.values('k'))),
                        () ->
                            Thread.ofVirtual()
                                .name("timeout")
                                .start(() -> kill(cli.self(), child.pid(), Signal.KILL))))
            : Optional.<dev.podium.time.Clock.Timer>empty();
    try {
      int code = child.waitFor();
      return expired[0] ? (signal == Signal.KILL ? 137 : cli.busybox() ? 143 : 124) : code;
    } finally {
      timer.ifPresent(dev.podium.time.Clock.Timer::cancel);
      killer.ifPresent(dev.podium.time.Clock.Timer::cancel);
    }
  }

  private static void kill(Process self, int pid, Signal signal) {
    try {
      self.kill(pid, signal);
    } catch (Errno _) {
      // It has ended by itself.
    }
  }

  private static int watch(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.prefix(cli, "n:dtbecx", "interval=n", "differences=d", "no-title=t");
    Duration interval = duration(cli, List.of(opts.value('n').orElse("2")));
    String command = String.join(" ", opts.operands());
    while (true) {
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      if (!opts.has('t')) {
        String time =
            Dates.format(
                cli.busybox() ? "%Y-%m-%d %H:%M:%S" : "%a %b %e %H:%M:%S %Y",
                cli.self().clock().now().atZone(ZoneOffset.UTC));
        String left =
            "Every "
                + String.format(java.util.Locale.ROOT, "%.1f", interval.toMillis() / 1000.0)
                + "s: "
                + command;
        int width = cli.self().terminal().map(t -> t.columns()).filter(c -> c > 0).orElse(80);
        String right = cli.busybox() ? time : cli.self().container().hostname() + ": " + time;
        shown.writeBytes(
            (left
                    + " ".repeat(Math.max(1, width - left.length() - right.length()))
                    + right
                    + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      cli.print("\033[H\033[J");
      cli.print(shown.toString(StandardCharsets.UTF_8));
      Running.run(cli, List.of("sh", "-c", command));
      cli.flush();
      cli.self().sleep(interval);
    }
  }

  private static int nice(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.prefix(cli, "n:", "adjustment=n");
    return opts.operands().isEmpty()
        ? SystemCommands.line(cli, "0")
        : Running.replace(cli, opts.operands(), cli.environment());
  }

  private static int su(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "c:s:lmp", "command=c", "login=l", "shell=s");
    String shell =
        opts.value('s').orElse(cli.files().exists("/bin/bash") ? "/bin/bash" : "/bin/sh");
    String user = opts.operands().stream().filter(o -> !o.equals("-")).findFirst().orElse("root");
    Optional<Long> uid = new Users(cli).findUser(user);
    if (uid.isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "unknown user " + user
              : "user "
                  + user
                  + " does not exist or the user entry does not contain all the required fields");
    }
    if (uid.get() != cli.self().uid()) {
      cli.complain("podium: su to another user is not simulated");
      return 127;
    }
    return Running.replace(
        cli,
        opts.has('c') ? List.of(shell, "-c", opts.value('c').orElse("")) : List.of(shell),
        cli.environment());
  }

  private static int time(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.prefix(cli, "p");
    Instant begin = cli.self().clock().now();
    int status = Running.run(cli, opts.operands());
    Duration took = Duration.between(begin, cli.self().clock().now());
    cli.complain(
        String.format(
            "real\t%dm %d.%02ds%nuser\t0m 0.00s%nsys\t0m 0.00s",
            took.toMinutes(), took.toSecondsPart(), took.toMillisPart() / 10));
    return status;
  }
}
