package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.shell.Node.Redirection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Opens what redirections name.
final class Redirector {
  private final Shell shell;

  Redirector(Shell shell) {
    this.shell = shell;
  }

  /// The descriptors with the redirections applied, one after the other. Each is the caller's to
  /// release.
  Map<Integer, Descriptor> apply(Map<Integer, Descriptor> before, List<Redirection> redirections)
      throws InterruptedException {
    Map<Integer, Descriptor> table = new HashMap<>();
    before.forEach((number, descriptor) -> table.put(number, descriptor.share()));
    try {
      for (Redirection redirection : redirections) {
        apply(table, redirection);
      }
      return table;
    } catch (ShellError e) {
      table.values().forEach(Descriptor::release);
      throw e;
    }
  }

  private static void put(Map<Integer, Descriptor> table, int number, Descriptor descriptor) {
    Descriptor old = table.put(number, descriptor);
    if (old != null) {
      old.release();
    }
  }

  private void apply(Map<Integer, Descriptor> table, Redirection redirection)
      throws InterruptedException {
    int number = redirection.descriptor();
    if (redirection.document().isPresent()) {
      put(table, number, text(shell.expander().text(redirection.document().get().body())));
      return;
    }
    String target = shell.expander().text(redirection.target());
    switch (redirection.operator()) {
      case "<<<" -> put(table, number, text(target + "\n"));
      case "<" -> put(table, number, read(table, target));
      case "<&", ">&" -> duplicate(table, redirection, target);
      case "&>", "&>>" -> both(table, target, redirection.operator().equals("&>>"));
      case ">>" -> put(table, number, write(table, target, FileSystem.Open.APPEND));
      case "<>" -> put(table, number, readAndWrite(target));
      default -> {
        boolean keeps = redirection.operator().equals(">") && shell.options().has('C');
        put(
            table,
            number,
            write(table, target, keeps ? FileSystem.Open.CREATE_NEW : FileSystem.Open.TRUNCATE));
      }
    }
  }

  private static Descriptor text(String text) {
    return Descriptor.reading(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void duplicate(Map<Integer, Descriptor> table, Redirection redirection, String target) {
    if (target.equals("-")) {
      put(table, redirection.descriptor(), Descriptor.none());
    } else if (target.matches("\\d+")) {
      Descriptor source = table.get(Integer.parseInt(target));
      if (source == null) {
        throw new ShellError(target + ": Bad file descriptor", shell.dialect().failure());
      }
      put(table, redirection.descriptor(), source.share());
    } else if (redirection.operator().equals(">&")) {
      both(table, target, false);
    } else {
      throw new ShellError(target + ": ambiguous redirect", 1);
    }
  }

  private void both(Map<Integer, Descriptor> table, String target, boolean append) {
    Descriptor descriptor =
        write(table, target, append ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE);
    put(table, 1, descriptor);
    put(table, 2, descriptor.share());
  }

  private Descriptor read(Map<Integer, Descriptor> table, String path) {
    Descriptor open = table.get(special(path));
    if (open != null) {
      return open.share();
    }
    try {
      return Descriptor.reading(shell.process().files().read(path));
    } catch (Errno e) {
      throw new ShellError(
          shell.dialect().cannotRead(path, e.code().text()),
          shell.dialect() == Dialect.DASH ? 2 : 1);
    }
  }

  private Descriptor write(Map<Integer, Descriptor> table, String path, FileSystem.Open how) {
    Descriptor open = table.get(special(path));
    if (open != null) {
      return open.share();
    }
    try {
      boolean device = how == FileSystem.Open.CREATE_NEW && path.startsWith("/dev/");
      return Descriptor.writing(
          shell.process().files().write(path, device ? FileSystem.Open.TRUNCATE : how, 0666));
    } catch (Errno e) {
      String message =
          e.code() == Errno.Code.EEXIST && shell.dialect() == Dialect.BASH
              ? path + ": cannot overwrite existing file"
              : shell.dialect().cannotWrite(path, e.code().text());
      throw new ShellError(message, shell.dialect() == Dialect.DASH ? 2 : 1);
    }
  }

  private Descriptor readAndWrite(String path) {
    try {
      shell.process().files().write(path, FileSystem.Open.APPEND, 0666).close();
      return Descriptor.reading(shell.process().files().read(path));
    } catch (java.io.IOException e) {
      throw new ShellError(shell.dialect().cannotWrite(path, String.valueOf(e.getMessage())), 1);
    }
  }

  /// Which descriptor a path in /dev stands for; -1 for none.
  private static int special(String path) {
    return switch (path) {
      case "/dev/stdin", "/proc/self/fd/0" -> 0;
      case "/dev/stdout", "/proc/self/fd/1" -> 1;
      case "/dev/stderr", "/proc/self/fd/2" -> 2;
      default -> path.matches("/dev/fd/\\d{1,3}") ? Integer.parseInt(path.substring(8)) : -1;
    };
  }
}
