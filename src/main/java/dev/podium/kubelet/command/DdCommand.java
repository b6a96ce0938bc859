package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// `dd`
final class DdCommand {
  private static final int LARGEST_BLOCK = 64 << 20;

  private final Cli cli;
  private final Map<String, String> operands = new HashMap<>();
  private long full;
  private long partial;
  private long total;

  private DdCommand(Cli cli) {
    this.cli = cli;
    for (String word : cli.arguments()) {
      int equals = word.indexOf('=');
      operands.put(
          equals < 0 ? word : word.substring(0, equals),
          equals < 0 ? "" : word.substring(equals + 1));
    }
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    return new DdCommand(cli).run();
  }

  private String operand(String name, String otherwise) {
    return operands.getOrDefault(name, otherwise);
  }

  private int run() throws IOException, InterruptedException {
    long block = Sizes.parse(operand("bs", operand("ibs", "512")));
    long count =
        operands.containsKey("count") ? Sizes.parse(operand("count", "0")) : Long.MAX_VALUE;
    if (block <= 0 || block > LARGEST_BLOCK) {
      return cli.fail("invalid number: '" + operand("bs", "") + "'");
    }
    Instant begin = cli.self().clock().now();
    String from = operand("if", "-");
    String to = operand("of", "");
    try (InputStream in = cli.open(from);
        OutputStream out = to.isEmpty() ? cli.out() : cli.create(to, mode())) {
      in.skip(block * Long.parseLong(operand("skip", "0")));
      copy(in, out, (int) block, count);
    } catch (Errno e) {
      return cli.fail(failure(e, from, to));
    }
    double seconds =
        Math.max(0.0001, Duration.between(begin, cli.self().clock().now()).toNanos() / 1e9);
    cli.complain(report(seconds));
    return 0;
  }

  private FileSystem.Open mode() {
    boolean append =
        operand("oflag", "").contains("append") || operand("conv", "").contains("notrunc");
    return append ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE;
  }

  private void copy(InputStream in, OutputStream out, int block, long count)
      throws IOException, InterruptedException {
    for (long i = 0; i < count; i++) {
      cli.self().checkpoint();
      byte[] bytes = in.readNBytes(block);
      if (bytes.length == 0) {
        return;
      }
      full += bytes.length == block ? 1 : 0;
      partial += bytes.length == block ? 0 : 1;
      total += bytes.length;
      out.write(bytes);
    }
  }

  private String failure(Errno e, String from, String to) {
    if (e.code() == Errno.Code.ENOSPC) {
      return "error writing '" + to + "': " + Cli.reason(e);
    }
    boolean reading = !cli.files().exists(from) && !from.equals("-");
    String path = reading ? from : to;
    return cli.busybox()
        ? "can't open '" + path + "': " + Cli.reason(e)
        : "failed to open '" + path + "': " + Cli.reason(e);
  }

  private String report(double seconds) {
    String speed =
        cli.busybox()
            ? String.format(
                Locale.ROOT, "%f seconds, %.1fMB/s", seconds, total / seconds / 1048576.0)
            : String.format(Locale.ROOT, "%f s, %.1f MB/s", seconds, total / seconds / 1e6);
    String blocks = full + "+" + partial + " records ";
    return blocks + "in\n" + blocks + "out\n" + total + " bytes" + sizes() + " copied, " + speed;
  }

  /// The number of bytes once more, where it is large.
  private String sizes() {
    if (!cli.busybox()) {
      return total >= 1000
          ? String.format(Locale.ROOT, " (%.1f MB, %.1f MiB)", total / 1e6, total / 1048576.0)
          : "";
    }
    if (total < 1024) {
      return "";
    }
    return total >= 1 << 20
        ? String.format(Locale.ROOT, " (%.1fMB)", total / 1048576.0)
        : String.format(Locale.ROOT, " (%.1fKB)", total / 1024.0);
  }
}
