package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `mkfifo`, `mknod` and `busybox`.
final class NodeCommands {
  private NodeCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("mkfifo", NodeCommands::mkfifo);
    tools.put("mknod", NodeCommands::mknod);
    tools.put("busybox", NodeCommands::busybox);
  }

  /// Runs the command that it is called with, as those do that are links to it.
  private static int busybox(Cli cli) throws IOException, InterruptedException {
    List<String> words = cli.arguments();
    if (words.isEmpty() || words.getFirst().equals("--help")) {
      cli.println(
          "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n"
              + "BusyBox is copyrighted by many authors between 1998-2015.\n"
              + "Licensed under GPLv2. See source distribution for detailed\n"
              + "copyright notices.\n\n"
              + "Usage: busybox [function [arguments]...]\n"
              + "   or: busybox --list[-full]\n");
      return 0;
    }
    if (words.getFirst().startsWith("--list")) {
      for (String name : cli.files().list("/bin")) {
        cli.println((words.getFirst().equals("--list-full") ? "bin/" : "") + name);
      }
      return 0;
    }
    if (!cli.files().exists("/bin/" + words.getFirst())
        && Commands.tool(words.getFirst()).isEmpty()) {
      cli.complain(words.getFirst() + ": applet not found");
      return 127;
    }
    return Running.replace(cli, words, cli.environment());
  }

  private static int mkfifo(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "m:", "mode=m");
    if (opts.operands().isEmpty()) {
      throw Usage.missing(cli, "operand");
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
      throw Usage.missing(cli, "operand");
    }
    if (!operands.get(1).equals("p")) {
      return cli.fail(operands.getFirst() + ": Operation not permitted");
    }
    cli.files().makePipe(operands.getFirst(), 0666);
    return 0;
  }
}
