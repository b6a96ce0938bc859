package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.time.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Tells what a component did in Events of events.k8s.io/v1, as the scheduler does: a repetition
/// becomes a series, whose count is written at its second event and when it has ended.
///
/// Upstream: client-go/tools/events (event_recorder.go, event_broadcaster.go). One lock guards the
/// series; nothing is written under it.
public final class EventSeriesRecorder {
  private static final Logger LOG = System.getLogger(EventSeriesRecorder.class.getName());
  private static final GroupVersionKind EVENT =
      new GroupVersionKind("events.k8s.io", "v1", "Event");

  /// A series that was silent for so long has ended.
  private static final Duration FINISH = Duration.ofMinutes(6);

  /// What makes two events one series. The note does not.
  private record Sameness(
      String type,
      String reason,
      String action,
      JsonObject regarding,
      Optional<JsonObject> related) {}

  /// @param count how often it happened
  private record Series(ApiObject event, long count, Instant latest) {}

  private final ApiClient client;
  private final Clock clock;
  private final String controller;
  private final String instance;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Sameness, Series> open = new LinkedHashMap<>();
  private final EventNames names = new EventNames();
  private boolean sweeping;

  /// @param controller who reports: `default-scheduler`
  /// @param host where it runs
  public EventSeriesRecorder(ApiClient client, Clock clock, String controller, String host) {
    this.client = client;
    this.clock = clock;
    this.controller = controller;
    this.instance = controller + "-" + host;
  }

  public void normal(ApiObject regarding, String reason, String action, String note) {
    record(regarding, Optional.empty(), "Normal", reason, action, note);
  }

  public void warning(ApiObject regarding, String reason, String action, String note) {
    record(regarding, Optional.empty(), "Warning", reason, action, note);
  }

  /// @param related a second object that it is about
  /// @param type `Normal` or `Warning`
  /// @param action what was being done: `Binding`, `Scheduling`
  public void record(
      ApiObject regarding,
      Optional<ApiObject> related,
      String type,
      String reason,
      String action,
      String note) {
    Instant now = clock.now();
    Sameness sameness =
        new Sameness(
            type, reason, action, ObjectReference.of(regarding), related.map(ObjectReference::of));
    observe(sameness, note, now).ifPresent(this::write);
  }

  /// What is to be written: a first event, or a second one as a series.
  private Optional<Series> observe(Sameness sameness, String note, Instant now) {
    lock.lock();
    try {
      Series before = open.get(sameness);
      Series after =
          before == null
              ? new Series(event(sameness, note, now), 1, now)
              : new Series(before.event(), before.count() + 1, now);
      open.put(sameness, after);
      if (!sweeping) {
        sweeping = true;
        clock.schedule(FINISH, this::sweep);
      }
      return after.count() <= 2 ? Optional.of(after) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets what has ended, and writes the last count of series.
  private void sweep() {
    List<Series> ended = new ArrayList<>();
    lock.lock();
    try {
      Instant before = clock.now().minus(FINISH);
      open.values().removeIf(series -> !series.latest().isAfter(before) && ended.add(series));
      sweeping = !open.isEmpty();
      if (sweeping) {
        clock.schedule(FINISH, this::sweep);
      }
    } finally {
      lock.unlock();
    }
    ended.stream().filter(series -> series.count() > 2).forEach(this::write);
  }

  private ApiObject event(Sameness sameness, String note, Instant now) {
    JsonObject regarding = sameness.regarding();
    return ApiObject.named(
            EVENT, ObjectReference.namespace(regarding), names.next(regarding.string("name"), now))
        .edit(event -> {
          event
              .set("eventTime", Timestamps.formatMicro(now))
              .set("reportingController", controller)
              .set("reportingInstance", instance)
              .set("action", sameness.action())
              .set("reason", sameness.reason())
              .set("regarding", regarding);
          sameness.related().ifPresent(related -> event.set("related", related));
          event.set("note", note).set("type", sameness.type());
        });
  }

  private void write(Series series) {
    try {
      if (series.count() == 1) {
        client.create(series.event());
      } else {
        writeSeries(withSeries(series.event(), series));
      }
    } catch (ApiException e) {
      LOG.log(Level.DEBUG, () -> "an event was refused: " + e.getMessage());
    }
  }

  private void writeSeries(ApiObject event) {
    try {
      client.update(
          EVENT,
          event.namespace(),
          event.name(),
          current -> current.with("series", event.root().object("series")));
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
      client.create(event);
    }
  }

  private static ApiObject withSeries(ApiObject event, Series series) {
    return event.with(
        "series",
        JsonObject.of(
            "count", series.count(), "lastObservedTime", Timestamps.formatMicro(series.latest())));
  }
}
