package dev.podium.kubelet.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands of which little is simulated: they do what they can and say the rest in one line.
final class HonestCommands {
  private static final Pattern PI = Pattern.compile("bpi\\((\\d{1,6})\\)");

  private HonestCommands() {}

  static void register(Map<String, Tool> tools) {
    for (String name :
        List.of(
            "apt",
            "apt-get",
            "apk",
            "yum",
            "dnf",
            "microdnf",
            "pip",
            "pip3",
            "npm",
            "gem",
            "cargo")) {
      tools.put(name, cli -> packages(cli));
    }
    for (String name :
        List.of(
            "vi", "vim", "nano", "git", "docker", "kubectl", "helm", "gcc", "make", "ssh", "go",
            "java", "node", "ruby", "php", "tcpdump", "strace", "mongo", "mongosh")) {
      tools.put(
          name,
          cli ->
              not(
                  cli,
                  name + (name.startsWith("v") || name.equals("nano") ? ", the editor," : "")));
    }
    tools.put("perl", HonestCommands::perl);
    for (String name : List.of("python", "python3")) {
      tools.put(name, HonestCommands::python);
    }
    tools.put("stress", HonestCommands::stress);
    tools.put("stress-ng", HonestCommands::stress);
    tools.put("redis-cli", RedisCommand::run);
    DatabaseClients.register(tools);
  }

  /// What is not simulated says so.
  static int not(Cli cli, String what) throws IOException {
    cli.complain("podium: " + what + " is not simulated");
    return 127;
  }

  private static int packages(Cli cli) throws IOException {
    String what = cli.arguments().isEmpty() ? "" : " " + cli.arguments().getFirst();
    cli.complain(
        "podium: " + cli.name() + what + " is not simulated: the container has what its image has");
    return 127;
  }

  /// The code of `-e` or `-c`.
  private static Optional<String> code(Cli cli, String letters) {
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).matches("-[a-zA-Z]*[" + letters + "]")) {
        return i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int perl(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().contains("-v")) {
      return SystemCommands.line(
          cli,
          "\nThis is perl 5, version 36, subversion 0 (v5.36.0), as far as podium simulates it");
    }
    String code = code(cli, "eE").orElse("");
    Matcher pi = PI.matcher(code);
    if (pi.find()) {
      cli.self().sleep(cli.self().clock().pause(Duration.ofSeconds(4)));
      return SystemCommands.printed(cli, Digits.pi(Integer.parseInt(pi.group(1))) + "\n");
    }
    Matcher print =
        Pattern.compile("\\s*(?:print|say)\\s*\\(?\\s*([\"'])(.*)\\1\\s*\\)?;?\\s*", Pattern.DOTALL)
            .matcher(code);
    if (print.matches() && !(print.group(1).equals("\"") && print.group(2).matches(".*[$@].*"))) {
      boolean line =
          code.strip().startsWith("say")
              || cli.arguments().stream().anyMatch(a -> a.matches("-[a-zA-Z]*l[a-zA-Z]*"));
      String text =
          print.group(1).equals("\"")
              ? print.group(2).replace("\\n", "\n").replace("\\t", "\t")
              : print.group(2);
      return SystemCommands.printed(cli, text + (line ? "\n" : ""));
    }
    Matcher sleep = Pattern.compile("\\s*sleep\\(?\\s*(\\d{1,9})\\s*\\)?;?\\s*").matcher(code);
    if (sleep.matches()) {
      cli.self().sleep(Duration.ofSeconds(Long.parseLong(sleep.group(1))));
      return 0;
    }
    Matcher exit = Pattern.compile("\\s*exit\\(?\\s*(\\d{1,3})\\s*\\)?;?\\s*").matcher(code);
    return exit.matches() ? Integer.parseInt(exit.group(1)) : not(cli, "this perl program");
  }

  /// Statements that say something, wait or end; nothing else of the language.
  private static int python(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().contains("-V") || cli.arguments().contains("--version")) {
      return SystemCommands.line(cli, "Python 3.12.3");
    }
    Optional<String> code = code(cli, "c");
    if (cli.arguments().isEmpty() && cli.self().stdin().read() < 0) {
      return 0;
    }
    if (code.isEmpty()) {
      return not(cli, "python with a program file or a prompt");
    }
    for (String statement : code.get().split("[;\n]")) {
      String plain = statement.strip();
      Matcher print = Pattern.compile("print\\((.*)\\)", Pattern.DOTALL).matcher(plain);
      Matcher sleep = Pattern.compile("(?:time\\.)?sleep\\((\\d+(?:\\.\\d+)?)\\)").matcher(plain);
      Matcher exit = Pattern.compile("(?:sys\\.)?exit\\((\\d{0,3})\\)").matcher(plain);
      if (plain.isEmpty()
          || plain.startsWith("import ")
          || plain.startsWith("from ")
          || plain.startsWith("#")) {
        continue;
      }
      if (print.matches()) {
        Optional<String> text = printed(print.group(1).strip());
        if (text.isEmpty()) {
          return not(cli, "this python program");
        }
        cli.println(text.get());
      } else if (sleep.matches()) {
        cli.flush();
        cli.self().sleep(Duration.ofMillis((long) (Double.parseDouble(sleep.group(1)) * 1000)));
      } else if (exit.matches()) {
        return exit.group(1).isEmpty() ? 0 : Integer.parseInt(exit.group(1)) & 0xff;
      } else {
        return not(cli, "this python program");
      }
    }
    return 0;
  }

  private static Optional<String> printed(String argument) {
    Matcher text = Pattern.compile("([\"'])((?:(?!\\1).)*)\\1", Pattern.DOTALL).matcher(argument);
    if (text.matches()) {
      return Optional.of(text.group(2).replace("\\n", "\n").replace("\\t", "\t"));
    }
    try {
      return argument.matches("[-+*0-9. ()]+")
          ? Optional.of(Decimals.evaluate(argument.replace("**", "^"), 0))
          : argument.isEmpty() ? Optional.of("") : Optional.empty();
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static int stress(Cli cli) throws IOException, InterruptedException {
    long workers = 0;
    long bytes = 256L << 20;
    long cpu = 0;
    Duration limit = Duration.ofDays(36_500);
    List<String> words = cli.arguments();
    for (int i = 0; i < words.size(); i++) {
      String[] pair = words.get(i).split("=", 2);
      String next = pair.length > 1 ? pair[1] : i + 1 < words.size() ? words.get(i + 1) : "";
      switch (pair[0]) {
        case "--vm", "-m" -> workers = next.matches("\\d{1,6}") ? Long.parseLong(next) : 1;
        case "--vm-bytes" -> bytes = Math.max(0, Sizes.parse(next));
        case "--cpu", "-c" -> cpu = next.matches("\\d{1,6}") ? Long.parseLong(next) : 1;
        case "--timeout", "-t" -> limit = ProcessCommands.duration(cli, List.of(next));
        default -> {}
      }
    }
    int pid = cli.self().pid();
    cli.println(
        "stress: info: ["
            + pid
            + "] dispatching hogs: "
            + cpu
            + " cpu, 0 io, "
            + workers
            + " vm, 0 hdd");
    cli.flush();
    for (long worker = 0; worker < workers; worker++) {
      for (long taken = 0; taken < bytes; taken += Math.max(1, bytes / 10)) {
        cli.self().sleep(cli.self().clock().pause(Duration.ofMillis(100)));
        cli.self().allocate(Math.min(Math.max(1, bytes / 10), bytes - taken));
      }
    }
    cli.self().sleep(limit);
    cli.println(
        "stress: info: [" + pid + "] successful run completed in " + limit.toSeconds() + "s");
    return 0;
  }
}
