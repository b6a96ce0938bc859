package dev.podium.web.api;

import dev.podium.registry.ResourceService;
import dev.podium.schema.Schemas;
import dev.podium.web.api.ResourceRouter.Route;
import dev.podium.web.media.Encoding;

/// Every request to a resource.
final class ResourceHandler {
  private static final String LIST_TYPES = Encoding.OBJECT_TYPES + ", " + Encoding.STREAM_TYPES;

  private final ResourceRouter router;
  private final Reads reads;
  private final Writes writes;
  private final Patches patches;
  private final Deletions deletions;
  private final Watches watches;

  ResourceHandler(ResourceService service, Watches watches, Schemas schemas) {
    this.router = new ResourceRouter(service.catalog());
    Bodies bodies = new Bodies();
    this.reads = new Reads(service);
    this.writes = new Writes(service, bodies);
    this.patches = new Patches(service, bodies, schemas);
    this.deletions = new Deletions(service);
    this.watches = watches;
  }

  Answer handle(Exchange exchange) {
    return router
        .find(exchange.info(), exchange.method())
        .map(route -> perform(route, exchange))
        .orElseGet(Answer::pageNotFound);
  }

  private Answer perform(Route route, Exchange exchange) {
    Place place = route.place();
    if (!place.definition().custom()) {
      exchange
          .negotiation()
          .requireOneOf(
              switch (route.verb()) {
                case LIST, WATCH -> LIST_TYPES;
                default -> Encoding.OBJECT_TYPES;
              });
    }
    place.definition().deprecation().ifPresent(exchange.warnings());
    return switch (route.verb()) {
      case GET -> reads.get(place, exchange);
      case LIST ->
          exchange.query().flag("watch")
              ? watches.watch(place, exchange)
              : reads.list(place, exchange);
      case WATCH -> watches.watch(place, exchange);
      case CREATE -> writes.create(place, exchange);
      case UPDATE -> writes.replace(place, exchange);
      case PATCH -> patches.patch(place, exchange);
      case DELETE -> deletions.delete(place, exchange);
      case DELETECOLLECTION -> deletions.deleteCollection(place, exchange);
    };
  }
}
