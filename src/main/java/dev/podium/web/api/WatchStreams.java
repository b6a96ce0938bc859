package dev.podium.web.api;

import dev.podium.web.ClientPresence;
import dev.podium.web.streams.MessageSockets;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// All watches and followed logs that are being served: a virtual thread each, apart from the
/// container's.
///
/// Owns these threads and ends them when it is closed, which must be before the container waits for
/// its requests.
public final class WatchStreams implements AutoCloseable {
  /// A watch that names no end gets one between this and its double (upstream's
  /// --min-request-timeout).
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

  private final RandomGenerator random;
  private final MessageSockets sockets;
  private final Map<OpenStream, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param sockets for the clients that want one
  public WatchStreams(RandomGenerator random, MessageSockets sockets) {
    this.random = random;
    this.sockets = sockets;
  }

  Duration timeout(Optional<Long> asked) {
    return asked
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds)
        .orElseGet(() -> USUAL_TIMEOUT.plusMillis(random.nextLong(USUAL_TIMEOUT.toMillis())));
  }

  void start(Exchange exchange, String contentType, OpenStream stream) {
    if (MessageSockets.asked(exchange.request())) {
      sockets.open(exchange.request(), exchange.response(), new Told(stream));
      return;
    }
    exchange.response().setStatus(200);
    exchange.response().setHeader("Content-Type", contentType);
    exchange.warnings().writeTo(exchange.response());
    AsyncContext async = exchange.request().startAsync();
    async.setTimeout(0);
    Ending ending = new Ending(stream);
    async.addListener(ending);
    Thread thread = Thread.ofVirtual().name("watch").unstarted(() -> serve(stream, async, ending));
    threads.put(stream, thread);
    if (closed) {
      stream.close();
    }
    thread.start();
  }

  /// As [#start], but that a WebSocket gets the bytes as such.
  void startBytes(Exchange exchange, String contentType, OpenStream stream) {
    if (MessageSockets.asked(exchange.request())) {
      sockets.openForBytes(exchange.request(), exchange.response(), new Told(stream));
    } else {
      start(exchange, contentType, stream);
    }
  }

  private void serve(OpenStream stream, AsyncContext async, Ending ending) {
    try {
      async.getResponse().flushBuffer();
      stream.writeTo(async.getResponse().getOutputStream(), ClientPresence.of(async.getRequest()));
    } catch (IOException _) {
      // The client is gone.
    } catch (RuntimeException e) {
      // The container takes the response apart when it ends an exchange, and a write may be under
      // way.
      if (!ending.ended) {
        throw e;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      stream.close();
      threads.remove(stream);
      complete(async);
    }
  }

  /// Where the container met the client's leaving first, it has ended the exchange itself.
  private static void complete(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException _) {
      // Nobody is left to answer.
    }
  }

  /// How many watches are being served now.
  public int running() {
    return threads.size();
  }

  /// Ends all watches and waits until their threads have.
  @Override
  public void close() {
    closed = true;
    threads.keySet().forEach(OpenStream::close);
    for (Thread thread : threads.values()) {
      try {
        thread.join(Duration.ofSeconds(1));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private record Told(OpenStream stream) implements MessageSockets.Talk {
    @Override
    public void tell(OutputStream messages, ClientPresence client)
        throws IOException, InterruptedException {
      try (stream) {
        stream.writeTo(messages, client);
      }
    }

    @Override
    public void end() {
      stream.close();
    }
  }

  /// Closes the watch when the container finds that the client is gone.
  private static final class Ending implements AsyncListener {
    private final OpenStream stream;
    private volatile boolean ended;

    Ending(OpenStream stream) {
      this.stream = stream;
    }

    private void end() {
      ended = true;
      stream.close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end();
    }

    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
