package dev.podium.controllers.events;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Removes an event an hour after it was last written.
///
/// Upstream's API server gives every write of an event a lease of its `--event-ttl`, one hour
/// (controlplane/apiserver/options.go), at whose end etcd removes the key.
public final class EventExpiry implements Reconciler {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final ApiClient client;
  private final Clock clock;
  private final Map<Key, Instant> written = new ConcurrentHashMap<>();

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
    if (delta.isDeletion()) {
      written.remove(key);
      return Stream.empty();
    }
    // One that is known already has its time in the queue.
    return written.put(key, clock.now()) == null ? Stream.of(key) : Stream.empty();
  }

  @Override
  public Outcome reconcile(Key key) {
    Instant last = written.get(key);
    if (last == null) {
      return Outcome.DONE;
    }
    Duration left = Duration.between(clock.now(), last.plus(TIME_TO_LIVE));
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    try {
      client.delete(Kinds.EVENT, key.namespace(), key.name(), DeleteOptions.NONE);
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
    return Outcome.DONE;
  }
}
