package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonText;
import dev.podium.registry.ObjectList;
import dev.podium.registry.ResourceService;
import dev.podium.web.media.Encoding;
import dev.podium.web.media.Negotiated;

/// GET of an object and of a collection.
///
/// Upstream: apiserver's endpoints/handlers/get.go.
final class Reads {
  private final ResourceService service;

  Reads(ResourceService service) {
    this.service = service;
  }

  Answer get(Place place, Exchange exchange) {
    Negotiated form = exchange.negotiation().object();
    String version = exchange.query().first("resourceVersion");
    if (!version.isEmpty()) {
      service.await(ListOptions.requireRevision(version));
    }
    ApiObject object = service.get(place.definition(), place.namespace(), place.name());
    Presentation shown = Presentation.of(place.definition(), form, exchange);
    return new Answer.Content(200, form, shown.object(object, exchange));
  }

  Answer list(Place place, Exchange exchange) {
    Negotiated form = exchange.negotiation().object();
    ListOptions options = ListOptions.ofList(place.definition(), exchange.query());
    ObjectList list = service.list(place.definition(), place.namespace(), options.listQuery());
    Presentation shown = Presentation.of(place.definition(), form, exchange);
    return form.encoding() == Encoding.PROTOBUF && list.items().size() > JsonText.AT_ONCE
        ? new Answer.LongList(shown.protobuf(list))
        : new Answer.Content(200, form, shown.list(list, exchange));
  }
}
