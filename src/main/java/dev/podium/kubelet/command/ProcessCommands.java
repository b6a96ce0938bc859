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
    tools.put("ps", PsCommand::ps);
    tools.put("top", ProcessCommands::top);
    tools.put("kill", SignalCommands::kill);
    tools.put("killall", SignalCommands::killall);
    tools.put("pkill", SignalCommands::pkill);
    tools.put("pgrep", SignalCommands::pgrep);
    tools.put("pidof", SignalCommands::pidof);
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
      throw Usage.missing(cli, "operand");
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
                  PsCommand.shown(info)));
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
      throw new Usage(Usage.missing(cli, "operand").text(), 125);
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
                                  SignalCommands.kill(cli.self(), child.pid(), signal);
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
                                .start(() ->
                                    SignalCommands.kill(cli.self(), child.pid(), Signal.KILL))))
            : Optional.<dev.podium.time.Clock.Timer>empty();
    try {
      int code = child.waitFor();
      return expired[0] ? (signal == Signal.KILL ? 137 : cli.busybox() ? 143 : 124) : code;
    } finally {
      timer.ifPresent(dev.podium.time.Clock.Timer::cancel);
      killer.ifPresent(dev.podium.time.Clock.Timer::cancel);
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
