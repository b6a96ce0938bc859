package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builtins about what names mean.
final class NameBuiltins {
  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac",
          "in", "{", "}", "!");
  private static final Set<String> BASH_KEYWORDS = Set.of("[[", "]]", "function", "time");

  private NameBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("type", (shell, words) -> type(shell, words));
    all.put("alias", NameBuiltins::alias);
    all.put("unalias", NameBuiltins::unalias);
    all.put("hash", (_, _) -> 0);
    all.put("enable", (_, _) -> 0);
    all.put("complete", (_, _) -> 0);
    all.put("bind", (_, _) -> 0);
    all.put("history", NameBuiltins::history);
    all.put("help", NameBuiltins::help);
  }

  private static int history(Shell shell, List<String> words) throws IOException {
    List<String> lines = shell.history();
    for (int i = 0; i < lines.size(); i++) {
      shell.print(String.format("%5d  %s%n", i + 1, lines.get(i)));
    }
    return 0;
  }

  private static int help(Shell shell, List<String> words) throws IOException {
    shell.print(
        "Built-in commands:\n------------------\n\t" + String.join(" ", Builtins.names()) + "\n");
    return 0;
  }

  private static int type(Shell shell, List<String> words) throws IOException {
    boolean kind = words.contains("-t");
    boolean path = words.contains("-p") || words.contains("-P");
    List<String> names =
        words.subList(1, words.size()).stream().filter(w -> !w.startsWith("-")).toList();
    if (!kind && !path) {
      return describe(shell, names, true);
    }
    int status = 0;
    for (String name : names) {
      String found = kind ? kind(shell, name) : find(shell, name).orElse("");
      if (found.isEmpty()) {
        status = 1;
      } else {
        shell.print(found + "\n");
      }
    }
    return status;
  }

  private static boolean isKeyword(Shell shell, String name) {
    return KEYWORDS.contains(name)
        || (shell.dialect() == Dialect.BASH && BASH_KEYWORDS.contains(name));
  }

  private static String kind(Shell shell, String name) {
    if (shell.aliases().containsKey(name)) {
      return "alias";
    }
    if (isKeyword(shell, name)) {
      return "keyword";
    }
    if (shell.functions().containsKey(name)) {
      return "function";
    }
    if (Builtins.find(name, shell.dialect()).isPresent()) {
      return "builtin";
    }
    return find(shell, name).isPresent() ? "file" : "";
  }

  /// What `command -v` and, in more words, `type` print.
  static int describe(Shell shell, List<String> names, boolean words) throws IOException {
    int status = 0;
    for (String name : names) {
      Optional<String> path = find(shell, name);
      String kind = kind(shell, name);
      String text =
          switch (kind) {
            case "alias" ->
                words
                    ? name + " is aliased to `" + shell.aliases().get(name) + "'"
                    : "alias " + name + "='" + shell.aliases().get(name) + "'";
            case "keyword" -> words ? name + " is a shell keyword" : name;
            case "function" ->
                words
                    ? name
                        + (shell.dialect() == Dialect.BASH
                            ? " is a function"
                            : " is a shell function")
                    : name;
            case "builtin" ->
                words
                    ? name
                        + (Builtins.isSpecial(name) && shell.dialect() != Dialect.BASH
                            ? " is a special shell builtin"
                            : " is a shell builtin")
                    : name;
            case "file" -> words ? name + " is " + path.orElse(name) : path.orElse(name);
            default -> "";
          };
      if (!text.isEmpty()) {
        shell.print(text + "\n");
        continue;
      }
      status = shell.dialect() == Dialect.BASH ? 1 : 127;
      if (words && shell.dialect() == Dialect.BASH) {
        shell.complain("type", name + ": not found");
      } else if (words) {
        shell.print(name + ": not found\n");
      }
    }
    return status;
  }

  /// The program that a name is in the search path.
  static Optional<String> find(Shell shell, String name) {
    if (name.contains("/")) {
      return isProgram(shell, name) ? Optional.of(name) : Optional.empty();
    }
    String search =
        shell
            .variables()
            .value("PATH")
            .orElse("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    for (String directory : search.split(":")) {
      if (isProgram(shell, directory + "/" + name)) {
        return Optional.of(directory + "/" + name);
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(Shell shell, String path) {
    try {
      FileSystem.Stat stat = shell.process().files().stat(path);
      return stat.type() == FileSystem.Type.FILE && (stat.mode() & 0111) != 0;
    } catch (Errno _) {
      return false;
    }
  }

  private static int alias(Shell shell, List<String> words) throws IOException {
    if (words.size() == 1) {
      for (Map.Entry<String, String> alias : shell.aliases().entrySet()) {
        shell.print(line(shell, alias.getKey(), alias.getValue()));
      }
    }
    int status = 0;
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        shell.aliases().put(word.substring(0, equals), word.substring(equals + 1));
      } else if (shell.aliases().containsKey(word)) {
        shell.print(line(shell, word, String.valueOf(shell.aliases().get(word))));
      } else {
        status = 1;
        if (shell.dialect() == Dialect.BASH) {
          shell.complain("alias", word + ": not found");
        } else {
          shell.process().complain("alias: " + word + " not found");
        }
      }
    }
    return status;
  }

  private static String line(Shell shell, String name, String value) {
    return (shell.dialect() == Dialect.BASH ? "alias " : "")
        + name
        + "="
        + Quoting.quote(value)
        + "\n";
  }

  private static int unalias(Shell shell, List<String> words) {
    for (String word : words.subList(1, words.size())) {
      if (word.equals("-a")) {
        shell.aliases().clear();
      } else {
        shell.aliases().remove(word);
      }
    }
    return 0;
  }
}
