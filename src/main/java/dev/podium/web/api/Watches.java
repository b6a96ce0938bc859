package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.JsonText;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceWatch;
import dev.podium.registry.Verb;
import dev.podium.registry.WatchQuery;
import dev.podium.web.media.Negotiated;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// GET of events.
///
/// Upstream: apiserver's endpoints/handlers/get.go (ListResource) and watch.go (serveWatchHandler).
final class Watches {
  private final ResourceService service;
  private final WatchStreams streams;
  private final Bookmarks bookmarks;

  Watches(ResourceService service, WatchStreams streams, Bookmarks bookmarks) {
    this.service = service;
    this.streams = streams;
    this.bookmarks = bookmarks;
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
    Negotiated form = exchange.negotiation().stream();
    Presentation shown = Presentation.of(definition, form, exchange);
    ResourceWatch watch;
    try {
      watch = service.watch(definition, place.namespace(), query);
    } catch (ApiException e) {
      if (e.code() != 410) {
        throw e;
      }
      // The stream has begun by then as far as the client is concerned.
      return error(e);
    }
    Duration timeout = streams.timeout(options.timeoutSeconds());
    streams.start(
        exchange,
        new WatchStream(
            watch,
            query,
            object -> bookmarks.of(definition, object),
            (object, columns) -> shown.object(object, exchange, columns),
            timeout));
    return new Answer.Elsewhere();
  }

  private static Answer error(ApiException e) {
    JsonText event =
        new JsonText()
            .append("{\"type\":\"ERROR\",\"object\":")
            .append(JsonText.of(e.status()))
            .append("}\n");
    return new Answer.Raw(
        200, "application/json", event.toString().getBytes(StandardCharsets.UTF_8));
  }
}
