package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/// `dd`
final class DdCommand {
  private static final byte[] NOTHING = {};

  private final Cli cli;
  private final DdOperands operands;
  private final int block;
  private final int written;
  private final long limit;
  private long full;
  private long partial;
  private long total;

  private DdCommand(Cli cli) {
    this.cli = cli;
    this.operands = new DdOperands(cli);
    this.block = operands.block("ibs");
    this.written = operands.block("obs");
    this.limit = operands.has("count") ? operands.bytes("count", "iflag", block) : Long.MAX_VALUE;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    return new DdCommand(cli).run();
  }

  private int run() throws IOException, InterruptedException {
    Instant begin = cli.self().clock().now();
    long skipped = operands.bytes("skip", "iflag", block);
    long seek = operands.bytes("seek", "oflag", written);
    String from = operands.value("if", "-");
    String to = operands.value("of", "");
    try (InputStream in = cli.open(from)) {
      byte[] before = before(to, seek);
      try (OutputStream out = to.isEmpty() ? cli.out() : cli.create(to, mode())) {
        pad(out, before, seek);
        skip(in, skipped, from);
        copy(in, out);
        long end = seek + total;
        if (operands.lists("conv", "notrunc") && end < before.length) {
          out.write(before, (int) end, before.length - (int) end);
        }
      }
    } catch (Errno e) {
      return cli.fail(failure(e, from, to));
    }
    report(Duration.between(begin, cli.self().clock().now()));
    return 0;
  }

  private FileSystem.Open mode() {
    return operands.lists("oflag", "append") ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE;
  }

  /// What a file had that is not to be lost: it is written anew, around what is copied.
  private byte[] before(String to, long seek) throws IOException {
    boolean kept = seek > 0 || operands.lists("conv", "notrunc");
    if (!kept
        || to.isEmpty()
        || operands.lists("oflag", "append")
        || !cli.files().exists(to)
        || cli.files().stat(to).type() != FileSystem.Type.FILE) {
      return NOTHING;
    }
    try (InputStream in = cli.files().read(to)) {
      return cli.all(in);
    }
  }

  private void pad(OutputStream out, byte[] before, long seek)
      throws IOException, InterruptedException {
    String to = operands.value("of", "");
    if (to.isEmpty() || operands.lists("oflag", "append")) {
      return;
    }
    if (cli.files().exists(to) && cli.files().stat(to).type() != FileSystem.Type.FILE) {
      return;
    }
    out.write(before, 0, (int) Math.min(before.length, seek));
    byte[] zeros = new byte[8192];
    for (long left = seek - before.length; left > 0; left -= zeros.length) {
      cli.self().checkpoint();
      out.write(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }

  private void skip(InputStream in, long count, String from)
      throws IOException, InterruptedException {
    long left = count;
    while (left > 0) {
      cli.self().checkpoint();
      long n = in.skip(left);
      if (n == 0 && in.read() < 0) {
        break;
      }
      left -= Math.max(1, n);
    }
    if (left > 0 && !cli.busybox() && !operands.lists("status", "none")) {
      cli.warn(
          (from.equals("-") ? "'standard input'" : from) + ": cannot skip to specified offset");
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
    long left = limit;
    while (left > 0) {
      cli.self().checkpoint();
      byte[] bytes = in.readNBytes((int) Math.min(block, left));
      if (bytes.length == 0) {
        return;
      }
      left -= bytes.length;
      full += bytes.length == block ? 1 : 0;
      partial += bytes.length == block ? 0 : 1;
      byte[] converted = converted(bytes);
      total += converted.length;
      out.write(converted);
    }
  }

  private byte[] converted(byte[] bytes) {
    byte[] result = operands.lists("conv", "sync") ? Arrays.copyOf(bytes, block) : bytes;
    if (operands.lists("conv", "swab")) {
      for (int i = 0; i + 1 < result.length; i += 2) {
        byte first = result[i];
        result[i] = result[i + 1];
        result[i + 1] = first;
      }
    }
    boolean upper = operands.lists("conv", "ucase");
    if (upper || operands.lists("conv", "lcase")) {
      for (int i = 0; i < result.length; i++) {
        boolean letter =
            upper ? result[i] >= 'a' && result[i] <= 'z' : result[i] >= 'A' && result[i] <= 'Z';
        result[i] ^= (byte) (letter ? 0x20 : 0);
      }
    }
    return result;
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

  private void report(Duration took) throws IOException {
    if (operands.lists("status", "none")) {
      return;
    }
    boolean padded = operands.lists("conv", "sync");
    boolean asRead = operands.has("bs") && !padded;
    long whole = asRead ? full : total / written;
    long rest = asRead ? partial : total % written == 0 ? 0 : 1;
    cli.complain(full + "+" + partial + " records in\n" + whole + "+" + rest + " records out");
    if (!operands.lists("status", "noxfer")) {
      double seconds = Math.max(0.0001, took.toNanos() / 1e9);
      cli.complain(total + " bytes" + sizes() + " copied, " + speed(seconds));
    }
  }

  private String speed(double seconds) {
    return cli.busybox()
        ? String.format(Locale.ROOT, "%f seconds, %.1fMB/s", seconds, total / seconds / 1048576.0)
        : String.format(Locale.ROOT, "%f s, %.1f MB/s", seconds, total / seconds / 1e6);
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
