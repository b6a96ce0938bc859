package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builtins about where one is.
final class DirectoryBuiltins {
  private DirectoryBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("cd", DirectoryBuiltins::cd);
    all.put("pwd", DirectoryBuiltins::pwd);
    all.put("umask", DirectoryBuiltins::umask);
    all.put("ulimit", DirectoryBuiltins::ulimit);
    all.put("pushd", DirectoryBuiltins::pushd);
    all.put("popd", DirectoryBuiltins::popd);
    all.put("dirs", DirectoryBuiltins::dirs);
  }

  /// Where the shell believes to be: with the links that led there.
  static String current(Shell shell) {
    return shell
        .variables()
        .value("PWD")
        .filter(path -> isHere(shell, path))
        .orElseGet(() -> shell.process().directory());
  }

  private static boolean isHere(Shell shell, String path) {
    try {
      return path.startsWith("/")
          && shell.process().files().realPath(path).equals(shell.process().files().realPath("."));
    } catch (Errno _) {
      return false;
    }
  }

  /// Without `.` and `..`, by the text alone.
  private static String plain(String path) {
    Deque<String> steps = new ArrayDeque<>();
    for (String step : path.split("/")) {
      if (step.equals("..")) {
        steps.pollLast();
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.addLast(step);
      }
    }
    return "/" + String.join("/", steps);
  }

  private static int cd(Shell shell, List<String> words) throws IOException {
    List<String> operands =
        new ArrayList<>(
            words.subList(1, words.size()).stream().filter(w -> !w.matches("-[LPe]+|--")).toList());
    if (operands.size() > 1 && shell.dialect() == Dialect.BASH) {
      return Builtins.fail(shell, "cd", "too many arguments");
    }
    String target;
    boolean shows = false;
    if (operands.isEmpty()) {
      Optional<String> home = shell.variables().value("HOME");
      if (home.isEmpty()) {
        return shell.dialect() == Dialect.BASH ? Builtins.fail(shell, "cd", "HOME not set") : 0;
      }
      target = home.get();
    } else if (operands.getFirst().equals("-")) {
      Optional<String> old = shell.variables().value("OLDPWD");
      if (old.isEmpty()) {
        return shell.dialect() == Dialect.BASH ? Builtins.fail(shell, "cd", "OLDPWD not set") : 0;
      }
      target = old.get();
      shows = true;
    } else {
      target = operands.getFirst();
      Optional<String> found = search(shell, target);
      shows = found.isPresent();
      target = found.orElse(target);
    }
    int status = change(shell, target, words.contains("-P"));
    if (status == 0 && shows) {
      shell.print(shell.variables().value("PWD").orElse(target) + "\n");
    }
    return status;
  }

  private static Optional<String> search(Shell shell, String target) {
    Optional<String> path = shell.variables().value("CDPATH");
    if (path.isEmpty() || target.startsWith("/") || target.startsWith(".")) {
      return Optional.empty();
    }
    for (String directory : path.get().split(":")) {
      if (!directory.isEmpty() && shell.process().files().exists(directory + "/" + target)) {
        return Optional.of(directory + "/" + target);
      }
    }
    return Optional.empty();
  }

  private static int change(Shell shell, String target, boolean physical) throws IOException {
    String before = current(shell);
    if (target.isEmpty()) {
      return 0;
    }
    String path = plain(target.startsWith("/") ? target : before + "/" + target);
    try {
      shell.process().changeDirectory(path);
    } catch (Errno e) {
      String reason = e.code().text();
      shell.complain(
          "cd",
          switch (shell.dialect()) {
            case BASH -> target + ": " + reason;
            case ASH -> "can't cd to " + target + ": " + reason;
            case DASH -> "can't cd to " + target;
          });
      return shell.dialect() == Dialect.DASH ? 2 : 1;
    }
    shell.variables().assign("OLDPWD", before);
    shell.variables().assign("PWD", physical ? shell.process().directory() : path);
    shell.variables().require("PWD").exported = true;
    return 0;
  }

  private static int pwd(Shell shell, List<String> words) throws IOException {
    shell.print(
        (words.contains("-P") ? shell.process().files().realPath(".") : current(shell)) + "\n");
    return 0;
  }

  private static int umask(Shell shell, List<String> words) throws IOException {
    List<String> operands =
        words.subList(1, words.size()).stream().filter(w -> !w.startsWith("-")).toList();
    if (operands.isEmpty()) {
      if (words.contains("-S")) {
        int may = ~shell.process().umask() & 0777;
        shell.print(
            "u=" + letters(may >> 6) + ",g=" + letters(may >> 3) + ",o=" + letters(may) + "\n");
      } else {
        shell.print(String.format("%04o%n", shell.process().umask()));
      }
    } else if (operands.getFirst().matches("[0-7]{1,4}")) {
      shell.process().umask(Integer.parseInt(operands.getFirst(), 8) & 0777);
    } else {
      return Builtins.fail(
          shell, "umask", operands.getFirst() + ": invalid symbolic mode operator");
    }
    return 0;
  }

  private static String letters(int bits) {
    return ((bits & 4) != 0 ? "r" : "")
        + ((bits & 2) != 0 ? "w" : "")
        + ((bits & 1) != 0 ? "x" : "");
  }

  private static int ulimit(Shell shell, List<String> words) throws IOException {
    if (words.size() > 2 || (words.size() == 2 && !words.get(1).startsWith("-"))) {
      return 0;
    }
    String option = words.size() < 2 ? "-f" : words.get(1);
    shell.print(
        option.endsWith("n")
            ? "1048576\n"
            : option.endsWith("s") ? "8192\n" : option.endsWith("c") ? "0\n" : "unlimited\n");
    return 0;
  }

  private static List<String> stack(Shell shell) {
    List<String> stack = new ArrayList<>(List.of(current(shell)));
    shell.variables().find("DIRSTACK").ifPresent(v -> stack.addAll(v.elements().values()));
    return stack;
  }

  private static int dirs(Shell shell, List<String> words) throws IOException {
    shell.print(String.join(" ", stack(shell)) + "\n");
    return 0;
  }

  private static void keep(Shell shell, List<String> stack) {
    Variable variable = shell.variables().require("DIRSTACK");
    variable.clear();
    for (int i = 0; i < stack.size(); i++) {
      variable.set("" + i, stack.get(i));
    }
  }

  private static int pushd(Shell shell, List<String> words) throws IOException {
    List<String> stack = stack(shell);
    if (words.size() < 2) {
      return Builtins.fail(shell, "pushd", "no other directory");
    }
    int status = change(shell, words.get(1), false);
    if (status != 0) {
      return status;
    }
    keep(shell, stack);
    return dirs(shell, words);
  }

  private static int popd(Shell shell, List<String> words) throws IOException {
    List<String> stack = stack(shell);
    if (stack.size() < 2) {
      return Builtins.fail(shell, "popd", "directory stack empty");
    }
    int status = change(shell, stack.get(1), false);
    keep(shell, stack.subList(2, stack.size()));
    return status == 0 ? dirs(shell, words) : status;
  }
}
