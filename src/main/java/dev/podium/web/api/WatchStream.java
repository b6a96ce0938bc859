package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonText;
import dev.podium.registry.ResourceWatch;
import dev.podium.registry.ResourceWatch.Event;
import dev.podium.registry.WatchQuery;
import dev.podium.web.ClientPresence;
import dev.podium.web.api.Bookmarks.Mark;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The events of one watch on their way to one client.
///
/// Its thread waits for events, writes all that are there and flushes once. The time that it may
/// take is the client's, so it is real time however fast the cluster's runs.
final class WatchStream implements OpenStream {
  /// Upstream: storage/cacher/cacher.go (defaultBookmarkFrequency).
  private static final Duration BOOKMARK_FREQUENCY = Duration.ofMinutes(1);

  /// So long before its end a stream says how far it got (cache_watcher.go, nextBookmarkTime).
  private static final Duration BEFORE_THE_END = Duration.ofSeconds(2);

  /// So often a stream that tells nothing looks whether anybody listens.
  private static final Duration LOOK_FREQUENCY = Duration.ofSeconds(5);

  /// How an object looks in an event.
  @FunctionalInterface
  interface Look {
    /// @param first whether nothing was sent yet
    JsonText of(ApiObject object, boolean first);
  }

  private final ResourceWatch watch;
  private final WatchQuery query;
  private final Function<Mark, ApiObject> bookmarks;
  private final Look look;
  private final EventForm form;
  private final long start = System.nanoTime();
  private final long timeout;
  private boolean first = true;

  WatchStream(
      ResourceWatch watch,
      WatchQuery query,
      Function<Mark, ApiObject> bookmarks,
      Look look,
      EventForm form,
      Duration timeout) {
    this.watch = watch;
    this.query = query;
    this.bookmarks = bookmarks;
    this.look = look;
    this.form = form;
    this.timeout = timeout.toNanos();
  }

  /// Writes until the time is over, the watch is closed or the client is gone.
  @Override
  public void writeTo(OutputStream out, ClientPresence client)
      throws IOException, InterruptedException {
    write(out, watch.takeInitial());
    if (query.sendInitialEvents() && query.bookmarks()) {
      bookmark(out, new Mark(watch.initialRevision(), true));
    }
    out.flush();
    long nextBookmark = nextBookmark();
    while (passed() < timeout && !watch.isClosed() && !client.gone()) {
      long until = query.bookmarks() ? Math.min(nextBookmark, timeout) : timeout;
      long patience = Math.clamp(until - passed(), 0, LOOK_FREQUENCY.toNanos());
      List<Event> events = watch.take(Duration.ofNanos(patience));
      write(out, events);
      boolean due = query.bookmarks() && passed() >= nextBookmark && passed() < timeout;
      if (due) {
        bookmark(out, new Mark(watch.progress(), false));
        nextBookmark = nextBookmark();
      }
      if (due || !events.isEmpty()) {
        out.flush();
      }
    }
  }

  private long passed() {
    return System.nanoTime() - start;
  }

  private long nextBookmark() {
    long now = passed();
    long soon = now + BOOKMARK_FREQUENCY.toNanos();
    long last = timeout - BEFORE_THE_END.toNanos();
    return last > now ? Math.min(soon, last) : soon;
  }

  private void write(OutputStream out, List<Event> events) throws IOException {
    for (Event event : events) {
      write(out, event.type().name(), event.object());
    }
  }

  private void bookmark(OutputStream out, Mark mark) throws IOException {
    write(out, "BOOKMARK", bookmarks.apply(mark));
  }

  private void write(OutputStream out, String type, ApiObject object) throws IOException {
    form.write(out, type, look.of(object, first));
    first = false;
  }

  @Override
  public void close() {
    watch.close();
  }
}
