package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands that make, move and remove files.
final class FileCommands {
  private FileCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("ls", ListCommand::run);
    tools.put("dir", ListCommand::run);
    tools.put("mkdir", FileCommands::mkdir);
    tools.put("rmdir", FileCommands::rmdir);
    tools.put("rm", FileCommands::rm);
    tools.put("unlink", FileCommands::rm);
    tools.put("cp", FileCommands::cp);
    tools.put("mv", FileCommands::mv);
    tools.put("ln", FileCommands::ln);
    tools.put("install", FileCommands::install);
    tools.put("truncate", FileCommands::truncate);
    AttributeCommands.register(tools);
    PathCommands.register(tools);
  }

  static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  static boolean isDirectory(Cli cli, String path) {
    try {
      return cli.files().stat(path).type() == Type.DIRECTORY;
    } catch (Errno _) {
      return false;
    }
  }

  static boolean present(Cli cli, String path) {
    try {
      cli.files().linkStat(path);
      return true;
    } catch (Errno _) {
      return false;
    }
  }

  static Usage missing(Cli cli, String what) {
    return new Usage(
        cli.busybox()
            ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: "
                + cli.name()
                + " [OPTIONS] "
                + (what.equals("operand") ? "ARG..." : "FILE...")
            : cli.name()
                + ": missing "
                + what
                + "\nTry '"
                + cli.name()
                + " --help' for more information.",
        1);
  }

  private static int mkdir(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "pm:v", "parents=p", "mode=m", "verbose=v");
    if (opts.operands().isEmpty()) {
      throw missing(cli, "operand");
    }
    int mode = opts.value('m').map(m -> Modes.apply(m, 0777, true)).orElse(0777);
    int status = 0;
    for (String path : opts.operands()) {
      try {
        if (opts.has('p')) {
          parents(cli, path, mode);
        } else {
          cli.files().makeDirectory(path, mode);
        }
        if (opts.has('m')) {
          cli.files().changeMode(path, mode);
        }
        if (opts.has('v')) {
          cli.println(cli.name() + ": created directory '" + path + "'");
        }
      } catch (Errno e) {
        status =
            cli.fail(
                (cli.busybox() ? "can't create directory '" : "cannot create directory '")
                    + path
                    + (cli.busybox() ? "'" : "'")
                    + ": "
                    + Cli.reason(e));
      }
    }
    return status;
  }

  static void parents(Cli cli, String path, int mode) throws Errno {
    StringBuilder built = new StringBuilder(path.startsWith("/") ? "/" : "");
    for (String step : path.split("/+")) {
      if (step.isEmpty()) {
        continue;
      }
      built
          .append(built.isEmpty() || built.charAt(built.length() - 1) == '/' ? "" : "/")
          .append(step);
      if (!isDirectory(cli, built.toString())) {
        cli.files().makeDirectory(built.toString(), mode);
      }
    }
  }

  private static int rmdir(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "pv", "ignore-fail-on-non-empty=i");
    int status = 0;
    for (String path : opts.operands()) {
      try {
        cli.files().removeDirectory(path);
      } catch (Errno e) {
        status =
            cli.fail(
                (cli.busybox() ? "'" + path + "'" : "failed to remove '" + path + "'")
                    + ": "
                    + Cli.reason(e));
      }
    }
    return status;
  }

  private static int rm(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli, "rRfivd", "recursive=r", "force=f", "verbose=v", "dir=d", "no-preserve-root=P");
    if (opts.operands().isEmpty() && !opts.has('f')) {
      throw missing(cli, "operand");
    }
    int status = 0;
    for (String path : opts.operands()) {
      String last = path.replaceAll("/+$", "");
      if (last.endsWith("/.") || last.endsWith("/..") || last.equals(".") || last.equals("..")) {
        status = cli.fail("refusing to remove '.' or '..' directory: skipping '" + path + "'");
      } else if (last.isEmpty() && path.startsWith("/") && !opts.has('P') && !cli.busybox()) {
        cli.warn("it is dangerous to operate recursively on '/'");
        status = cli.fail("use --no-preserve-root to override this failsafe");
      } else {
        status |= remove(cli, opts, path);
      }
    }
    return status;
  }

  private static int remove(Cli cli, Opts opts, String path)
      throws IOException, InterruptedException {
    cli.self().checkpoint();
    try {
      Stat stat = cli.files().linkStat(path);
      if (stat.type() != Type.DIRECTORY) {
        cli.files().remove(path);
        if (opts.has('v')) {
          cli.println("removed '" + path + "'");
        }
        return 0;
      }
      boolean recursive = opts.has('r') || opts.has('R');
      if (!recursive && !opts.has('d')) {
        return cli.fail(
            cli.busybox()
                ? "'" + path + "' is a directory"
                : "cannot remove '" + path + "': Is a directory");
      }
      int status = 0;
      if (recursive) {
        for (String name : cli.files().list(path)) {
          status |= remove(cli, opts, join(path, name));
        }
      }
      if (status == 0) {
        cli.files().removeDirectory(path);
        if (opts.has('v')) {
          cli.println("removed directory '" + path + "'");
        }
      }
      return status;
    } catch (Errno e) {
      if (opts.has('f') && (e.code() == Errno.Code.ENOENT || e.code() == Errno.Code.ENOTDIR)) {
        return 0;
      }
      return cli.fail(
          (cli.busybox() ? "can't remove '" : "cannot remove '") + path + "': " + Cli.reason(e));
    }
  }

  /// Where several sources go, or one.
  private static String target(Cli cli, Opts opts, List<String> operands, String source) {
    String target = opts.value('t').orElse(operands.getLast());
    boolean into = opts.has('t') || (isDirectory(cli, target) && !opts.has('T'));
    String name = source.replaceAll("/+$", "");
    return into ? join(target, name.substring(name.lastIndexOf('/') + 1)) : target;
  }

  private static List<String> sources(Cli cli, Opts opts) throws IOException {
    List<String> operands = opts.operands();
    if (operands.isEmpty()) {
      throw missing(cli, "file operand");
    }
    if (opts.has('t')) {
      return operands;
    }
    if (operands.size() == 1) {
      throw new Usage(
          cli.busybox()
              ? missing(cli, "operand").text()
              : cli.name()
                  + ": missing destination file operand after '"
                  + operands.getFirst()
                  + "'\nTry '"
                  + cli.name()
                  + " --help' for more information.",
          1);
    }
    if (operands.size() > 2 && !isDirectory(cli, operands.getLast())) {
      throw new Usage(
          cli.name()
              + ": target '"
              + operands.getLast()
              + "'"
              + (cli.busybox()
                  ? " is not a directory"
                  : ": "
                      + (present(cli, operands.getLast())
                          ? "Not a directory"
                          : "No such file or directory")),
          1);
    }
    return operands.subList(0, operands.size() - 1);
  }

  private static int cp(Cli cli) throws IOException, InterruptedException {
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
      if (opts.has('n') && present(cli, target)) {
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
        if (present(cli, target)) {
          cli.files().remove(target);
        }
        cli.files().symlink(stat.target(), target);
        return 0;
      }
      if (present(cli, target) && same(cli, source, target)) {
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
    boolean sourceFails = !present(cli, source);
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
    if (!isDirectory(cli, target)) {
      cli.files().makeDirectory(target, stat.mode() & 0777);
    }
    int status = 0;
    for (String name : cli.files().list(source)) {
      status |= copy(cli, opts, join(source, name), join(target, name), false);
    }
    preserve(cli, opts, target, stat);
    return status;
  }

  private static void copyFile(Cli cli, Opts opts, String source, String target, Stat stat)
      throws IOException {
    boolean fresh = !present(cli, target);
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

  private static int mv(Cli cli) throws IOException, InterruptedException {
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
      if (opts.has('n') && present(cli, target)) {
        continue;
      }
      try {
        move(cli, opts, source, target);
        if (opts.has('v')) {
          cli.println("renamed '" + source + "' -> '" + target + "'");
        }
      } catch (Errno e) {
        boolean gone = !present(cli, source);
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
        remove(cli, Opts.parse(cli, List.of("-rf"), true, "rf"), source);
      }
    }
  }

  private static int ln(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "sfnvTr", "symbolic=s", "force=f", "no-dereference=n");
    List<String> operands = new ArrayList<>(opts.operands());
    if (operands.isEmpty()) {
      throw missing(cli, "file operand");
    }
    if (operands.size() == 1) {
      String only = operands.getFirst();
      operands.add("./" + only.substring(only.lastIndexOf('/') + 1));
    }
    int status = 0;
    for (String source : operands.subList(0, operands.size() - 1)) {
      String target = operands.getLast();
      if (isDirectory(cli, target) && !opts.has('n') && !opts.has('T')) {
        target = join(target, source.substring(source.lastIndexOf('/') + 1));
      }
      try {
        if (opts.has('f') && present(cli, target)) {
          cli.files().remove(target);
        }
        if (opts.has('s')) {
          cli.files().symlink(source, target);
        } else {
          cli.files().link(source, target);
        }
      } catch (Errno e) {
        status = cli.fail(linkFailure(cli, opts, source, target, e));
      }
    }
    return status;
  }

  private static String linkFailure(Cli cli, Opts opts, String source, String target, Errno e) {
    if (cli.busybox()) {
      return target + ": " + Cli.reason(e);
    }
    if (!opts.has('s') && e.code() == Errno.Code.ENOENT) {
      return "failed to access '" + source + "': " + Cli.reason(e);
    }
    return "failed to create "
        + (opts.has('s') ? "symbolic" : "hard")
        + " link '"
        + target
        + "': "
        + Cli.reason(e);
  }

  private static int install(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "dm:o:g:Dv", "directory=d", "mode=m");
    int mode = opts.value('m').map(m -> Modes.apply(m, 0755, false)).orElse(0755);
    if (opts.has('d')) {
      for (String path : opts.operands()) {
        parents(cli, path, mode);
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

  private static int truncate(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "s:c", "size=s", "no-create=c");
    long size = Sizes.parse(opts.value('s').orElse("0"));
    if (size < 0 || size > 1L << 30) {
      return cli.fail("Invalid number: '" + opts.value('s').orElse("") + "'");
    }
    for (String path : opts.operands()) {
      byte[] before = present(cli, path) ? cli.files().bytes(path) : new byte[0];
      try (OutputStream out = cli.files().write(path, FileSystem.Open.TRUNCATE, 0666)) {
        out.write(java.util.Arrays.copyOf(before, (int) size));
      }
    }
    return 0;
  }
}
