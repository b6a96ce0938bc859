package dev.podium.kubelet.program;

import dev.podium.kubelet.program.ShellWords.Word;
import dev.podium.kubelet.program.Timeline.End;
import dev.podium.kubelet.program.Timeline.FileChange;
import dev.podium.kubelet.program.Timeline.Line;
import dev.podium.kubelet.program.Timeline.Loop;
import dev.podium.object.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Works out what a script or a command would do without doing it: runs it in a time of its own,
/// which passes only where a command takes time.
///
/// Knows lists (`;`, `&&`, `||`, `&`), `while`, `until`, `for`, `if`, variables and the commands
/// that manifests usually have. Used once.
final class ShellScript {
  /// A loop that is still going after so many rounds never ends.
  private static final int ENDLESS = 200;

  private static final Duration STARTUP = Duration.ofMillis(20);
  private static final Set<String> CLOSING =
      Set.of("done", "do", "then", "else", "elif", "fi", "}", ")");

  /// Unwinds the script where it ends or goes on for ever.
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1;

    Over() {
      super(null, null, false, false);
    }
  }

  private final Launch launch;
  private final Map<String, String> variables;
  private final List<Line> lines = new ArrayList<>();
  private final List<FileChange> changes = new ArrayList<>();
  private final Set<String> files;
  private Duration time = STARTUP;
  private List<Word> words = List.of();
  private int next;
  private int status;
  private boolean broken;
  private boolean outOfMemory;
  private Optional<Loop> loop = Optional.empty();
  private Optional<End> end = Optional.empty();
  private Optional<Integer> terminates = Optional.empty();

  /// @param files that are there besides the image's
  ShellScript(Launch launch, Set<String> files) {
    this.launch = launch;
    this.files = new HashSet<>(files);
    this.variables = new HashMap<>(launch.environment());
    this.variables.put("HOSTNAME", launch.hostname());
  }

  Timeline script(String text) {
    words = ShellWords.split(text);
    return timeline(() -> list(true));
  }

  Timeline command(List<String> command) {
    return timeline(() -> simple(command));
  }

  private Timeline timeline(Runnable work) {
    try {
      work.run();
      end = Optional.of(new End(time, status));
    } catch (Over _) {
      // The fields say how.
    }
    return new Timeline(lines, loop, end, outOfMemory, terminates, changes);
  }

  private void exit(int code) {
    end = Optional.of(new End(time, code));
    throw new Over();
  }

  private void list(boolean run) {
    boolean wanted = run;
    while (next < words.size()) {
      Word word = words.get(next);
      if (!word.operator() && CLOSING.contains(word.text())) {
        return;
      }
      if (!word.operator()) {
        construct(wanted && !broken);
      } else {
        next++;
        wanted =
            run
                && switch (word.text()) {
                  case "&&" -> status == 0;
                  case "||" -> status != 0;
                  default -> true;
                };
      }
    }
  }

  private void construct(boolean run) {
    switch (words.get(next).text()) {
      case "while" -> loop(run, true);
      case "until" -> loop(run, false);
      case "for" -> each(run);
      case "if" -> choice(run);
      case "{", "(" -> {
        next++;
        list(run);
        next++;
      }
      default -> words(run);
    }
  }

  private void words(boolean run) {
    List<String> command = new ArrayList<>();
    boolean piped = false;
    while (next < words.size()
        && (!words.get(next).operator() || words.get(next).text().equals("|"))) {
      Word word = words.get(next++);
      if (word.operator()) {
        piped = true;
      } else if (!piped) {
        word.expand(variables).ifPresent(command::add);
      }
    }
    boolean background = next < words.size() && words.get(next).text().equals("&");
    if (run && !background && !command.isEmpty()) {
      simple(command);
    }
  }

  private void loop(boolean run, boolean onSuccess) {
    int begin = ++next;
    for (int round = 0; ; round++) {
      next = begin;
      Duration at = time;
      int written = lines.size();
      list(run);
      boolean goesOn = run && !broken && (status == 0) == onSuccess;
      next++;
      list(goesOn);
      next++;
      if (!goesOn || broken) {
        broken = false;
        return;
      }
      if (round == ENDLESS) {
        forever(at, lines.subList(written, lines.size()));
      }
    }
  }

  private void forever(Duration begin, List<Line> round) {
    loop =
        Optional.of(
            new Loop(
                time,
                time.minus(begin),
                round.stream()
                    .map(line -> new Line(line.at().minus(begin), line.error(), line.text()))
                    .toList()));
    throw new Over();
  }

  private void each(boolean run) {
    String name = next + 1 < words.size() ? words.get(next + 1).text() : "";
    next += 3;
    List<String> values = new ArrayList<>();
    while (next < words.size() && !words.get(next).operator()) {
      words
          .get(next++)
          .expand(variables)
          .ifPresent(value -> values.addAll(List.of(value.split("\\s+"))));
    }
    next += 2;
    int begin = next;
    for (int i = 0; i < Math.max(1, values.size()); i++) {
      next = begin;
      if (i < values.size()) {
        variables.put(name, values.get(i));
      }
      list(run && !values.isEmpty() && !broken);
    }
    broken = false;
    next++;
  }

  private void choice(boolean run) {
    boolean open = run;
    next++;
    list(open);
    boolean chosen = open && status == 0;
    next++;
    list(chosen);
    open &= !chosen;
    while (next < words.size() && !words.get(next).text().equals("fi")) {
      boolean another = words.get(next++).text().equals("elif");
      if (another) {
        list(open);
        chosen = open && status == 0;
        next++;
        list(chosen);
        open &= !chosen;
      } else {
        list(open);
      }
    }
    next++;
  }

  private void simple(List<String> command) {
    String first = command.getFirst();
    int equals = first.indexOf('=');
    if (equals > 0 && first.substring(0, equals).matches("\\w+")) {
      variables.put(first.substring(0, equals), first.substring(equals + 1));
      if (command.size() > 1) {
        simple(command.subList(1, command.size()));
      }
      return;
    }
    status = 0;
    run(first.substring(first.lastIndexOf('/') + 1), command.subList(1, command.size()));
  }

  private void run(String name, List<String> arguments) {
    switch (name) {
      case "sleep" -> sleep(arguments);
      case "exit", "return" -> exit(arguments.isEmpty() ? status : number(arguments.getFirst()));
      case "false" -> status = 1;
      case "echo" -> echo(arguments);
      case "printf" -> write(false, String.join(" ", arguments).replace("\\n", ""));
      case "date" -> write(false, Timeline.DATE);
      case "hostname" -> write(false, launch.hostname());
      case "whoami" ->
          write(false, launch.image().user() == 0 ? "root" : "" + launch.image().user());
      case "pwd" -> write(false, "/");
      case "env", "printenv" -> variables.forEach((key, value) -> write(false, key + "=" + value));
      case "seq" -> sequence(arguments);
      case "break" -> broken = true;
      case "tail", "watch", "top", "yes" ->
          endless(name.equals("tail") && !arguments.contains("-f") && !arguments.contains("-F"));
      case "trap" -> trap(arguments);
      case "exec", "timeout" -> replace(name, arguments);
      case "test", "[" -> status = Comparison.holds(arguments, files) ? 0 : 1;
      case "cat", "ls", "stat" -> file(name, arguments);
      case "touch" -> paths(arguments).forEach(path -> change(path, true));
      case "rm" -> paths(arguments).forEach(path -> change(path, false));
      case "kill" -> killed(arguments);
      case "stress", "stress-ng" -> stress(arguments);
      case "perl", "python", "python3", "node", "ruby", "php" -> interpreter(arguments);
      case "sh", "bash", "ash", "dash", "zsh" -> nested(arguments);
      case "nginx", "httpd", "redis-server", "mysqld", "postgres" -> {
        terminates = Optional.of(0);
        throw new Over();
      }
      default -> other(name);
    }
  }

  private void sleep(List<String> arguments) {
    try {
      for (String text : arguments) {
        Optional<Duration> span = Commands.sleep(text);
        if (span.isEmpty()) {
          throw new Over();
        }
        time = time.plus(span.get());
      }
    } catch (NumberFormatException e) {
      write(true, "sleep: invalid number '" + String.join(" ", arguments) + "'");
      status = 1;
    }
  }

  private void echo(List<String> arguments) {
    boolean options = !arguments.isEmpty() && arguments.getFirst().matches("-[ne]+");
    String text = String.join(" ", options ? arguments.subList(1, arguments.size()) : arguments);
    text.lines().forEach(line -> write(false, line));
    if (text.isEmpty()) {
      write(false, "");
    }
  }

  private void sequence(List<String> arguments) {
    int from = arguments.size() > 1 ? number(arguments.getFirst()) : 1;
    int to = arguments.isEmpty() ? 0 : number(arguments.getLast());
    for (int i = from; i <= to; i++) {
      write(false, Integer.toString(i));
    }
  }

  private void endless(boolean ends) {
    if (!ends) {
      throw new Over();
    }
  }

  /// A shell that handles SIGTERM ends by it.
  private void trap(List<String> arguments) {
    if (arguments.stream()
        .anyMatch(a -> a.equals("TERM") || a.equals("SIGTERM") || a.equals("15"))) {
      terminates = arguments.getFirst().isBlank() ? Optional.empty() : Optional.of(0);
    }
  }

  private void replace(String name, List<String> arguments) {
    int skipped = name.equals("timeout") ? 1 : 0;
    if (arguments.size() > skipped) {
      simple(arguments.subList(skipped, arguments.size()));
      if (name.equals("exec")) {
        exit(status);
      }
    }
  }

  private void file(String name, List<String> arguments) {
    if (name.equals("cat") && arguments.isEmpty() && launch.interactive()) {
      throw new Over();
    }
    for (String path : paths(arguments)) {
      if (isMissing(path)) {
        write(true, name + ": can't open '" + path + "': No such file or directory");
        status = 1;
      }
    }
  }

  private static List<String> paths(List<String> arguments) {
    return arguments.stream().filter(argument -> !argument.startsWith("-")).toList();
  }

  /// Of files that nobody made, those below `/tmp` and those that say so are not there.
  private boolean isMissing(String path) {
    return !files.contains(path)
        && (path.matches("/tmp/.+|/var/run/.*ready.*")
            || path.matches(".*(exist|no-?such|missing).*"));
  }

  private void change(String path, boolean exists) {
    changes.add(new FileChange(time, path, exists));
    if (exists) {
      files.add(path);
    } else {
      files.remove(path);
    }
  }

  private void killed(List<String> arguments) {
    if (arguments.contains("1") || arguments.contains("$$")) {
      exit(arguments.contains("-9") ? 137 : 143);
    }
  }

  /// What takes more memory than it may have is killed by the kernel.
  private void stress(List<String> arguments) {
    int at = arguments.indexOf("--vm-bytes");
    if (at >= 0 && at + 1 < arguments.size() && launch.memoryLimit().isPresent()) {
      String wanted =
          arguments
              .get(at + 1)
              .replaceAll("[bB]$", "")
              .replace("K", "k")
              .replace("m", "M")
              .replace("g", "G");
      if (bytes(wanted) > launch.memoryLimit().getAsLong()) {
        time = time.plusMillis(500);
        outOfMemory = true;
        exit(137);
      }
    }
    terminates = Optional.of(143);
    throw new Over();
  }

  private static double bytes(String text) {
    try {
      return Quantity.parse(text).doubleValue();
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /// A one-liner ends soon, and as it says where it says so; a script file is a server.
  private void interpreter(List<String> arguments) {
    Optional<String> code =
        arguments.stream()
            .filter(a -> !a.startsWith("-") && a.matches("(?s).*[\\s();=].*"))
            .findFirst();
    if (code.isEmpty()) {
      if (arguments.stream().allMatch(a -> a.startsWith("-")) && !launch.interactive()) {
        return;
      }
      terminates = Optional.of(0);
      throw new Over();
    }
    if (code.get()
        .matches("(?s).*(serve_forever|\\.listen\\(|http\\.server|while True|while\\(1\\)).*")) {
      throw new Over();
    }
    var exit = java.util.regex.Pattern.compile("exit\\(?\\s*(\\d+)").matcher(code.get());
    var pause = java.util.regex.Pattern.compile("sleep\\(?\\s*(\\d+)").matcher(code.get());
    time = time.plusMillis(500).plusSeconds(pause.find() ? number(pause.group(1)) : 0);
    status = exit.find() ? number(exit.group(1)) : 0;
    var pi = java.util.regex.Pattern.compile("bpi\\((\\d+)\\)").matcher(code.get());
    if (pi.find()) {
      write(false, Digits.pi(number(pi.group(1))));
    }
  }

  private void nested(List<String> arguments) {
    int at = arguments.indexOf("-c");
    if (at < 0 || at + 1 >= arguments.size()) {
      return;
    }
    List<Word> outer = words;
    int position = next;
    words = ShellWords.split(arguments.get(at + 1));
    next = 0;
    list(true);
    words = outer;
    next = position;
  }

  private void other(String name) {
    if (!Commands.isKnown(name) && launch.image().closed() && !name.endsWith(".sh")) {
      write(true, "sh: " + name + ": not found");
      status = 127;
    }
  }

  private void write(boolean error, String text) {
    lines.add(new Line(time, error, text));
  }

  private static int number(String text) {
    try {
      return Math.clamp(Long.parseLong(text.strip()), 0, 1_000_000);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
