package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// `cp`, `mv` and `install`.
final class CopyCommands {
  private CopyCommands() {}

  /// Where several sources go, or one.
  private static String target(Cli cli, Opts opts, List<String> operands, String source) {
    String target = opts.value('t').orElse(operands.getLast());
    boolean into = opts.has('t') || (Paths.isDirectory(cli, target) && !opts.has('T'));
    String name = source.replaceAll("/+$", "");
    return into ? Paths.join(target, name.substring(name.lastIndexOf('/') + 1)) : target;
  }

  private static List<String> sources(Cli cli, Opts opts) throws IOException {
    List<String> operands = opts.operands();
    if (operands.isEmpty()) {
      throw Usage.missing(cli, "file operand");
    }
    if (opts.has('t')) {
      return operands;
    }
    if (operands.size() == 1) {
      throw new Usage(
          cli.busybox()
              ? Usage.missing(cli, "operand").text()
              : cli.name()
                  + ": missing destination file operand after '"
                  + operands.getFirst()
                  + "'\nTry '"
                  + cli.name()
                  + " --help' for more information.",
          1);
    }
    if (operands.size() > 2 && !Paths.isDirectory(cli, operands.getLast())) {
      throw new Usage(
          cli.name()
              + ": target '"
              + operands.getLast()
              + "'"
              + (cli.busybox()
                  ? " is not a directory"
                  : ": "
                      + (Paths.present(cli, operands.getLast())
                          ? "Not a directory"
                          : "No such file or directory")),
          1);
    }
    return operands.subList(0, operands.size() - 1);
  }

  static int cp(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "rRapfdPLHivnTut:sl",
            "recursive=r",
            "archive=a",
            "preserve=p",
            "force=f",
            "no-clobber=n",
            "no-dereference=d",
            "verbose=v",
            "target-directory=t",
            "no-target-directory=T",
            "update=u");
    int status = 0;
    for (String source : sources(cli, opts)) {
      status |= copy(cli, opts, source, target(cli, opts, opts.operands(), source), true);
    }
    return status;
  }

  private static int copy(Cli cli, Opts opts, String source, String target, boolean top)
      throws IOException, InterruptedException {
    cli.self().checkpoint();
    boolean recursive = opts.has('r') || opts.has('R') || opts.has('a');
    boolean keepsLinks =
        opts.has('a') || opts.has('d') || opts.has('P') || (recursive && !top && !opts.has('L'));
    try {
      Stat stat = keepsLinks ? cli.files().linkStat(source) : cli.files().stat(source);
      if (opts.has('n') && Paths.present(cli, target)) {
        return 0;
      }
      if (stat.type() == Type.DIRECTORY) {
        if (!recursive) {
          return cli.fail(
              cli.busybox()
                  ? "omitting directory '" + source + "'"
                  : "-r not specified; omitting directory '" + source + "'");
        }
        return copyDirectory(cli, opts, source, target, stat);
      }
      if (stat.type() == Type.SYMLINK) {
        if (Paths.present(cli, target)) {
          cli.files().remove(target);
        }
        cli.files().symlink(stat.target(), target);
        return 0;
      }
      if (Paths.present(cli, target) && same(cli, source, target)) {
        return cli.fail("'" + source + "' and '" + target + "' are the same file");
      }
      copyFile(cli, opts, source, target, stat);
      if (opts.has('v')) {
        cli.println("'" + source + "' -> '" + target + "'");
      }
      return 0;
    } catch (Errno e) {
      return cli.fail(copyFailure(cli, source, target, e));
    }
  }

  private static boolean same(Cli cli, String source, String target) throws Errno {
    return cli.files().realPath(source).equals(cli.files().realPath(target));
  }

  private static String copyFailure(Cli cli, String source, String target, Errno e) {
    boolean sourceFails = !Paths.present(cli, source);
    if (cli.busybox()) {
      return (sourceFails ? "can't stat '" + source : "can't create '" + target)
          + "': "
          + Cli.reason(e);
    }
    return (sourceFails ? "cannot stat '" + source : "cannot create regular file '" + target)
        + "': "
        + Cli.reason(e);
  }

  private static int copyDirectory(Cli cli, Opts opts, String source, String target, Stat stat)
      throws IOException, InterruptedException {
    if (!Paths.isDirectory(cli, target)) {
      cli.files().makeDirectory(target, stat.mode() & 0777);
    }
    int status = 0;
    for (String name : cli.files().list(source)) {
      status |= copy(cli, opts, Paths.join(source, name), Paths.join(target, name), false);
    }
    preserve(cli, opts, target, stat);
    return status;
  }

  private static void copyFile(Cli cli, Opts opts, String source, String target, Stat stat)
      throws IOException {
    boolean fresh = !Paths.present(cli, target);
    try (InputStream in = cli.files().read(source);
        OutputStream out =
            cli.files().write(target, FileSystem.Open.TRUNCATE, stat.mode() & 0777)) {
      in.transferTo(out);
    }
    if (fresh) {
      cli.files().changeMode(target, stat.mode() & 0777 & ~022);
    }
    preserve(cli, opts, target, stat);
  }

  private static void preserve(Cli cli, Opts opts, String target, Stat stat) throws IOException {
    if (!opts.has('p') && !opts.has('a')) {
      return;
    }
    cli.files().changeMode(target, stat.mode());
    cli.files().touch(target, stat.modified());
    try {
      cli.files().changeOwner(target, stat.uid(), stat.gid());
    } catch (Errno _) {
      // As the real one, it does what it may.
    }
  }

  static int mv(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "finvTut:",
            "force=f",
            "no-clobber=n",
            "verbose=v",
            "target-directory=t",
            "no-target-directory=T");
    int status = 0;
    for (String source : sources(cli, opts)) {
      String target = target(cli, opts, opts.operands(), source);
      if (opts.has('n') && Paths.present(cli, target)) {
        continue;
      }
      try {
        move(cli, opts, source, target);
        if (opts.has('v')) {
          cli.println("renamed '" + source + "' -> '" + target + "'");
        }
      } catch (Errno e) {
        boolean gone = !Paths.present(cli, source);
        String text =
            cli.busybox()
                ? "can't "
                    + (gone ? "rename '" + source : "rename '" + source)
                    + "': "
                    + Cli.reason(e)
                : gone
                    ? "cannot stat '" + source + "': " + Cli.reason(e)
                    : "cannot move '" + source + "' to '" + target + "': " + Cli.reason(e);
        status = cli.fail(text);
      }
    }
    return status;
  }

  /// Across mounts, a move is a copy.
  private static void move(Cli cli, Opts opts, String source, String target)
      throws IOException, InterruptedException {
    try {
      cli.files().rename(source, target);
    } catch (Errno e) {
      if (e.code() != Errno.Code.EXDEV) {
        throw e;
      }
      Opts archive = Opts.parse(cli, List.of("-a"), true, "a");
      if (copy(cli, archive, source, target, true) == 0) {
        RemoveCommand.remove(cli, Opts.parse(cli, List.of("-rf"), true, "rf"), source);
      }
    }
  }

  static int install(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "dm:o:g:Dv", "directory=d", "mode=m");
    int mode = opts.value('m').map(m -> Modes.apply(m, 0755, false)).orElse(0755);
    if (opts.has('d')) {
      for (String path : opts.operands()) {
        FileCommands.parents(cli, path, mode);
      }
      return 0;
    }
    Opts plain = Opts.parse(cli, opts.operands(), true, "t:T");
    int status = 0;
    for (String source : sources(cli, plain)) {
      String target = target(cli, plain, opts.operands(), source);
      status |= copy(cli, plain, source, target, true);
      if (status == 0) {
        cli.files().changeMode(target, mode);
      }
    }
    return status;
  }
}
