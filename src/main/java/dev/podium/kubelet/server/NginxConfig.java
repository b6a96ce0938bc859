package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What nginx's configuration files say, with what they include: directives within directives.
///
/// Upstream: nginx's src/core/ngx_conf_file.c, whose words the failures are in.
final class NginxConfig {
  private static final int DEEPEST = 20;

  /// What was read lately, by all servers: most have the configuration of their image.
  private static final Deque<Reading> LATELY = new ConcurrentLinkedDeque<>();

  private static final int REMEMBERED = 16;

  /// @param path of the file that it began with
  /// @param seen what was read on the way
  private record Reading(String path, Map<Source, String> seen, Directive all) {
    /// Whether it would be read the same way again.
    boolean holds(FileSystem files) {
      return seen.entrySet().stream()
          .allMatch(source -> source.getValue().equals(source.getKey().in(files)));
    }
  }

  /// A file, or the names in a folder.
  private record Source(String path, boolean folder) {
    String read(FileSystem files) throws IOException {
      return folder
          ? String.join("\n", files.list(path))
          : new String(files.bytes(path), StandardCharsets.UTF_8);
    }

    /// What cannot be read is like nothing.
    String in(FileSystem files) {
      try {
        return read(files);
      } catch (IOException _) {
        return "";
      }
    }
  }

  private final FileSystem files;
  private final Map<Source, String> seen = new LinkedHashMap<>();

  private NginxConfig(FileSystem files) {
    this.files = files;
  }

  /// @param block what stands in its braces; empty where it has none
  record Directive(
      String name, List<String> arguments, List<Directive> block, String file, int line) {
    /// The first argument, empty where there is none.
    String value() {
      return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    Stream<Directive> all(String wanted) {
      return block.stream().filter(directive -> directive.name().equals(wanted));
    }

    Optional<Directive> last(String wanted) {
      return all(wanted).reduce((_, later) -> later);
    }

    String place() {
      return "in " + file + ":" + line;
    }
  }

  /// Why a configuration cannot be used, as nginx says after `[emerg]`.
  static final class Faulty extends Exception {
    private static final long serialVersionUID = 1;

    Faulty(String message) {
      super(message);
    }

    Faulty(Directive directive, String message) {
      super(message + " " + directive.place());
    }
  }

  /// @return a directive without a name that holds all others
  static Directive read(FileSystem files, String path) throws Faulty {
    for (Reading known : LATELY) {
      if (known.path().equals(path) && known.holds(files)) {
        return known.all();
      }
    }
    NginxConfig config = new NginxConfig(files);
    Directive all = new Directive("", List.of(), config.file(path, 0), path, 0);
    LATELY.addFirst(new Reading(path, config.seen, all));
    if (LATELY.size() > REMEMBERED) {
      LATELY.pollLast();
    }
    return all;
  }

  private String look(Source source) throws IOException {
    String text = source.read(files);
    seen.put(source, text);
    return text;
  }

  private List<Directive> file(String path, int depth) throws Faulty {
    String text;
    try {
      text = look(new Source(path, false));
    } catch (IOException e) {
      throw new Faulty(open(path, e));
    }
    if (depth > DEEPEST) {
      throw new Faulty("too deeply included " + path);
    }
    Words words = new Words(text, path);
    List<Directive> all = block(words, depth, false);
    return all;
  }

  static String open(String path, IOException e) {
    boolean denied = e instanceof Errno errno && errno.code() == Errno.Code.EACCES;
    return "open() \"%s\" failed (%s)"
        .formatted(path, denied ? "13: Permission denied" : "2: No such file or directory");
  }

  private List<Directive> block(Words words, int depth, boolean inner) throws Faulty {
    List<Directive> all = new ArrayList<>();
    while (true) {
      List<String> statement = new ArrayList<>();
      String end = words.statement(statement);
      switch (end) {
        case "" -> {
          if (inner || !statement.isEmpty()) {
            throw new Faulty("unexpected end of file, expecting \";\" or \"}\" " + words.place());
          }
          return all;
        }
        case "}" -> {
          if (!inner || !statement.isEmpty()) {
            throw new Faulty("unexpected \"}\" " + words.place());
          }
          return all;
        }
        default -> add(all, statement, end.equals("{"), words, depth);
      }
    }
  }

  private void add(
      List<Directive> all, List<String> statement, boolean opens, Words words, int depth)
      throws Faulty {
    if (statement.isEmpty()) {
      throw new Faulty("unexpected \"" + (opens ? "{" : ";") + "\" " + words.place());
    }
    String name = statement.getFirst();
    List<String> arguments = List.copyOf(statement.subList(1, statement.size()));
    int line = words.line;
    List<Directive> inside = opens ? block(words, depth, true) : List.of();
    Directive directive = new Directive(name, arguments, inside, words.file, line);
    if (name.equals("include")) {
      for (String path : included(directive)) {
        all.addAll(file(path, depth + 1));
      }
    } else {
      all.add(directive);
    }
  }

  /// A pattern that matches nothing is no fault; a plain path that is not there is.
  private List<String> included(Directive include) {
    String value = include.value();
    String path = value.startsWith("/") ? value : "/etc/nginx/" + value;
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (!name.contains("*")) {
      return List.of(path);
    }
    Pattern glob = Pattern.compile(Pattern.quote(name).replace("*", "\\E[^.].*\\Q"));
    String folder = path.substring(0, slash);
    try {
      return look(new Source(folder, true))
          .lines()
          .filter(entry -> glob.matcher(entry).matches())
          .map(entry -> folder + "/" + entry)
          .toList();
    } catch (IOException _) {
      seen.put(new Source(folder, true), "");
      return List.of();
    }
  }

  /// The words of a file.
  private static final class Words {
    private final String text;
    private final String file;
    private int at;
    private int line = 1;

    Words(String text, String file) {
      this.text = text;
      this.file = file;
    }

    String place() {
      return "in " + file + ":" + line;
    }

    /// Adds the words up to what ends them.
    ///
    /// @return `;`, `{`, `}`, or nothing at the end of the file
    String statement(List<String> words) throws Faulty {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else if (Character.isWhitespace(c)) {
          line += c == '\n' ? 1 : 0;
          at++;
        } else if (c == ';' || c == '{' || c == '}') {
          at++;
          return String.valueOf(c);
        } else {
          words.add(c == '"' || c == '\'' ? quoted(c) : plain());
        }
      }
      return "";
    }

    private String quoted(char quote) throws Faulty {
      StringBuilder word = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == quote) {
          at++;
          return word.toString();
        }
        if (c == '\\' && at + 1 < text.length()) {
          at++;
          word.append(escaped(text.charAt(at)));
        } else {
          line += c == '\n' ? 1 : 0;
          word.append(c);
        }
      }
      throw new Faulty("unexpected end of file, expecting \";\" or \"}\" " + place());
    }

    private static String escaped(char c) {
      return switch (c) {
        case 'n' -> "\n";
        case 't' -> "\t";
        case 'r' -> "\r";
        case '"', '\'', '\\', ' ' -> String.valueOf(c);
        default -> "\\" + c;
      };
    }

    private String plain() {
      int start = at;
      while (at < text.length()) {
        char c = text.charAt(at);
        boolean variable = c == '{' && at > start && text.charAt(at - 1) == '$';
        if (variable) {
          at = Math.max(at, text.indexOf('}', at));
        } else if (Character.isWhitespace(c) || c == ';' || c == '{') {
          break;
        }
        at++;
      }
      return text.substring(start, at);
    }
  }
}
