package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// `dd`
final class DdCommand {
  private DdCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Map<String, String> operands = new java.util.HashMap<>();
    for (String word : cli.arguments()) {
      int equals = word.indexOf('=');
      operands.put(
          equals < 0 ? word : word.substring(0, equals),
          equals < 0 ? "" : word.substring(equals + 1));
    }
    long block = Sizes.parse(operands.getOrDefault("bs", operands.getOrDefault("ibs", "512")));
    long count =
        operands.containsKey("count")
            ? Sizes.parse(operands.getOrDefault("count", "0"))
            : Long.MAX_VALUE;
    if (block <= 0 || block > 64 << 20) {
      return cli.fail("invalid number: '" + operands.getOrDefault("bs", "") + "'");
    }
    long full = 0;
    long partial = 0;
    long total = 0;
    String from = operands.getOrDefault("if", "-");
    String to = operands.getOrDefault("of", "");
    boolean append =
        operands.getOrDefault("oflag", "").contains("append")
            || operands.getOrDefault("conv", "").contains("notrunc");
    java.time.Instant begin = cli.self().clock().now();
    try (InputStream in = cli.open(from);
        OutputStream out =
            to.isEmpty()
                ? cli.out()
                : cli.create(to, append ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE)) {
      in.skip(block * Long.parseLong(operands.getOrDefault("skip", "0")));
      for (long i = 0; i < count; i++) {
        cli.self().checkpoint();
        byte[] bytes = in.readNBytes((int) block);
        if (bytes.length == 0) {
          break;
        }
        full += bytes.length == block ? 1 : 0;
        partial += bytes.length == block ? 0 : 1;
        total += bytes.length;
        out.write(bytes);
      }
    } catch (Errno e) {
      boolean reading = !cli.files().exists(from) && !from.equals("-");
      String path = reading ? from : to;
      return cli.fail(
          e.code() == Errno.Code.ENOSPC
              ? "error writing '" + to + "': " + Cli.reason(e)
              : cli.busybox()
                  ? "can't open '" + path + "': " + Cli.reason(e)
                  : "failed to open '" + path + "': " + Cli.reason(e));
    }
    double seconds =
        Math.max(
            0.0001, java.time.Duration.between(begin, cli.self().clock().now()).toNanos() / 1e9);
    String sizes =
        total >= 1000 && !cli.busybox()
            ? String.format(
                java.util.Locale.ROOT, " (%.1f MB, %.1f MiB)", total / 1e6, total / 1048576.0)
            : "";
    if (cli.busybox()) {
      sizes =
          total >= 1024
              ? " ("
                  + (total >= 1 << 20
                      ? String.format(java.util.Locale.ROOT, "%.1fMB", total / 1048576.0)
                      : String.format(java.util.Locale.ROOT, "%.1fKB", total / 1024.0))
                  + ")"
              : "";
    }
    cli.complain(
        full
            + "+"
            + partial
            + " records in\n"
            + full
            + "+"
            + partial
            + " records out\n"
            + total
            + " bytes"
            + sizes
            + (cli.busybox() ? " copied, " : " copied, ")
            + String.format(
                java.util.Locale.ROOT,
                cli.busybox() ? "%f seconds, %.1fMB/s" : "%f s, %.1f MB/s",
                seconds,
                total / seconds / (cli.busybox() ? 1048576.0 : 1e6)));
    return 0;
  }
}
