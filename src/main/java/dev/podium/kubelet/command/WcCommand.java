package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// `wc`
final class WcCommand {
  private WcCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(cli, "lwcmL", "lines=l", "words=w", "bytes=c", "chars=m", "max-line-length=L");
    boolean all =
        !opts.has('l') && !opts.has('w') && !opts.has('c') && !opts.has('m') && !opts.has('L');
    String columns =
        all
            ? "lwc"
            : (opts.has('l') ? "l" : "")
                + (opts.has('w') ? "w" : "")
                + (opts.has('m') ? "m" : "")
                + (opts.has('c') ? "c" : "")
                + (opts.has('L') ? "L" : "");
    List<long[]> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long[] total = new long[5];
    int status = 0;
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        long[] row = counts(cli, in);
        for (int i = 0; i < row.length; i++) {
          total[i] = i == 4 ? Math.max(total[i], row[i]) : total[i] + row[i];
        }
        rows.add(row);
        names.add(opts.operands().isEmpty() ? "" : path);
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      }
    }
    if (opts.operands().size() > 1) {
      rows.add(total);
      names.add("total");
    }
    int width =
        cli.busybox() || rows.isEmpty()
            ? 0
            : width(columns, rows, total, opts.operands().isEmpty());
    for (int i = 0; i < rows.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (char column : columns.toCharArray()) {
        long value = rows.get(i)["lwcmL".indexOf(column)];
        String format =
            cli.busybox()
                ? (columns.length() == 1 && rows.size() == 1 ? "%d" : "%9d")
                : "%" + width + "d";
        line.append(line.isEmpty() ? "" : " ").append(String.format(format, value));
      }
      cli.println(line + (names.get(i).isEmpty() ? "" : " " + names.get(i)));
    }
    return status;
  }

  private static int width(String columns, List<long[]> rows, long[] total, boolean pipe) {
    if (columns.length() == 1 && rows.size() == 1) {
      return 1;
    }
    return pipe ? 7 : Long.toString(Math.max(total[2], 1)).length();
  }

  private static long[] counts(Cli cli, InputStream in) throws IOException, InterruptedException {
    long[] counts = new long[5];
    byte[] buffer = new byte[8192];
    boolean inWord = false;
    long column = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      cli.self().checkpoint();
      counts[2] += n;
      for (int i = 0; i < n; i++) {
        byte b = buffer[i];
        boolean blank = b == ' ' || (b >= 9 && b <= 13);
        counts[0] += b == '\n' ? 1 : 0;
        counts[1] += !blank && !inWord ? 1 : 0;
        counts[3] += (b & 0xC0) != 0x80 ? 1 : 0;
        inWord = !blank;
        column = b == '\n' ? 0 : column + 1;
        counts[4] = Math.max(counts[4], column);
      }
    }
    return counts;
  }
}
