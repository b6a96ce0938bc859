package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Commands that encode, sum up and show bytes.
final class DataCommands {
  private DataCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("md5sum", cli -> ChecksumCommand.run(cli, "MD5"));
    tools.put("sha1sum", cli -> ChecksumCommand.run(cli, "SHA-1"));
    tools.put("sha224sum", cli -> ChecksumCommand.run(cli, "SHA-224"));
    tools.put("sha256sum", cli -> ChecksumCommand.run(cli, "SHA-256"));
    tools.put("sha384sum", cli -> ChecksumCommand.run(cli, "SHA-384"));
    tools.put("sha512sum", cli -> ChecksumCommand.run(cli, "SHA-512"));
    tools.put("base64", DataCommands::base64);
    tools.put("gzip", cli -> GzipCommands.gzip(cli, false));
    tools.put("gunzip", cli -> GzipCommands.gzip(cli, true));
    tools.put("zcat", GzipCommands::zcat);
    tools.put("hexdump", DumpCommands::hexdump);
    tools.put("hd", DumpCommands::hexdump);
    tools.put("xxd", DumpCommands::xxd);
    tools.put("od", DumpCommands::od);
    tools.put("dd", DdCommand::run);
    tools.put("cmp", DataCommands::cmp);
    tools.put("strings", DumpCommands::strings);
    tools.put("split", DataCommands::split);
    tools.put("diff", DiffCommand::run);
    tools.put("tar", TarCommand::run);
  }

  private static int base64(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "dDw:i", "decode=d", "wrap=w", "ignore-garbage=i");
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        byte[] bytes = cli.all(in);
        if (opts.has('d') || opts.has('D')) {
          try {
            cli.write(Base64.getMimeDecoder().decode(bytes));
          } catch (IllegalArgumentException _) {
            return cli.fail(cli.busybox() ? "truncated input" : "invalid input");
          }
          continue;
        }
        int wrap =
            Integer.parseInt(opts.value('w').filter(w -> w.matches("\\d{1,6}")).orElse("76"));
        String text = Base64.getEncoder().encodeToString(bytes);
        if (wrap == 0) {
          cli.print(text);
          continue;
        }
        for (int i = 0; i < text.length(); i += wrap) {
          cli.println(text.substring(i, Math.min(text.length(), i + wrap)));
        }
      } catch (Errno e) {
        return cli.fail(path + ": " + Cli.reason(e));
      }
    }
    return 0;
  }

  private static int cmp(Cli cli) throws IOException {
    Opts opts = Opts.parse(cli, "sln:");
    List<String> paths = opts.operands();
    if (paths.size() < 2) {
      throw Usage.missing(
          cli, "operand after '" + (paths.isEmpty() ? "cmp" : paths.getFirst()) + "'");
    }
    byte[] left;
    byte[] right;
    try {
      left = cli.all(cli.open(paths.get(0)));
      right = cli.all(cli.open(paths.get(1)));
    } catch (Errno e) {
      cli.warn(
          (cli.files().exists(paths.get(0)) ? paths.get(1) : paths.get(0)) + ": " + Cli.reason(e));
      return 2;
    }
    int at = java.util.Arrays.mismatch(left, right);
    if (at < 0) {
      return 0;
    }
    if (!opts.has('s')) {
      long line = 1;
      for (int i = 0; i < Math.min(at, left.length); i++) {
        line += left[i] == '\n' ? 1 : 0;
      }
      if (at >= left.length || at >= right.length) {
        cli.warn(
            "EOF on "
                + (left.length < right.length ? paths.get(0) : paths.get(1))
                + (cli.busybox() ? "" : " after byte " + at + ", line " + (line - 1)));
      } else {
        cli.println(
            paths.get(0)
                + " "
                + paths.get(1)
                + " differ: "
                + "char "
                + (at + 1)
                + ", line "
                + line);
      }
    }
    return 1;
  }

  private static int split(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "l:b:a:d", "lines=l", "bytes=b");
    String prefix = opts.operands().size() > 1 ? opts.operands().get(1) : "x";
    byte[] bytes = cli.all(cli.open(opts.operands().isEmpty() ? "-" : opts.operands().getFirst()));
    long lines = Long.parseLong(opts.value('l').orElse("1000"));
    long size =
        opts.has('b') ? Math.max(1, Sizes.parse(opts.value('b').orElse("1"))) : Long.MAX_VALUE;
    int from = 0;
    for (int part = 0; from < bytes.length && part < 676; part++) {
      int to = from;
      long seen = 0;
      while (to < bytes.length && to - from < size && (opts.has('b') || seen < lines)) {
        seen += bytes[to++] == '\n' ? 1 : 0;
      }
      String suffix =
          opts.has('d')
              ? String.format("%02d", part)
              : "" + (char) ('a' + part / 26) + (char) ('a' + part % 26);
      try (OutputStream out = cli.files().write(prefix + suffix, FileSystem.Open.TRUNCATE, 0666)) {
        out.write(bytes, from, to - from);
      }
      from = to;
    }
    return 0;
  }
}
