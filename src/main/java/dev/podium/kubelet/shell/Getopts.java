package dev.podium.kubelet.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The builtin `getopts`, which hands out options one by one. How far it has come is kept in
/// variables: the word in OPTIND, the letter within it in one of our own.
final class Getopts {
  private static final String WORD = "OPTIND";
  private static final String LETTER = "OPTOFF_";
  private static final String ARGUMENT = "OPTARG";

  private final Shell shell;
  private final Variables variables;
  private final String letters;
  private final String name;
  private final List<String> arguments;
  private int word;

  private Getopts(Shell shell, List<String> words) {
    this.shell = shell;
    this.variables = shell.variables();
    this.letters = words.get(1);
    this.name = words.get(2);
    this.arguments = words.size() > 3 ? words.subList(3, words.size()) : shell.positional();
    this.word = number(WORD);
  }

  static int run(Shell shell, List<String> words) throws IOException {
    if (words.size() < 3) {
      shell.complain("getopts", "usage: getopts optstring name [arg ...]");
      return 2;
    }
    Getopts call = new Getopts(shell, words);
    return call.isAtWord() && isOption(call.argument()) ? call.next() : call.end();
  }

  private int number(String variable) {
    return (int) shell.evaluate(variables.value(variable).orElse("1"));
  }

  private boolean isAtWord() {
    return word >= 1 && word <= arguments.size();
  }

  private String argument() {
    return arguments.get(word - 1);
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && argument.length() > 1 && !argument.equals("--");
  }

  private int end() {
    boolean dashes = isAtWord() && argument().equals("--");
    variables.assign(name, "?");
    variables.assign(WORD, "" + (dashes ? word + 1 : word));
    variables.unset(LETTER);
    return 1;
  }

  private int next() throws IOException {
    String argument = argument();
    int at = Math.min(number(LETTER), argument.length() - 1);
    char letter = argument.charAt(at);
    String rest = argument.substring(at + 1);
    variables.unset(ARGUMENT);
    int known = letter == ':' ? -1 : letters.indexOf(letter);
    boolean takes = known >= 0 && letters.startsWith(":", known + 1);
    String found = known < 0 ? unknown(letter) : takes ? withArgument(letter, rest) : "" + letter;
    if (takes || rest.isEmpty()) {
      variables.assign(WORD, "" + (word + 1));
      variables.unset(LETTER);
    } else {
      variables.assign(WORD, "" + word);
      variables.assign(LETTER, "" + (at + 1));
    }
    variables.assign(name, found);
    return 0;
  }

  private String unknown(char letter) throws IOException {
    if (isSilent()) {
      variables.assign(ARGUMENT, "" + letter);
    } else {
      complain(isBash() ? "illegal option -- " + letter : "Illegal option -" + letter);
    }
    return "?";
  }

  private String withArgument(char letter, String rest) throws IOException {
    if (!rest.isEmpty()) {
      variables.assign(ARGUMENT, rest);
      return "" + letter;
    }
    if (word < arguments.size()) {
      variables.assign(ARGUMENT, arguments.get(word));
      word++;
      return "" + letter;
    }
    if (isSilent()) {
      variables.assign(ARGUMENT, "" + letter);
      return ":";
    }
    complain(
        isBash()
            ? "option requires an argument -- " + letter
            : "No arg for -" + letter + " option");
    return "?";
  }

  private boolean isSilent() {
    return letters.startsWith(":");
  }

  private boolean isBash() {
    return shell.dialect() == Dialect.BASH;
  }

  private void complain(String text) throws IOException {
    String line = (isBash() ? shell.name() + ": " : "") + text + "\n";
    shell.err().write(line.getBytes(StandardCharsets.UTF_8));
  }
}
