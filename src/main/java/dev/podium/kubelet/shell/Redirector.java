package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.shell.Node.Redirection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Opens what redirections name.
final class Redirector {
  private final Shell shell;

  Redirector(Shell shell) {
    this.shell = shell;
  }

  /// The descriptors with the redirections applied, one after the other. Each is the caller's to
  /// release.
  DescriptorTable apply(DescriptorTable before, List<Redirection> redirections)
      throws InterruptedException {
    DescriptorTable table = before.share();
    try {
      for (Redirection redirection : redirections) {
        apply(table, redirection);
      }
      return table;
    } catch (ShellError e) {
      table.release();
      throw e;
    }
  }

  private void apply(DescriptorTable table, Redirection redirection) throws InterruptedException {
    int number = redirection.descriptor();
    if (redirection.document().isPresent()) {
      table.put(number, text(shell.expander().text(redirection.document().get().body())));
      return;
    }
    String target = shell.expander().text(redirection.target());
    switch (redirection.operator()) {
      case "<<<" -> table.put(number, text(target + "\n"));
      case "<" -> table.put(number, read(table, target));
      case "<&", ">&" -> duplicate(table, redirection, target);
      case "&>", "&>>" -> both(table, target, redirection.operator().equals("&>>"));
      case ">>" -> table.put(number, write(table, target, FileSystem.Open.APPEND));
      case "<>" -> table.put(number, readAndWrite(target));
      default -> {
        boolean keeps = redirection.operator().equals(">") && shell.options().has('C');
        table.put(
            number,
            write(table, target, keeps ? FileSystem.Open.CREATE_NEW : FileSystem.Open.TRUNCATE));
      }
    }
  }

  private static Descriptor text(String text) {
    return Descriptor.reading(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void duplicate(DescriptorTable table, Redirection redirection, String target) {
    if (target.equals("-")) {
      table.put(redirection.descriptor(), Descriptor.none());
    } else if (target.matches("\\d+")) {
      Descriptor source =
          table
              .find(Integer.parseInt(target))
              .orElseThrow(() ->
                  new ShellError(target + ": Bad file descriptor", shell.dialect().failure()));
      table.put(redirection.descriptor(), source.share());
    } else if (redirection.operator().equals(">&")) {
      both(table, target, false);
    } else {
      throw new ShellError(target + ": ambiguous redirect", 1);
    }
  }

  private void both(DescriptorTable table, String target, boolean append) {
    Descriptor descriptor =
        write(table, target, append ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE);
    table.put(1, descriptor);
    table.put(2, descriptor.share());
  }

  private Descriptor read(DescriptorTable table, String path) {
    Optional<Descriptor> open = table.find(special(path));
    if (open.isPresent()) {
      return open.get().share();
    }
    try {
      return Descriptor.reading(shell.process().files().read(path));
    } catch (Errno e) {
      throw new ShellError(
          shell.dialect().cannotRead(path, e.code().text()),
          shell.dialect() == Dialect.DASH ? 2 : 1);
    }
  }

  private Descriptor write(DescriptorTable table, String path, FileSystem.Open how) {
    Optional<Descriptor> open = table.find(special(path));
    if (open.isPresent()) {
      return open.get().share();
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
