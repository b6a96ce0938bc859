package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a shell shows when it waits for a command, as the image has it.
final class Prompt {
  private final Shell shell;

  Prompt(Shell shell) {
    this.shell = shell;
  }

  /// Sets the prompt that the image's own files set.
  void prepare() {
    Variables variables = shell.variables();
    if (variables.value("PS1").isPresent() && shell.dialect() != Dialect.BASH) {
      return;
    }
    boolean root = shell.process().uid() == 0;
    String prompt =
        switch (shell.dialect()) {
          case BASH -> bash();
          case ASH -> "\\w \\$ ";
          case DASH -> root ? "# " : "$ ";
        };
    variables.assign("PS1", prompt);
    if (variables.value("PS2").isEmpty()) {
      variables.assign("PS2", "> ");
    }
  }

  private String bash() {
    String id = release();
    if (id.contains("debian") || id.contains("ubuntu")) {
      return "\\u@\\h:\\w\\$ ";
    }
    return id.contains("fedora") || id.contains("rhel") || id.contains("centos")
        ? "[\\u@\\h \\W]\\$ "
        : "\\s-\\v\\$ ";
  }

  private String release() {
    Process process = shell.process();
    try {
      return process.files().exists("/etc/debian_version")
          ? "debian"
          : new String(process.files().bytes("/etc/os-release"), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  String first() {
    return shown(shell.variables().value("PS1").orElse("$ "));
  }

  String second() {
    return shown(shell.variables().value("PS2").orElse("> "));
  }

  private String shown(String prompt) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < prompt.length(); i++) {
      char c = prompt.charAt(i);
      if (c == '\\' && i + 1 < prompt.length()) {
        text.append(sequence(prompt.charAt(++i)));
      } else {
        text.append(c);
      }
    }
    return parameters(text.toString());
  }

  private String sequence(char letter) {
    Process process = shell.process();
    String host = process.container().hostname();
    return switch (letter) {
      case 'u' ->
          Optional.of(process.uid())
              .filter(uid -> uid == 0)
              .map(_ -> "root")
              .orElse("I have no name!");
      case 'h' -> host.contains(".") ? host.substring(0, host.indexOf('.')) : host;
      case 'H' -> host;
      case 'w' -> directory();
      case 'W' ->
          directory().equals("/") ? "/" : directory().substring(directory().lastIndexOf('/') + 1);
      case '$' -> process.uid() == 0 ? "#" : "$";
      case 's' ->
          Optional.of(shell.name()).map(n -> n.substring(n.lastIndexOf('/') + 1)).orElse("bash");
      case 'v' -> "5.2";
      case 'n' -> "\n";
      case 'e' -> "\033";
      case 'a' -> "\007";
      case '[', ']' -> "";
      case 't' -> process.clock().now().toString().substring(11, 19);
      case '\\' -> "\\";
      default -> "\\" + letter;
    };
  }

  private String directory() {
    String directory = DirectoryBuiltins.current(shell);
    Optional<String> home = shell.variables().value("HOME").filter(h -> h.length() > 1);
    if (home.isEmpty()) {
      return directory;
    }
    return directory.equals(home.get())
        ? "~"
        : directory.startsWith(home.get() + "/")
            ? "~" + directory.substring(home.get().length())
            : directory;
  }

  private String parameters(String text) {
    if (!text.contains("$")) {
      return text;
    }
    try {
      SourceText source = new SourceText(text);
      return shell.expander().text(source.word(shell));
    } catch (SyntaxError | ShellError _) {
      return text;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return text;
    }
  }

  /// A text in which parameters are expanded as in a here-document.
  private record SourceText(String text) {
    Word word(Shell shell) throws SyntaxError {
      Parser parser = new Parser(new Source(text, 1), shell.dialect(), java.util.Map.of(), false);
      return WordReader.document(text, 1, parser);
    }
  }
}
