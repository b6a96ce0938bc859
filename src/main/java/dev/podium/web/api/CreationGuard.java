package dev.podium.web.api;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.object.ApiException;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;

/// Who replaces or applies what is not there creates it, and needs that right as well.
///
/// Upstream: apiserver's endpoints/handlers/update.go (withAuthorization).
final class CreationGuard {
  private final ResourceService service;
  private final Authorizer authorizer;

  CreationGuard(ResourceService service, Authorizer authorizer) {
    this.service = service;
    this.authorizer = authorizer;
  }

  /// @throws ApiException 403 where the request would create the object and may not
  void check(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    if (service.find(definition, place.namespace(), place.name()).isPresent()) {
      return;
    }
    Attributes asked = exchange.info().attributes(exchange.user()).withVerb("create");
    Decision decision = authorizer.authorize(asked);
    if (!decision.allowed()) {
      throw ApiException.forbidden(definition.resource(), place.name(), decision.reason());
    }
  }
}
