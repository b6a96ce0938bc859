package dev.podium.runtime;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps a component from flooding the cluster with events: equal ones become one with a count,
/// similar ones are combined, and too many about one object are dropped.
///
/// Upstream: client-go/tools/record/events_cache.go, whose figures these are. Where upstream
/// forgets any one of the ten latest messages, this forgets the oldest, and it forgets an object
/// with all that was said about it.
///
/// One lock guards everything.
final class EventCorrelator {
  private static final int REMEMBERED = 4096;
  private static final int REMEMBERED_OF_A_KIND = 64;
  private static final int SIMILAR = 10;
  private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
  private static final int BURST = 25;
  private static final Duration ONE_MORE_EVERY = Duration.ofMinutes(5);

  /// An event as it is to be written.
  ///
  /// @param event with the name of the one to change where its count is above 1
  /// @param observation what to tell [#written]
  record Correlated(ApiObject event, Observation observation) {}

  /// What is known of one event that is repeated.
  static final class Observation {
    private final String field;
    private final String message;
    private String name = "";
    private String firstTimestamp = "";
    private long count;

    private Observation(String field, String message) {
      this.field = field;
      this.message = message;
    }

    private void note(ApiObject event) {
      name = event.name();
      firstTimestamp = event.root().string("firstTimestamp");
      count = event.root().integer("count");
    }
  }

  /// What was said about one object for one reason.
  private static final class Reports {
    private final String type;
    private final String reason;
    private final List<Observation> observations = new ArrayList<>(1);
    private final Observation combined = new Observation("", "");

    /// Those of late, the oldest first.
    private List<String> messages = List.of();

    private Instant latest = Instant.MIN;

    Reports(String type, String reason) {
      this.type = type;
      this.reason = reason;
    }

    Observation of(String field, String message) {
      for (Observation known : observations) {
        if (known.field.equals(field) && known.message.equals(message)) {
          return known;
        }
      }
      if (observations.size() == REMEMBERED_OF_A_KIND) {
        observations.removeFirst();
      }
      Observation made = new Observation(field, message);
      observations.add(made);
      return made;
    }

    /// @return whether there are so many different messages that one has to stand for all
    boolean abound(String message, Instant now) {
      if (Duration.between(latest, now).compareTo(SIMILAR_WITHIN) > 0) {
        messages = List.of();
      }
      latest = now;
      if (!messages.contains(message)) {
        List<String> more = new ArrayList<>(messages);
        more.add(message);
        messages = List.copyOf(more);
      }
      if (messages.size() < SIMILAR) {
        return false;
      }
      messages = List.copyOf(messages.subList(1, messages.size()));
      return true;
    }
  }

  /// What is known of one object: room for events about it, which grows with time, and what was
  /// reported.
  private static final class Subject {
    private final List<Reports> reports = new ArrayList<>(4);
    private double allowance = BURST;
    private @Nullable Instant filled;

    Reports reports(String type, String reason) {
      for (Reports known : reports) {
        if (known.reason.equals(reason) && known.type.equals(type)) {
          return known;
        }
      }
      Reports made = new Reports(type, reason);
      reports.add(made);
      return made;
    }

    boolean spend(Instant now) {
      if (filled != null) {
        double more = (double) Duration.between(filled, now).toMillis() / ONE_MORE_EVERY.toMillis();
        allowance = Math.min(BURST, allowance + Math.max(0, more));
      }
      filled = now;
      boolean enough = allowance >= 1;
      allowance -= enough ? 1 : 0;
      return enough;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<List<String>, Subject> subjects = remembering();

  /// What to write, if anything.
  ///
  /// @param event a new event with a name and the count 1
  Optional<Correlated> correlate(ApiObject event, Instant now) {
    lock.lock();
    try {
      JsonObject root = event.root();
      Subject subject = subjects.computeIfAbsent(subject(root), _ -> new Subject());
      Reports reports = subject.reports(root.string("type"), root.string("reason"));
      String message = root.string("message");
      boolean many = reports.abound(message, now);
      Observation observation =
          many ? reports.combined : reports.of(root.string("involvedObject", "fieldPath"), message);
      ApiObject counted = counted(many ? combined(event, message) : event, observation);
      observation.note(counted);
      return subject.spend(now)
          ? Optional.of(new Correlated(counted, observation))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// The event is there under this name, which may not be the one it was to have.
  void written(Observation observation, ApiObject event) {
    lock.lock();
    try {
      observation.note(event);
    } finally {
      lock.unlock();
    }
  }

  private static ApiObject combined(ApiObject event, String message) {
    return event.edit(draft ->
        draft
            .set("message", "(combined from similar events): " + message)
            .set("reportingComponent", "")
            .set("reportingInstance", ""));
  }

  private static ApiObject counted(ApiObject event, Observation before) {
    return before.count == 0
        ? event
        : event.edit(draft -> {
          draft.object("metadata").set("name", before.name);
          draft.set("firstTimestamp", before.firstTimestamp).set("count", before.count + 1);
        });
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
