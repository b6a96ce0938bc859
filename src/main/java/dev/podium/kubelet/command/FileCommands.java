package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Commands that make, move and remove files.
final class FileCommands {
  private FileCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("ls", ListCommand::run);
    tools.put("dir", ListCommand::run);
    tools.put("mkdir", FileCommands::mkdir);
    tools.put("rmdir", FileCommands::rmdir);
    tools.put("rm", RemoveCommand::run);
    tools.put("unlink", RemoveCommand::run);
    tools.put("cp", CopyCommands::cp);
    tools.put("mv", CopyCommands::mv);
    tools.put("ln", LinkCommand::run);
    tools.put("install", CopyCommands::install);
    tools.put("truncate", FileCommands::truncate);
    AttributeCommands.register(tools);
    PathCommands.register(tools);
  }

  private static int mkdir(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "pm:v", "parents=p", "mode=m", "verbose=v");
    if (opts.operands().isEmpty()) {
      throw Usage.missing(cli, "operand");
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
      if (!Paths.isDirectory(cli, built.toString())) {
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

  private static int truncate(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "s:c", "size=s", "no-create=c");
    long size = Sizes.parse(opts.value('s').orElse("0"));
    if (size < 0 || size > 1L << 30) {
      return cli.fail("Invalid number: '" + opts.value('s').orElse("") + "'");
    }
    for (String path : opts.operands()) {
      byte[] before = Paths.present(cli, path) ? cli.files().bytes(path) : new byte[0];
      try (OutputStream out = cli.files().write(path, FileSystem.Open.TRUNCATE, 0666)) {
        out.write(java.util.Arrays.copyOf(before, (int) size));
      }
    }
    return 0;
  }
}
