package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `mkfifo` and `mknod`.
final class NodeCommands {
  private NodeCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("mkfifo", NodeCommands::mkfifo);
    tools.put("mknod", NodeCommands::mknod);
  }

  private static int mkfifo(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "m:", "mode=m");
    if (opts.operands().isEmpty()) {
      throw FileCommands.missing(cli, "operand");
    }
    int mode = opts.value('m').map(m -> Modes.apply(m, 0666, false)).orElse(0666);
    int status = 0;
    for (String path : opts.operands()) {
      try {
        cli.files().makePipe(path, mode);
      } catch (Errno e) {
        status =
            cli.fail(
                (cli.busybox() ? path : "cannot create fifo '" + path + "'")
                    + ": "
                    + Cli.reason(e));
      }
    }
    return status;
  }

  private static int mknod(Cli cli) throws IOException {
    List<String> operands = Opts.parse(cli, "m:", "mode=m").operands();
    if (operands.size() < 2) {
      throw FileCommands.missing(cli, "operand");
    }
    if (!operands.get(1).equals("p")) {
      return cli.fail(operands.getFirst() + ": Operation not permitted");
    }
    cli.files().makePipe(operands.getFirst(), 0666);
    return 0;
  }
}
