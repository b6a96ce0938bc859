package dev.podium.web.api;

import dev.podium.kubelet.program.ContainerLog;
import dev.podium.kubelet.program.LogLine;
import dev.podium.time.Clock;
import dev.podium.web.ClientPresence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A log that a client follows: what is there, then what comes, until the container ends.
final class LogStream implements OpenStream {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ContainerLog log;
  private final LogOptions options;
  private final Clock clock;
  private final BooleanSupplier over;
  private volatile boolean closed;

  /// @param over whether the container has ended
  LogStream(ContainerLog log, LogOptions options, Clock clock, BooleanSupplier over) {
    this.log = log;
    this.options = options;
    this.clock = clock;
    this.over = over;
  }

  @Override
  public void writeTo(OutputStream out, ClientPresence client)
      throws IOException, InterruptedException {
    List<LogLine> all = log.until(clock.now());
    write(out, options.begin(all));
    int written = all.size();
    while (!closed && !client.gone()) {
      boolean last = over.getAsBoolean();
      all = log.until(clock.now());
      write(out, all.subList(Math.min(written, all.size()), all.size()));
      written = all.size();
      if (last) {
        return;
      }
      clock.sleep(LOOK);
    }
  }

  private void write(OutputStream out, List<LogLine> lines) throws IOException {
    for (LogLine line : lines) {
      out.write(options.text(line).getBytes(StandardCharsets.UTF_8));
    }
    if (!lines.isEmpty()) {
      out.flush();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
