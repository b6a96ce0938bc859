package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.time.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/// Tells the users of the cluster what a component did or could not do, in Events of core/v1.
///
/// Upstream: client-go/tools/record/event.go. The scheduler has [EventSeriesRecorder] instead. An
/// event that the API refuses is lost, as upstream's. Safe for use by any thread.
public final class EventRecorder {
  private static final Logger LOG = System.getLogger(EventRecorder.class.getName());

  /// How often a name may be taken by another component that reports of the same moment.
  private static final int NAME_ATTEMPTS = 16;

  private final ApiClient client;
  private final Clock clock;
  private final String component;
  private final String host;
  private final EventNames names = new EventNames();
  private final EventCorrelator correlator = new EventCorrelator();

  /// @param component who reports: `deployment-controller`, `kubelet`
  /// @param host where it runs; empty where that does not matter
  public EventRecorder(ApiClient client, Clock clock, String component, String host) {
    this.client = client;
    this.clock = clock;
    this.component = component;
    this.host = host;
  }

  public void normal(ApiObject about, String reason, String message) {
    record(reference(about), "Normal", reason, message);
  }

  public void warning(ApiObject about, String reason, String message) {
    record(reference(about), "Warning", reason, message);
  }

  /// What an event says it is about.
  public static JsonObject reference(ApiObject about) {
    return ObjectReference.of(about);
  }

  /// A part of an object, such as `spec.containers{nginx}`.
  public static JsonObject reference(ApiObject about, String fieldPath) {
    return ObjectReference.of(about).with("fieldPath", fieldPath);
  }

  /// @param about a [#reference]
  /// @param type `Normal` or `Warning`
  public void record(JsonObject about, String type, String reason, String message) {
    Instant now = clock.now();
    correlator
        .correlate(event(about, type, reason, message, now), now)
        .ifPresent(correlated -> {
          try {
            correlator.written(correlated.observation(), write(correlated.event(), now));
          } catch (ApiException e) {
            LOG.log(Level.DEBUG, () -> "an event was refused: " + e.getMessage());
          }
        });
  }

  private ApiObject event(
      JsonObject about, String type, String reason, String message, Instant now) {
    JsonObject source = JsonObject.of("component", component);
    String time = Timestamps.format(now);
    return ApiObject.named(
            Kinds.EVENT, ObjectReference.namespace(about), names.next(about.string("name"), now))
        .edit(event ->
            event
                .set("involvedObject", about)
                .set("reason", reason)
                .set("message", message)
                .set("source", host.isEmpty() ? source : source.with("host", host))
                .set("firstTimestamp", time)
                .set("lastTimestamp", time)
                .set("count", 1)
                .set("type", type)
                .set("eventTime", JsonNull.NULL)
                .set("reportingComponent", component)
                .set("reportingInstance", host));
  }

  private ApiObject write(ApiObject event, Instant now) {
    if (event.root().integer("count") == 1) {
      return create(event, now);
    }
    try {
      return client.update(
          Kinds.EVENT,
          event.namespace(),
          event.name(),
          current ->
              current.edit(draft -> {
                for (String field : new String[] {"count", "lastTimestamp", "message"}) {
                  event.root().find(field).ifPresent(value -> draft.set(field, value));
                }
              }));
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
      return create(event, now);
    }
  }

  /// Events of one moment about one object want the same name, since simulated time may stand
  /// still.
  private ApiObject create(ApiObject event, Instant now) {
    String about = event.root().string("involvedObject", "name");
    ApiObject named = event;
    for (int attempt = 1; ; attempt++) {
      try {
        return client.create(named);
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists") || attempt == NAME_ATTEMPTS) {
          throw e;
        }
        String next = names.next(about, now);
        named = event.editMetadata(metadata -> metadata.set("name", next));
      }
    }
  }
}
