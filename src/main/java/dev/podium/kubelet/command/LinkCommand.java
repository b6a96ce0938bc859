package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ln`
final class LinkCommand {
  private LinkCommand() {}

  static int run(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "sfnvTr", "symbolic=s", "force=f", "no-dereference=n");
    List<String> operands = new ArrayList<>(opts.operands());
    if (operands.isEmpty()) {
      throw Usage.missing(cli, "file operand");
    }
    if (operands.size() == 1) {
      String only = operands.getFirst();
      operands.add("./" + only.substring(only.lastIndexOf('/') + 1));
    }
    int status = 0;
    for (String source : operands.subList(0, operands.size() - 1)) {
      String target = operands.getLast();
      if (Paths.isDirectory(cli, target) && !opts.has('n') && !opts.has('T')) {
        target = Paths.join(target, source.substring(source.lastIndexOf('/') + 1));
      }
      try {
        if (opts.has('f') && Paths.present(cli, target)) {
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
}
