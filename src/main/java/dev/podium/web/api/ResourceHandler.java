package dev.podium.web.api;

import dev.podium.admission.AdmissionRequest;
import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.schema.Schemas;
import dev.podium.web.api.ResourceRouter.Route;
import dev.podium.web.media.Encoding;
import dev.podium.web.proxy.Proxies;
import dev.podium.web.proxy.ProxyName;
import dev.podium.web.streams.PodStreams;
import dev.podium.web.streams.StreamRequest;
import java.util.Locale;

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
  private final Proxies proxies;
  private final Watches watches;
  private final PodStreams streams;
  private final Authorizer authorizer;

  ResourceHandler(
      ResourceService service,
      Schemas schemas,
      Authorizer authorizer,
      PodLogs logs,
      Proxies proxies,
      Watches watches,
      PodStreams streams) {
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
    this.proxies = proxies;
    this.watches = watches;
    this.streams = streams;
    this.authorizer = authorizer;
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
    requireName(route, exchange);
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

  /// Upstream's handlers of custom resources get writes that name no object, too.
  private static void requireName(Route route, Exchange exchange) {
    Place place = route.place();
    boolean ofOne = route.verb() == Verb.UPDATE || route.verb() == Verb.PATCH;
    if (ofOne && place.name().isEmpty()) {
      if (route.verb() == Verb.PATCH) {
        PatchType.of(exchange, place.definition().custom());
      }
      throw ApiException.badRequest("name must be provided");
    }
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
    if (place.subresource().orElseThrow().name().equals("proxy")) {
      return proxy(place, exchange);
    }
    String what = place.subresource().orElseThrow().name();
    if (what.equals("log")) {
      return log(place, exchange);
    }
    ApiObject object = service.get(place.definition(), place.namespace(), place.name());
    return switch (place.definition().plural() + "/" + what) {
      case "pods/exec", "pods/attach", "pods/portforward" -> stream(place, object, exchange);
      default ->
          throw ApiException.of(
              501,
              "NotImplemented",
              "Podium does not serve " + place.definition().plural() + "/" + what + " yet",
              JsonObject.EMPTY);
    };
  }

  private Answer log(Place place, Exchange exchange) {
    LogOptions options = logs.options(place.name(), exchange);
    ApiObject pod = service.get(place.definition(), place.namespace(), place.name());
    return logs.read(pod, options, exchange);
  }

  private Answer proxy(Place place, Exchange exchange) {
    String kind = place.definition().plural();
    ProxyName name =
        ProxyName.parse(place.name(), place.definition().kind().kind().toLowerCase(Locale.ROOT));
    ApiObject object = service.get(place.definition(), place.namespace(), name.name());
    admit(place, exchange);
    proxies.forward(kind, object, name, exchange.request(), exchange.response());
    return new Answer.Elsewhere();
  }

  /// Clients that come by WebSocket, which is a GET, must be allowed to create as well (upstream's
  /// pkg/registry/core/pod/rest/authorization.go, ensureAuthorizedForVerb).
  private Answer stream(Place place, ApiObject pod, Exchange exchange) {
    Attributes asked = exchange.info().attributes(exchange.user());
    if (!asked.verb().equals("create")) {
      Decision decision = authorizer.authorize(asked.withVerb("create"));
      if (!decision.allowed()) {
        throw ApiException.forbidden(
            exchange.info().groupResource(), pod.name(), decision.reason());
      }
    }
    admit(place, exchange);
    StreamRequest request =
        new StreamRequest(exchange.request(), exchange.response(), exchange.query(), pod);
    switch (place.subresource().orElseThrow().name()) {
      case "exec" -> streams.exec(request);
      case "attach" -> streams.attach(request);
      default -> streams.portForward(request);
    }
    return new Answer.Elsewhere();
  }

  /// Upstream: ConnectResource in apiserver's endpoints/handlers/rest.go.
  private void admit(Place place, Exchange exchange) {
    WriteOptions none =
        new WriteOptions("", false, FieldValidation.IGNORE, false, JsonObject.EMPTY);
    service.admit(
        AdmissionRequest.Operation.CONNECT,
        place.definition(),
        place.subresource(),
        place.namespace(),
        place.name(),
        ConnectOptions.of(place, exchange),
        exchange.writeContext(none));
  }
}
