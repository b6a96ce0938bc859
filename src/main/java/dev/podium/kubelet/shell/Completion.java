package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What the Tab key finds: commands where one is to stand, else paths.
final class Completion {
  private final Shell shell;

  Completion(Shell shell) {
    this.shell = shell;
  }

  /// @param whole the words that may stand in place of the one before the cursor, which begins at
  ///   `from`
  record Candidates(int from, List<String> whole) {
    /// What all of them begin with.
    String common() {
      String common = whole.isEmpty() ? "" : whole.getFirst();
      for (String candidate : whole) {
        while (!candidate.startsWith(common)) {
          common = common.substring(0, common.length() - 1);
        }
      }
      return common;
    }

    /// How they are listed: without the directories that they are in.
    List<String> names() {
      return whole.stream().map(name -> name.strip().replaceAll("^.*/(?=[^/])", "")).toList();
    }
  }

  Candidates at(String line, int cursor) {
    int from = cursor;
    while (from > 0 && " \t;&|<>()=\"'".indexOf(line.charAt(from - 1)) < 0) {
      from--;
    }
    String word = line.substring(from, cursor);
    String before = line.substring(0, from).stripTrailing();
    boolean command = before.isEmpty() || ";&|(".indexOf(before.charAt(before.length() - 1)) >= 0;
    if (command && !word.contains("/")) {
      return new Candidates(from, commands(word));
    }
    return new Candidates(from, paths(word));
  }

  private List<String> commands(String prefix) {
    TreeSet<String> names = new TreeSet<>();
    Builtins.names().stream()
        .filter(name -> name.startsWith(prefix) && Builtins.find(name, shell.dialect()).isPresent())
        .forEach(names::add);
    shell.functions().keySet().stream().filter(n -> n.startsWith(prefix)).forEach(names::add);
    shell.aliases().keySet().stream().filter(n -> n.startsWith(prefix)).forEach(names::add);
    for (String directory : shell.variables().value("PATH").orElse("/usr/bin:/bin").split(":")) {
      for (String name : list(directory)) {
        if (name.startsWith(prefix)) {
          names.add(name);
        }
      }
    }
    return names.stream().map(name -> name + " ").toList();
  }

  private List<String> list(String directory) {
    try {
      return shell.process().files().list(directory);
    } catch (Errno _) {
      return List.of();
    }
  }

  private List<String> paths(String word) {
    int slash = word.lastIndexOf('/');
    String directory = word.substring(0, slash + 1);
    String prefix = word.substring(slash + 1);
    String where =
        directory.isEmpty()
            ? "."
            : directory.startsWith("~/")
                ? shell.home("").orElse("/") + directory.substring(1)
                : directory;
    List<String> found = new ArrayList<>();
    for (String name : list(where)) {
      if (name.startsWith(prefix) && (!name.startsWith(".") || prefix.startsWith("."))) {
        found.add(directory + name + (isDirectory(where + "/" + name) ? "/" : " "));
      }
    }
    return found;
  }

  private boolean isDirectory(String path) {
    try {
      return shell.process().files().stat(path).type() == FileSystem.Type.DIRECTORY;
    } catch (Errno _) {
      return false;
    }
  }
}
