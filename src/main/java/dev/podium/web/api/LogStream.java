package dev.podium.web.api;

import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.web.ClientPresence;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A log that a client follows: what is there, then what comes, until the container ends.
final class LogStream implements OpenStream {
  /// How long nothing is written before the client's presence is looked at.
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final ContainerLog log;
  private final LogOptions options;
  private volatile boolean closed;

  /// How many bytes more the client wants.
  private long left;

  private volatile Optional<Thread> reader = Optional.empty();

  LogStream(ContainerLog log, LogOptions options) {
    this.log = log;
    this.options = options;
    this.left = options.bytes().orElse(Long.MAX_VALUE);
  }

  @Override
  public void writeTo(OutputStream out, ClientPresence client)
      throws IOException, InterruptedException {
    reader = Optional.of(Thread.currentThread());
    List<LogLine> lines = log.lines();
    long next = after(lines, 0);
    write(out, options.begin(lines));
    while (!closed && !client.gone()) {
      boolean last = log.end().isPresent();
      lines = log.await(next, last ? Duration.ZERO : LOOK);
      next = after(lines, next);
      write(out, lines);
      if (last) {
        return;
      }
    }
  }

  private static long after(List<LogLine> lines, long before) {
    return lines.isEmpty() ? before : lines.getLast().number() + 1;
  }

  private void write(OutputStream out, List<LogLine> lines) throws IOException {
    for (LogLine line : lines) {
      byte[] bytes = options.wants(line) ? options.bytes(line) : new byte[0];
      int length = (int) Math.min(left, bytes.length);
      out.write(bytes, 0, length);
      left -= length;
    }
    closed |= left == 0;
    if (!lines.isEmpty()) {
      out.flush();
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.filter(thread -> thread != Thread.currentThread()).ifPresent(Thread::interrupt);
  }
}
