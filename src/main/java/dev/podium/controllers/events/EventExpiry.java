package dev.podium.controllers.events;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Removes an event an hour after it was last written.
///
/// Upstream's API server gives every write of an event a lease of its `--event-ttl`, one hour
/// (controlplane/apiserver/options.go), at whose end etcd removes the key.
///
/// All live equally long, so those written first go first, and one timer does for all. One lock
/// guards the times.
public final class EventExpiry implements Reconciler {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  /// The one thing that there is to do.
  private static final Key OLDEST = new Key("", "oldest");

  private final ApiClient client;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// When each event was last written, in that order.
  private final Map<Key, Instant> written = new LinkedHashMap<>();

  private EventExpiry(ApiClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    EventExpiry expiry = new EventExpiry(client, clock);
    loops.controller("event-ttl", expiry).on(loops.informer(Kinds.EVENT), expiry::note);
  }

  private Stream<Key> note(Delta delta) {
    Key key = Key.of(delta.latest());
    lock.lock();
    try {
      boolean idle = written.isEmpty();
      written.remove(key);
      if (!delta.isDeletion()) {
        written.put(key, clock.now());
      }
      return idle && !written.isEmpty() ? Stream.of(OLDEST) : Stream.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome reconcile(Key key) {
    while (true) {
      Optional<Map.Entry<Key, Instant>> oldest = oldest();
      if (oldest.isEmpty()) {
        return Outcome.DONE;
      }
      Instant end = oldest.get().getValue().plus(TIME_TO_LIVE);
      Duration left = Duration.between(clock.now(), end);
      if (left.isPositive()) {
        return Outcome.after(left);
      }
      delete(oldest.get().getKey());
      forget(oldest.get());
    }
  }

  private Optional<Map.Entry<Key, Instant>> oldest() {
    lock.lock();
    try {
      return written.entrySet().stream().findFirst().map(Map.Entry::copyOf);
    } finally {
      lock.unlock();
    }
  }

  private void delete(Key event) {
    ApiClient.unlessGone(
        () -> client.delete(Kinds.EVENT, event.namespace(), event.name(), DeleteOptions.NONE));
  }

  /// Unless there is one of that name again.
  private void forget(Map.Entry<Key, Instant> event) {
    lock.lock();
    try {
      written.remove(event.getKey(), event.getValue());
    } finally {
      lock.unlock();
    }
  }
}
