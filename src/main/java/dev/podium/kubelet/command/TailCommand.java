package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// `tail`
final class TailCommand {
  private TailCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Excerpt excerpt = Excerpt.parse(cli, "fFs:", "follow=f", "retry=F", "pid=s");
    int status =
        excerpt.show(in -> last(cli, in, excerpt.count(), excerpt.bytes(), excerpt.begins("+")));
    Opts opts = excerpt.opts();
    boolean follows = opts.has('f') || opts.has('F');
    if (follows && (status == 0 || opts.has('F'))) {
      cli.flush();
      follow(cli, opts.inputs(), opts.has('F'));
    } else if (follows && !cli.busybox()) {
      cli.warn("no files remaining");
    }
    return status;
  }

  private static void last(Cli cli, InputStream in, long count, boolean bytes, boolean from)
      throws IOException, InterruptedException {
    if (bytes) {
      byte[] all = cli.all(in);
      int begin =
          (int)
              (from
                  ? Math.min(Math.max(0, count - 1), all.length)
                  : Math.max(0, all.length - count));
      cli.write(all, begin, all.length - begin);
      return;
    }
    Lines lines = new Lines(cli, in);
    Deque<String> kept = new ArrayDeque<>();
    long number = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      String whole = line.get() + (lines.ended() ? "\n" : "");
      if (from) {
        if (number >= count) {
          cli.print(whole);
        }
        continue;
      }
      kept.add(whole);
      cli.holdings().add(Holdings.weight(whole));
      if (kept.size() > count) {
        cli.holdings().add(-Holdings.weight(kept.remove()));
      }
    }
    for (String line : kept) {
      cli.print(line);
    }
  }

  /// Shows what files get, and looks for it twice a second.
  private static void follow(Cli cli, List<String> paths, boolean retries)
      throws IOException, InterruptedException {
    List<String> files =
        paths.stream().filter(p -> !p.equals("-") && !p.startsWith("/dev/")).toList();
    if (files.isEmpty()) {
      while (true) {
        cli.self().sleep(Duration.ofDays(365));
      }
    }
    long[] seen = new long[files.size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = size(cli.files(), files.get(i));
    }
    while (true) {
      cli.self().sleep(Duration.ofMillis(500));
      for (int i = 0; i < seen.length; i++) {
        long now = size(cli.files(), files.get(i));
        if (now < seen[i]) {
          if (now >= 0 && !retries) {
            cli.warn(files.get(i) + ": file truncated");
          }
          seen[i] = 0;
        }
        if (now > seen[i]) {
          try (InputStream in = cli.open(files.get(i))) {
            in.skipNBytes(Math.max(0, seen[i]));
            in.transferTo(cli.out());
          }
          seen[i] = now;
          cli.flush();
        }
      }
    }
  }

  private static long size(FileSystem files, String path) {
    try {
      return files.stat(path).size();
    } catch (Errno _) {
      return -1;
    }
  }
}
