package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.JsonText;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceWatch;
import dev.podium.registry.Verb;
import dev.podium.registry.WatchQuery;
import dev.podium.web.media.Negotiated;
import dev.podium.web.streams.MessageSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;

/// GET of events.
///
/// Upstream: apiserver's endpoints/handlers/get.go (ListResource) and watch.go (serveWatchHandler).
final class Watches {
  private final ResourceService service;
  private final WatchStreams streams;
  private final InstantSource clock;

  Watches(ResourceService service, WatchStreams streams, InstantSource clock) {
    this.service = service;
    this.streams = streams;
    this.clock = clock;
  }

  Answer watch(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    exchange.negotiation().object();
    ListOptions options = ListOptions.ofWatch(definition, exchange.query());
    if (!definition.verbs().contains(Verb.WATCH)) {
      throw ApiException.methodNotSupported(definition.resource(), "watch");
    }
    WatchQuery query = options.watchQuery(service.revision());
    if (!place.name().isEmpty()) {
      query = query.selecting(Selections.named(query.selection(), place.name()));
    }
    boolean listing = query.sendInitialEvents() && query.bookmarks();
    Negotiated form =
        listing ? exchange.negotiation().streamWithoutTable() : exchange.negotiation().stream();
    EventForm events = EventForm.of(form.encoding(), MessageSockets.asked(exchange.request()));
    Presentation shown = Presentation.of(definition, form, exchange);
    ResourceWatch watch;
    try {
      watch = service.watch(definition, place.namespace(), query);
    } catch (ApiException e) {
      if (e.code() != 410) {
        throw e;
      }
      // The stream has begun by then as far as the client is concerned.
      return error(e, events, exchange);
    }
    Duration timeout = streams.timeout(options.timeoutSeconds());
    streams.start(
        exchange,
        events.contentType(),
        new WatchStream(
            watch,
            query,
            mark -> Bookmarks.of(definition, mark),
            (object, columns) -> shown.object(object, clock.instant(), columns),
            events,
            timeout));
    return new Answer.Elsewhere();
  }

  private Answer error(ApiException refusal, EventForm form, Exchange exchange) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    try {
      form.write(event, "ERROR", JsonText.of(refusal.status()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (form == EventForm.MESSAGE) {
      streams.start(exchange, form.contentType(), new OneMessage(event.toByteArray()));
      return new Answer.Elsewhere();
    }
    return new Answer.Raw(200, form.contentType(), event.toByteArray());
  }
}
