package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;

/// `rm`
final class RemoveCommand {
  private RemoveCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli, "rRfivd", "recursive=r", "force=f", "verbose=v", "dir=d", "no-preserve-root=P");
    if (opts.operands().isEmpty() && !opts.has('f')) {
      throw Usage.missing(cli, "operand");
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

  static int remove(Cli cli, Opts opts, String path) throws IOException, InterruptedException {
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
          status |= remove(cli, opts, Paths.join(path, name));
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
}
