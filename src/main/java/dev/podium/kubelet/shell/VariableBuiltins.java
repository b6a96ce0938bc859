package dev.podium.kubelet.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Builtins that change variables, parameters and options.
final class VariableBuiltins {
  private VariableBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("export", (shell, words) -> declare(shell, words, "x"));
    all.put("readonly", (shell, words) -> declare(shell, words, "r"));
    all.put("local", VariableBuiltins::local);
    all.put("declare", VariableBuiltins::declareAny);
    all.put("typeset", VariableBuiltins::declareAny);
    all.put("unset", VariableBuiltins::unset);
    all.put("set", VariableBuiltins::set);
    all.put("shift", VariableBuiltins::shift);
    all.put("shopt", VariableBuiltins::shopt);
    all.put("let", VariableBuiltins::let);
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z_]\\w*");
  }

  private static int declareAny(Shell shell, List<String> words) throws IOException {
    if (!shell.variables().inFunction() || words.contains("-g")) {
      return declare(shell, words, "");
    }
    return local(shell, words);
  }

  private static int local(Shell shell, List<String> words) throws IOException {
    if (!shell.variables().inFunction()) {
      return Builtins.fail(
          shell,
          "local",
          shell.dialect() == Dialect.BASH ? "can only be used in a function" : "not in a function");
    }
    for (String word : words.subList(1, words.size())) {
      if (!word.startsWith("-")) {
        String name =
            word.contains("=") ? word.substring(0, word.indexOf('=')).replaceAll("\\+$", "") : word;
        if (isName(name)) {
          shell.variables().local(name);
        }
      }
    }
    return declare(shell, words, "");
  }

  private static int declare(Shell shell, List<String> words, String always) throws IOException {
    StringBuilder attributes = new StringBuilder(always);
    boolean removes = false;
    boolean lists = false;
    List<String> names = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      if (word.matches("[-+][a-zA-Z]+") && names.isEmpty()) {
        removes |= word.startsWith("+") || (word.equals("-n") && always.equals("x"));
        lists |= word.contains("p");
        attributes.append(word.substring(1));
      } else if (!word.equals("--")) {
        names.add(word);
      }
    }
    if (names.isEmpty()) {
      list(shell, always.isEmpty() ? "" : always);
      return 0;
    }
    int status = 0;
    for (String name : names) {
      status |=
          lists
              ? show(shell, name)
              : declareOne(shell, words.getFirst(), name, attributes.toString(), removes);
    }
    return status;
  }

  private static int show(Shell shell, String name) throws IOException {
    var variable = shell.variables().find(name);
    if (variable.isEmpty()) {
      return Builtins.fail(shell, "declare", name + ": not found");
    }
    String flags = variable.get().exported ? "-x" : "--";
    String value =
        switch (variable.get().shape()) {
          case SCALAR -> variable.get().value().map(v -> "=\"" + v + "\"").orElse("");
          case INDEXED, ASSOCIATIVE -> {
            flags = variable.get().shape() == Variable.Shape.INDEXED ? "-a" : "-A";
            yield variable.get().elements().entrySet().stream()
                .map(e -> "[" + e.getKey() + "]=\"" + e.getValue() + "\"")
                .collect(Collectors.joining(" ", "=(", ")"));
          }
        };
    shell.print("declare " + flags + " " + name + value + "\n");
    return 0;
  }

  private static void list(Shell shell, String kind) throws IOException {
    StringBuilder text = new StringBuilder();
    shell
        .variables()
        .all()
        .entrySet()
        .forEach(entry -> {
          boolean wanted =
              kind.equals("x")
                  ? entry.getValue().exported
                  : kind.isEmpty() || entry.getValue().readOnly;
          if (wanted) {
            String prefix =
                shell.dialect() == Dialect.BASH && !kind.isEmpty()
                    ? "declare -" + kind + " "
                    : kind.equals("x") ? "export " : kind.equals("r") ? "readonly " : "";
            String line =
                shell.dialect() == Dialect.BASH && !kind.isEmpty()
                    ? prefix
                        + entry.getKey()
                        + entry.getValue().value().map(v -> "=\"" + v + "\"").orElse("")
                    : Parameters.listing(entry, prefix);
            text.append(line).append('\n');
          }
        });
    shell.print(text.toString());
  }

  private static int declareOne(
      Shell shell, String builtin, String word, String attributes, boolean removes)
      throws IOException {
    int equals = word.indexOf('=');
    boolean append = equals > 0 && word.charAt(equals - 1) == '+';
    String name = equals < 0 ? word : word.substring(0, append ? equals - 1 : equals);
    if (!isName(name)) {
      shell.complain(
          builtin,
          shell.dialect() == Dialect.BASH
              ? "`" + word + "': not a valid identifier"
              : word + ": bad variable name");
      return 1;
    }
    Variable variable =
        equals < 0 ? shell.variables().require(name) : shell.variables().writable(name);
    if (attributes.contains("A")) {
      variable.become(Variable.Shape.ASSOCIATIVE);
    } else if (attributes.contains("a")) {
      variable.become(Variable.Shape.INDEXED);
    }
    variable.integer |= attributes.contains("i");
    if (equals >= 0) {
      String text = word.substring(equals + 1);
      String value = variable.integer ? "" + shell.evaluate(text) : text;
      variable.set(append ? variable.value().orElse("") + value : value);
    }
    variable.exported = attributes.contains("x") ? !removes : variable.exported;
    variable.readOnly |= attributes.contains("r");
    return 0;
  }

  private static int unset(Shell shell, List<String> words) throws IOException {
    boolean functions = false;
    for (String word : words.subList(1, words.size())) {
      if (word.equals("-f")) {
        functions = true;
      } else if (!word.equals("-v")) {
        remove(shell, word, functions);
      }
    }
    return 0;
  }

  private static void remove(Shell shell, String name, boolean functions) throws IOException {
    int bracket = name.indexOf('[');
    if (functions) {
      shell.functions().remove(name);
    } else if (bracket > 0 && name.endsWith("]")) {
      String key = name.substring(bracket + 1, name.length() - 1);
      shell
          .variables()
          .find(name.substring(0, bracket))
          .ifPresent(v ->
              v.remove(v.shape() == Variable.Shape.ASSOCIATIVE ? key : "" + shell.evaluate(key)));
    } else if (shell.variables().find(name).isPresent()) {
      try {
        shell.variables().unset(name);
      } catch (ShellError e) {
        shell.complain("unset", e.text().replace(": readonly", ": cannot unset: readonly"));
      }
    } else {
      shell.functions().remove(name);
    }
  }

  private static int set(Shell shell, List<String> words) throws IOException {
    if (words.size() == 1) {
      list(shell, "");
      return 0;
    }
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        shell.positional(words.subList(i + 1, words.size()));
        return 0;
      }
      boolean on = word.startsWith("-");
      if (!on && !word.startsWith("+") || word.length() < 2) {
        shell.positional(words.subList(word.equals("-") ? i + 1 : i, words.size()));
        return 0;
      }
      for (char flag : word.substring(1).toCharArray()) {
        if (flag == 'o') {
          if (i + 1 == words.size()) {
            shell.print(shell.options().listing());
          } else if (!shell.options().set(words.get(++i), on)) {
            return illegal(shell, word.charAt(0) + "o " + words.get(i), words.get(i));
          }
        } else if (!shell.options().set(flag, on)) {
          return illegal(shell, word.charAt(0) + String.valueOf(flag), "" + flag);
        }
      }
    }
    return 0;
  }

  private static int illegal(Shell shell, String option, String name) throws IOException {
    String text =
        switch (shell.dialect()) {
          case BASH ->
              name.length() == 1 ? option + ": invalid option" : name + ": invalid option name";
          case ASH -> name.length() == 1 ? "illegal option " + option : "illegal option " + option;
          case DASH -> "Illegal option " + option;
        };
    if (shell.dialect() != Dialect.BASH) {
      throw new ShellError("set: " + text, 2);
    }
    shell.complain("set", text);
    return 2;
  }

  private static int shift(Shell shell, List<String> words) throws IOException {
    int count =
        words.size() > 1 && words.get(1).matches("\\d{1,6}") ? Integer.parseInt(words.get(1)) : 1;
    if (count > shell.positional().size()) {
      if (shell.dialect() == Dialect.DASH) {
        throw new ShellError("shift: can't shift that many", 2);
      }
      return 1;
    }
    shell.positional(shell.positional().subList(count, shell.positional().size()));
    return 0;
  }

  private static int shopt(Shell shell, List<String> words) {
    boolean on = !words.contains("-u");
    for (String word : words) {
      if (word.equals("nullglob") && (words.contains("-s") || words.contains("-u"))) {
        shell.options().nullGlob(on);
      }
    }
    return 0;
  }

  private static int let(Shell shell, List<String> words) {
    long value = 0;
    for (String word : words.subList(1, words.size())) {
      value = shell.evaluate(word);
    }
    return value != 0 ? 0 : 1;
  }
}
