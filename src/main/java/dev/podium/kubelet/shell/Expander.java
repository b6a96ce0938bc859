package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Glob;
import dev.podium.kubelet.command.Holdings;
import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes of words as they are written what commands are given: braces, tildes, parameters,
/// commands, arithmetic, splitting into fields, paths.
final class Expander {
  /// What the words of one command may become, in bytes.
  private static final long HEAVIEST = 32 << 20;

  private final Shell shell;
  private final Parameters parameters;
  private final CommandSubstitution commands;

  Expander(Shell shell) {
    this.shell = shell;
    this.parameters = new Parameters(shell, this);
    this.commands = new CommandSubstitution(shell);
  }

  /// The arguments that words become.
  List<String> fields(List<Word> words) throws InterruptedException {
    List<String> all = new ArrayList<>();
    long weight = 0;
    for (Word word : words) {
      List<Word> each = shell.dialect() == Dialect.BASH ? Braces.expand(word) : List.of(word);
      for (Word one : each) {
        int before = all.size();
        fields(one, all);
        weight += Holdings.weight(all.subList(before, all.size()));
        if (weight > HEAVIEST) {
          throw new MemoryExhausted();
        }
      }
    }
    return all;
  }

  private void fields(Word word, List<String> all) throws InterruptedException {
    Fields fields = new Fields(ifs(), true);
    expand(word, fields);
    for (String pattern : fields.done()) {
      List<String> paths =
          Glob.isMagic(pattern) && !shell.options().has('f')
              ? Glob.expand(pattern, shell.process().files())
              : List.of();
      if (!paths.isEmpty()) {
        all.addAll(paths);
      } else if (!(Glob.isMagic(pattern) && shell.options().nullGlob())) {
        all.add(Glob.unescape(pattern));
      }
    }
  }

  /// One text, neither split nor taken for a pattern.
  String text(Word word) throws InterruptedException {
    return Glob.unescape(pattern(word));
  }

  /// One text in which what was quoted stands for itself.
  String pattern(Word word) throws InterruptedException {
    Fields fields = new Fields(ifs(), false);
    expand(word, fields);
    return String.join(" ", fields.done());
  }

  private String ifs() {
    return shell.variables().value("IFS").orElse(" \t\n");
  }

  private void expand(Word word, Fields fields) throws InterruptedException {
    List<Part> parts = word.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (i == 0
          && parts.getFirst() instanceof Text(String text, boolean quoted)
          && !quoted
          && text.startsWith("~")) {
        tilde(text, parts.size() == 1, fields);
      } else {
        part(parts.get(i), fields, false);
      }
    }
  }

  private void tilde(String text, boolean whole, Fields fields) {
    int slash = text.indexOf('/');
    String user = slash < 0 ? text.substring(1) : text.substring(1, slash);
    Optional<String> home = slash < 0 && !whole ? Optional.empty() : shell.home(user);
    if (home.isPresent()) {
      fields.quoted(home.get());
      fields.plain(slash < 0 ? "" : text.substring(slash));
    } else {
      fields.plain(text);
    }
  }

  /// @param result whether it is the result of an expansion, in which plain text is split too
  void part(Part part, Fields fields, boolean result) throws InterruptedException {
    switch (part) {
      case Text(String text, boolean quoted) -> {
        if (quoted) {
          fields.quoted(text);
        } else if (result) {
          fields.split(text);
        } else {
          fields.plain(text);
        }
      }
      case Word.Quoted(List<Part> parts) -> quoted(parts, fields);
      case Word.Parameter parameter -> parameters.expand(parameter, fields, false);
      case Word.CommandSubstitution(Node body) -> fields.split(commands.text(body));
      case Word.ProcessSubstitution(Node body, boolean reads) ->
          fields.quoted(shell.substitutions().open(body, reads));
      case Word.Arithmetic(Word expression) -> fields.split("" + arithmetic(expression));
    }
  }

  private void quoted(List<Part> parts, Fields fields) throws InterruptedException {
    boolean nothing =
        parts.size() == 1
            && parts.getFirst() instanceof Word.Parameter parameter
            && parameters.isEmptyList(parameter);
    if (!nothing) {
      fields.quoted("");
    }
    for (Part part : parts) {
      quotedPart(part, fields);
    }
  }

  void quotedPart(Part part, Fields fields) throws InterruptedException {
    switch (part) {
      case Text(String text, boolean _) -> fields.quoted(text);
      case Word.Quoted(List<Part> parts) -> quoted(parts, fields);
      case Word.Parameter parameter -> parameters.expand(parameter, fields, true);
      case Word.CommandSubstitution(Node body) -> fields.quoted(commands.text(body));
      case Word.ProcessSubstitution(Node body, boolean reads) ->
          fields.quoted(shell.substitutions().open(body, reads));
      case Word.Arithmetic(Word expression) -> fields.quoted("" + arithmetic(expression));
    }
  }

  long arithmetic(Word expression) throws InterruptedException {
    return shell.evaluate(text(new Word(List.of(new Word.Quoted(expression.parts())))));
  }

  /// Fields while they grow, as patterns.
  static final class Fields {
    private final String separators;
    private final boolean splits;
    private final List<String> done = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private long weight;
    private boolean present;
    private boolean afterBlank;

    private Fields(String separators, boolean splits) {
      this.separators = separators;
      this.splits = splits;
    }

    String separators() {
      return separators;
    }

    boolean splits() {
      return splits;
    }

    void quoted(String text) {
      field.append(Glob.escape(text));
      begin();
    }

    /// Text whose characters may be those of a pattern.
    void plain(String text) {
      if (!text.isEmpty()) {
        field.append(text.replace("\\", "\\\\"));
        begin();
      }
    }

    private void begin() {
      present = true;
      afterBlank = false;
    }

    /// The result of an expansion.
    void split(String text) {
      if (!splits) {
        plain(text);
        return;
      }
      int from = 0;
      for (int i = 0; i <= text.length(); i++) {
        if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
          plain(text.substring(from, i));
          from = i + 1;
          if (i < text.length()) {
            separator(text.charAt(i));
          }
        }
      }
    }

    private void separator(char c) {
      boolean blank = c == ' ' || c == '\t' || c == '\n';
      if (present) {
        end();
        afterBlank = blank;
      } else if (!blank) {
        if (!afterBlank) {
          end();
        }
        afterBlank = false;
      }
    }

    /// The next text is another field's.
    void end() {
      done.add(field.toString());
      weight += Holdings.weight(done.getLast());
      if (weight > HEAVIEST) {
        throw new MemoryExhausted();
      }
      field.setLength(0);
      present = false;
    }

    boolean isPresent() {
      return present;
    }

    private List<String> done() {
      if (present) {
        end();
      }
      return done;
    }
  }
}
