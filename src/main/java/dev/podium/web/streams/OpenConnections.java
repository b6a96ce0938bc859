package dev.podium.web.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connections to containers that are open: a virtual thread each.
///
/// Owns these threads and ends them when it is closed.
public final class OpenConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  /// How long all of them together get to end.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Map<Wire, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  void serve(Wire wire, Upgrade.Task task) {
    Thread thread = Thread.ofVirtual().name("stream").unstarted(() -> run(wire, task));
    threads.put(wire, thread);
    if (closed) {
      wire.close();
    }
    thread.start();
  }

  private void run(Wire wire, Upgrade.Task task) {
    try {
      task.serve(wire);
    } catch (IOException e) {
      LOG.debug("a stream broke off", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a stream failed", e);
    } finally {
      wire.close();
      threads.remove(wire);
    }
  }

  /// How many are open now.
  public int size() {
    return threads.size();
  }

  /// Closes all and waits for a moment until their threads have ended.
  @Override
  public void close() {
    closed = true;
    threads.keySet().forEach(Wire::close);
    threads.values().forEach(Thread::interrupt);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread thread : threads.values()) {
        thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
