package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import dev.podium.web.media.Negotiated;
import java.util.Optional;

/// POSTs that do something instead of storing what they bring: reviews, bindings, evictions,
/// tokens.
final class Actions {
  private final ResourceService service;
  private final Bodies bodies;

  Actions(ResourceService service, Bodies bodies) {
    this.service = service;
    this.bodies = bodies;
  }

  Answer perform(Place place, Subresource.Operation operation, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    GroupVersionKind kind = place.subresource().map(Subresource::kind).orElseGet(definition::kind);
    Negotiated form = exchange.negotiation().objectWithoutTable();
    Bodies.Form bodyForm = Bodies.form(exchange);
    byte[] body = exchange.body();
    WriteOptions options = WriteOptions.create(exchange.query());
    ApiObject object =
        bodies.read(kind, Optional.empty(), bodyForm, body, options.fieldValidation(), exchange);
    WriteContext context = exchange.writeContext(options);
    ApiObject result =
        service.perform(
            definition,
            place.subresource(),
            operation,
            place.namespace(),
            place.name(),
            object,
            context);
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(201, form, shown.object(withCode(result), exchange));
  }

  /// A Status that says nothing of its code has that of the answer.
  private static ApiObject withCode(ApiObject result) {
    boolean status = result.kind().equals("Status") && result.apiVersion().equals("v1");
    return status && !result.root().has("code") ? result.with("code", 201) : result;
  }
}
