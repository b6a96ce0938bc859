package dev.podium.kubelet.program;

import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The interpreters of JavaScript, Ruby and PHP, as far as the one-liners go that manifests have:
/// they print something, sleep, and exit.
final class OneLiners {
  private static final Pattern STATEMENT_END = Pattern.compile("[;\n]");
  private static final Pattern PRINT =
      Pattern.compile(
          "(?:print|say|puts|echo|console\\.log|sys\\.stdout\\.write)\\s*\\(?\\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\\d+))\\s*\\)?");
  private static final Pattern SLEEP =
      Pattern.compile("(?:time\\.)?sleep\\s*\\(?\\s*(\\d+(?:\\.\\d+)?)\\s*\\)?");
  private static final Pattern EXIT =
      Pattern.compile("(?:sys\\.|os\\._|process\\.)?exit\\s*\\(?\\s*(\\d+)?\\s*\\)?");
  private static final Pattern NOTHING =
      Pattern.compile("|(?:import|from|use|require)\\s.*|\\$\\|\\s*=\\s*1");

  private OneLiners() {}

  static int run(Process self) throws IOException, InterruptedException {
    String code = code(self.arguments());
    if (self.arguments().stream().anyMatch(a -> a.equals("--version") || a.equals("-V"))) {
      return unknown(self);
    }
    if (code.isEmpty()) {
      // An interpreter that nobody gives anything to ends.
      return self.stdin().read() < 0 ? 0 : unknown(self);
    }
    for (String statement : STATEMENT_END.split(code)) {
      String text = statement.strip();
      Matcher exit = EXIT.matcher(text);
      if (exit.matches()) {
        return exit.group(1) == null ? 0 : Integer.parseInt(exit.group(1));
      }
      if (!run(self, text)) {
        return unknown(self);
      }
    }
    return 0;
  }

  private static boolean run(Process self, String statement)
      throws IOException, InterruptedException {
    Matcher print = PRINT.matcher(statement);
    Matcher sleep = SLEEP.matcher(statement);
    if (print.matches()) {
      String text =
          print.group(1) != null
              ? print.group(1).replace("\\n", "\n").replace("\\t", "\t")
              : print.group(2) != null ? print.group(2) : print.group(3);
      write(self, text + "\n");
    } else if (sleep.matches()) {
      self.sleep(Duration.ofMillis((long) (Double.parseDouble(sleep.group(1)) * 1000)));
    } else {
      return NOTHING.matcher(statement).matches();
    }
    return true;
  }

  private static void write(Process self, String text) throws IOException {
    self.stdout().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// What follows `-c`, `-e` and their like.
  private static String code(List<String> arguments) {
    for (int i = 1; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).matches("-\\w*[ceEr]")) {
        return arguments.get(i + 1);
      }
    }
    return "";
  }

  private static String name(Process self) {
    String path = self.arguments().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static int unknown(Process self) throws IOException {
    self.complain(
        "podium: of " + name(self) + " only one-liners are simulated that print, sleep and exit");
    return 127;
  }
}
