package dev.podium.web.api;

import dev.podium.auth.Authorizer;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.schema.Schemas;
import dev.podium.web.api.ResourceRouter.Route;
import dev.podium.web.media.Encoding;

/// Every request to a resource.
final class ResourceHandler {
  private static final String LIST_TYPES = Encoding.OBJECT_TYPES + ", " + Encoding.STREAM_TYPES;

  private final ResourceService service;
  private final ResourceRouter router;
  private final Reads reads;
  private final Writes writes;
  private final Patches patches;
  private final Deletions deletions;
  private final Scales scales;
  private final Actions actions;
  private final PodLogs logs;
  private final Watches watches;

  ResourceHandler(
      ResourceService service,
      Schemas schemas,
      Authorizer authorizer,
      PodLogs logs,
      Watches watches) {
    Bodies bodies = new Bodies(schemas);
    CreationGuard guard = new CreationGuard(service, authorizer);
    this.service = service;
    this.router = new ResourceRouter(service.catalog());
    this.reads = new Reads(service);
    this.writes = new Writes(service, bodies, guard);
    this.patches = new Patches(service, schemas, bodies, guard);
    this.deletions = new Deletions(service, bodies);
    this.scales = new Scales(service, bodies, patches);
    this.actions = new Actions(service, bodies);
    this.logs = logs;
    this.watches = watches;
  }

  Answer handle(Exchange exchange) {
    return router
        .find(exchange.info(), exchange.method())
        .map(route -> handle(route, exchange))
        .orElseGet(Answer::pageNotFound);
  }

  private Answer handle(Route route, Exchange exchange) {
    Place place = route.place();
    checkMediaTypes(route, exchange);
    place.definition().deprecation().ifPresent(exchange.warnings());
    if (place.subresource().isEmpty()) {
      return perform(route.verb(), place, exchange);
    }
    return switch (place.subresource().get().behaviour()) {
      case Subresource.View _ -> perform(route.verb(), place, exchange);
      case Subresource.Scale scale -> scale(route.verb(), place, scale, exchange);
      case Subresource.Action(var operation) -> actions.perform(place, operation, exchange);
      case Subresource.Connect _ -> connect(place, exchange);
    };
  }

  /// What go-restful looks at before a handler is called; it does not stand in front of custom
  /// resources.
  private static void checkMediaTypes(Route route, Exchange exchange) {
    Place place = route.place();
    boolean connects =
        place.subresource().map(Subresource::behaviour).orElse(null) instanceof Subresource.Connect;
    if (place.definition().custom() || connects) {
      return;
    }
    if (route.verb() == Verb.PATCH) {
      PatchType.of(exchange, false);
    }
    boolean lists = route.verb() == Verb.LIST || route.verb() == Verb.WATCH;
    exchange.negotiation().requireOneOf(lists ? LIST_TYPES : Encoding.OBJECT_TYPES);
  }

  private Answer perform(Verb verb, Place place, Exchange exchange) {
    return switch (verb) {
      case GET -> reads.get(place, exchange);
      case LIST ->
          exchange.query().flag("watch")
              ? watches.watch(place, exchange)
              : reads.list(place, exchange);
      case WATCH -> watches.watch(place, exchange);
      case CREATE ->
          place
              .definition()
              .operation()
              .map(operation -> actions.perform(place, operation, exchange))
              .orElseGet(() -> writes.create(place, exchange));
      case UPDATE -> writes.replace(place, exchange);
      case PATCH -> patches.patch(place, exchange);
      case DELETE -> deletions.delete(place, exchange);
      case DELETECOLLECTION -> deletions.deleteCollection(place, exchange);
    };
  }

  private Answer scale(Verb verb, Place place, Subresource.Scale scale, Exchange exchange) {
    return switch (verb) {
      case GET -> scales.get(place, scale, exchange);
      case UPDATE -> scales.replace(place, scale, exchange);
      case PATCH -> scales.patch(place, scale, exchange);
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private Answer connect(Place place, Exchange exchange) {
    ApiObject object = service.get(place.definition(), place.namespace(), place.name());
    if (place.subresource().orElseThrow().name().equals("log")) {
      return logs.read(object, exchange);
    }
    throw ApiException.of(
        501,
        "NotImplemented",
        "Podium does not serve "
            + place.definition().plural()
            + "/"
            + place.subresource().orElseThrow().name()
            + " yet",
        JsonObject.EMPTY);
  }
}
