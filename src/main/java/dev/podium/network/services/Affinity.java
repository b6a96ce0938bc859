package dev.podium.network.services;

import dev.podium.network.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Which client had which endpoint last. Forgets the clients that were away longest where there are
/// too many. One lock guards it.
final class Affinity {
  private static final int MOST_CLIENTS = 10_000;

  private record Choice(Endpoint endpoint, Instant at) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Choice> choices = new LinkedHashMap<>(16, 0.75f, true);

  /// The backend that a client had within a time, if it still is one.
  Optional<Backend> find(String client, List<Backend> backends, Instant now, Duration timeout) {
    lock.lock();
    try {
      return Optional.ofNullable(choices.get(client))
          .filter(choice -> choice.at().plus(timeout).isAfter(now))
          .flatMap(choice ->
              backends.stream().filter(b -> b.endpoint().equals(choice.endpoint())).findFirst());
    } finally {
      lock.unlock();
    }
  }

  void put(String client, Endpoint endpoint, Instant now) {
    lock.lock();
    try {
      choices.put(client, new Choice(endpoint, now));
      if (choices.size() > MOST_CLIENTS) {
        choices.remove(choices.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
