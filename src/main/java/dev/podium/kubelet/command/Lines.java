package dev.podium.kubelet.command;

import dev.podium.kubelet.process.MemoryExhausted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads lines, giving others their turn now and then.
final class Lines implements AutoCloseable {
  /// From here on a line counts as something that is kept.
  private static final int LONG = 256 << 10;

  private static final int LONGEST = 16 << 20;

  private final Cli cli;
  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private final char end;
  private int begin;
  private int filled;
  private int count;
  private int held;
  private boolean ended = true;

  Lines(Cli cli, InputStream in) {
    this(cli, in, '\n');
  }

  Lines(Cli cli, InputStream in, char end) {
    this.cli = cli;
    this.in = in;
    this.end = end;
  }

  /// The next line without its end; empty behind the last one.
  Optional<String> next() throws IOException, InterruptedException {
    if (++count % 64 == 0) {
      cli.self().checkpoint();
    }
    cli.holdings().add(-4L * held);
    held = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (begin == filled) {
        begin = 0;
        filled = Math.max(0, read());
        if (filled == 0) {
          ended = false;
          return line.size() == 0
              ? Optional.empty()
              : Optional.of(line.toString(StandardCharsets.UTF_8));
        }
      }
      int stop = begin;
      while (stop < filled && buffer[stop] != end) {
        stop++;
      }
      line.write(buffer, begin, stop - begin);
      begin = Math.min(stop + 1, filled);
      if (stop < filled) {
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if (line.size() > LONGEST) {
        throw new MemoryExhausted();
      }
      if (line.size() > LONG + held) {
        // As bytes that are copied when they grow, and as text.
        cli.holdings().add(4L * (line.size() - held));
        held = line.size();
      }
    }
  }

  /// What has been printed is shown before one waits for more.
  private int read() throws IOException {
    if (in.available() == 0) {
      cli.flush();
    }
    return in.read(buffer);
  }

  /// Whether the line read last had an end.
  boolean ended() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
