package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.registry.WriteContext;
import dev.podium.web.media.Negotiated;

/// POST and PUT of whole objects.
///
/// Upstream: apiserver's endpoints/handlers/create.go and update.go, whose order of checks shows in
/// which of several faults a client is told.
final class Writes {
  private final ResourceService service;
  private final Bodies bodies;
  private final CreationGuard guard;

  Writes(ResourceService service, Bodies bodies, CreationGuard guard) {
    this.service = service;
    this.bodies = bodies;
    this.guard = guard;
  }

  Answer create(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Negotiated form = exchange.negotiation().object();
    Bodies.Form bodyForm = Bodies.form(exchange);
    byte[] body = exchange.body();
    WriteOptions options = WriteOptions.create(exchange.query());
    ApiObject object =
        bodies.read(
            definition.kind(),
            definition.structure(),
            bodyForm,
            body,
            options.fieldValidation(),
            exchange);
    WriteContext context = exchange.writeContext(options);
    ApiObject created = service.create(definition, place.namespace(), object, context);
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(201, form, shown.object(created, exchange));
  }

  Answer replace(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Negotiated form = exchange.negotiation().object();
    byte[] body = exchange.body();
    WriteOptions options = WriteOptions.update(exchange.query());
    Bodies.Form bodyForm = Bodies.form(exchange);
    ApiObject object =
        place.match(
            bodies.read(
                definition.kind(),
                definition.structure(),
                bodyForm,
                body,
                options.fieldValidation(),
                exchange));
    if (definition.createsOnUpdate() && place.subresource().isEmpty()) {
      guard.check(place, exchange);
    }
    WriteContext context = exchange.writeContext(options);
    WriteResult result = place.update(service, Change.replaceWith(object), context);
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(
        result.created() ? 201 : 200, form, shown.object(result.object(), exchange));
  }
}
