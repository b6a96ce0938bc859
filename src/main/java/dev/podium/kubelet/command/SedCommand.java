package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `sed`: what it is called with, and the files that it edits in place.
final class SedCommand {
  private SedCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "ne:f:Eri::szu",
            "quiet=n",
            "silent=n",
            "expression=e",
            "file=f",
            "regexp-extended=E",
            "in-place=i",
            "separate=s",
            "null-data=z");
    List<String> operands = new ArrayList<>(opts.operands());
    StringBuilder script = new StringBuilder(String.join("\n", opts.values('e')));
    for (String file : opts.values('f')) {
      script
          .append(script.isEmpty() ? "" : "\n")
          .append(new String(cli.all(cli.open(file)), StandardCharsets.UTF_8));
    }
    if (!opts.has('e') && !opts.has('f')) {
      if (operands.isEmpty()) {
        throw new Usage(
            cli.busybox()
                ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."
                : "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...",
            1);
      }
      script.append(operands.removeFirst());
    }
    List<SedScript.Instruction> program;
    try {
      program = SedScript.parse(script.toString(), opts.has('E') || opts.has('r'));
    } catch (Usage e) {
      return cli.fail(
          cli.busybox()
              ? e.text().replaceFirst("^char \\d+: ", "")
              : "-e expression #1, " + e.text());
    }
    boolean quiet = opts.has('n') || script.toString().startsWith("#n\n");
    if (opts.has('i')) {
      return inPlace(cli, program, quiet, operands, opts.value('i').orElse(""));
    }
    List<String> paths = operands.isEmpty() ? List.of("-") : operands;
    return new SedRun(cli, program, quiet, paths, Optional.empty()).process();
  }

  private static int inPlace(
      Cli cli,
      List<SedScript.Instruction> program,
      boolean quiet,
      List<String> paths,
      String suffix)
      throws IOException, InterruptedException {
    int status = 0;
    for (String path : paths) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SedRun sed = new SedRun(cli, program, quiet, List.of(path), Optional.of(out));
      sed.process();
      status = Math.max(status, sed.status());
      if (sed.status() == 0) {
        if (!suffix.isEmpty()) {
          try (OutputStream backup =
              cli.files().write(path + suffix, FileSystem.Open.TRUNCATE, 0666)) {
            backup.write(cli.files().bytes(path));
          }
        }
        replace(cli, path, out.toByteArray());
      }
    }
    return status;
  }

  /// As the real one, it writes another file and moves it: which a mounted file does not bear.
  private static void replace(Cli cli, String path, byte[] content) throws IOException {
    String real = cli.files().realPath(path);
    if (cli.files().mounts().stream().anyMatch(mount -> mount.mountPoint().equals(real))) {
      throw new Errno(Errno.Code.EBUSY);
    }
    try (OutputStream out = cli.files().write(path, FileSystem.Open.TRUNCATE, 0666)) {
      out.write(content);
    }
  }
}
