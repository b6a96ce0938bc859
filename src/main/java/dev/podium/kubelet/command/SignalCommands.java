package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Container.ProcessInfo;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `kill` and its like: signals to processes.
final class SignalCommands {
  private SignalCommands() {}

  static int kill(Cli cli) throws IOException {
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
      cli.self().kill(pid, signal.orElse(Signal.TERM));
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

  static int killall(Cli cli) throws IOException {
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

  static int pkill(Cli cli) throws IOException {
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

  static int pgrep(Cli cli) throws IOException {
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

  static int pidof(Cli cli) throws IOException {
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

  static void kill(Process self, int pid, Signal signal) {
    try {
      self.kill(pid, signal);
    } catch (Errno _) {
      // It has ended by itself.
    }
  }
}
