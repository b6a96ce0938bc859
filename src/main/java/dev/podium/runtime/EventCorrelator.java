package dev.podium.runtime;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps a component from flooding the cluster with events: equal ones become one with a count,
/// similar ones are combined, and too many about one object are dropped.
///
/// Upstream: client-go/tools/record/events_cache.go, whose figures these are. Where upstream
/// forgets any one of the ten latest messages, this forgets the oldest.
///
/// One lock guards everything.
final class EventCorrelator {
  private static final int REMEMBERED = 4096;
  private static final int SIMILAR = 10;
  private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
  private static final int BURST = 25;
  private static final Duration ONE_MORE_EVERY = Duration.ofMinutes(5);

  /// An event as it is to be written.
  ///
  /// @param event with the name of the one to change where its count is above 1
  /// @param key what to tell [#written]
  record Correlated(ApiObject event, List<String> key) {}

  private record Messages(Set<String> distinct, Instant latest) {}

  private record Observation(String name, String firstTimestamp, long count) {}

  /// Room for events about one object, which grows with time.
  private record Allowance(double events, Instant at) {
    Allowance refilled(Instant now) {
      double more = (double) Duration.between(at, now).toMillis() / ONE_MORE_EVERY.toMillis();
      return new Allowance(Math.min(BURST, events + Math.max(0, more)), now);
    }

    Allowance less(int spent) {
      return new Allowance(events - spent, at);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<List<String>, Messages> similar = remembering();
  private final Map<List<String>, Observation> observations = remembering();
  private final Map<List<String>, Allowance> allowances = remembering();

  /// What to write, if anything.
  ///
  /// @param event a new event with a name and the count 1
  Optional<Correlated> correlate(ApiObject event, Instant now) {
    lock.lock();
    try {
      Correlated combined = combine(event, now);
      Correlated counted = count(combined);
      return spend(subject(event.root()), now) ? Optional.of(counted) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// The event is there under this name, which may not be the one it was to have.
  void written(List<String> key, ApiObject event) {
    lock.lock();
    try {
      observations.put(key, observation(event));
    } finally {
      lock.unlock();
    }
  }

  private Correlated combine(ApiObject event, Instant now) {
    JsonObject root = event.root();
    List<String> group = with(subject(root), root.string("type"), root.string("reason"));
    Messages before = similar.get(group);
    Set<String> distinct =
        before == null || Duration.between(before.latest(), now).compareTo(SIMILAR_WITHIN) > 0
            ? new LinkedHashSet<>()
            : before.distinct();
    distinct.add(root.string("message"));
    similar.put(group, new Messages(distinct, now));
    if (distinct.size() < SIMILAR) {
      String field = root.string("involvedObject", "fieldPath");
      return new Correlated(event, with(group, field, root.string("message")));
    }
    Iterator<String> oldest = distinct.iterator();
    oldest.next();
    oldest.remove();
    return new Correlated(
        event.edit(draft ->
            draft
                .set("message", "(combined from similar events): " + root.string("message"))
                .set("reportingComponent", "")
                .set("reportingInstance", "")),
        group);
  }

  private Correlated count(Correlated combined) {
    ApiObject event = combined.event();
    Observation before = observations.get(combined.key());
    if (before != null) {
      event =
          event.edit(draft -> {
            draft.object("metadata").set("name", before.name());
            draft.set("firstTimestamp", before.firstTimestamp()).set("count", before.count() + 1);
          });
    }
    observations.put(combined.key(), observation(event));
    return new Correlated(event, combined.key());
  }

  private static Observation observation(ApiObject event) {
    return new Observation(
        event.name(), event.root().string("firstTimestamp"), event.root().integer("count"));
  }

  private boolean spend(List<String> subject, Instant now) {
    Allowance allowance = allowances.getOrDefault(subject, new Allowance(BURST, now)).refilled(now);
    boolean enough = allowance.events() >= 1;
    allowances.put(subject, enough ? allowance.less(1) : allowance);
    return enough;
  }

  /// Who reports about what.
  private static List<String> subject(JsonObject event) {
    JsonObject about = event.object("involvedObject");
    return List.of(
        event.string("source", "component"),
        event.string("source", "host"),
        about.string("kind"),
        about.string("namespace"),
        about.string("name"),
        about.string("uid"),
        about.string("apiVersion"));
  }

  private static List<String> with(List<String> key, String one, String two) {
    List<String> longer = new ArrayList<>(key);
    longer.add(one);
    longer.add(two);
    return List.copyOf(longer);
  }

  /// A map that forgets what was not asked for longest.
  private static <V> Map<List<String>, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<List<String>, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
