package dev.podium.kubelet.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// `head`
final class HeadCommand {
  private HeadCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Excerpt excerpt = Excerpt.parse(cli, "");
    long count = excerpt.count();
    boolean bytes = excerpt.bytes();
    return excerpt.show(in -> {
      if (excerpt.begins("-")) {
        allButLast(cli, in, count, bytes);
      } else if (bytes) {
        firstBytes(cli, in, count);
      } else {
        firstLines(cli, in, count);
      }
    });
  }

  private static void firstLines(Cli cli, InputStream in, long count) throws IOException {
    byte[] buffer = new byte[4096];
    long left = count;
    while (left > 0) {
      if (in.available() == 0) {
        cli.flush();
      }
      int n = in.read(buffer);
      if (n < 0) {
        return;
      }
      int i = 0;
      while (i < n && left > 0) {
        left -= buffer[i++] == '\n' ? 1 : 0;
      }
      cli.write(buffer, 0, i);
    }
  }

  private static void firstBytes(Cli cli, InputStream in, long count)
      throws IOException, InterruptedException {
    byte[] piece = new byte[8192];
    long left = count;
    while (left > 0) {
      int n = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (n < 0) {
        return;
      }
      cli.self().checkpoint();
      cli.write(piece, 0, n);
      left -= n;
    }
  }

  private static void allButLast(Cli cli, InputStream in, long count, boolean bytes)
      throws IOException, InterruptedException {
    if (bytes) {
      byte[] all = cli.all(in);
      cli.write(all, 0, (int) Math.max(0, all.length - count));
      return;
    }
    Deque<String> kept = new ArrayDeque<>();
    Lines lines = new Lines(cli, in);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      kept.add(line.get());
      cli.holdings().add(Holdings.weight(line.get()));
      if (kept.size() > count) {
        cli.holdings().add(-Holdings.weight(kept.element()));
        cli.println(kept.remove());
      }
    }
  }
}
