package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.registry.Subresource;
import dev.podium.web.media.Negotiated;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The `scale` of an object: an autoscaling/v1 Scale over three of its fields.
///
/// Upstream: pkg/registry/apps/deployment/storage/storage.go (ScaleREST, scaleFromDeployment,
/// scaleUpdatedObjectInfo) and its like.
final class Scales {
  private static final TableLayout TABLE =
      TableLayout.of(
          (scale, now) ->
              List.of(
                  scale.name(),
                  scale.spec().integer("replicas"),
                  scale.status().integer("replicas"),
                  Cells.age(scale, now)),
          TableLayout.name(),
          TableLayout.integer("Desired"),
          TableLayout.integer("Available"),
          TableLayout.age());

  private final ResourceService service;
  private final Bodies bodies;
  private final Patches patches;

  Scales(ResourceService service, Bodies bodies, Patches patches) {
    this.service = service;
    this.bodies = bodies;
    this.patches = patches;
  }

  Answer get(Place place, Subresource.Scale scale, Exchange exchange) {
    Negotiated form = exchange.negotiation().object();
    ApiObject object = service.get(place.definition(), place.namespace(), place.name());
    return answer(place, form, scaleOf(object, place, scale), exchange);
  }

  Answer replace(Place place, Subresource.Scale scale, Exchange exchange) {
    Negotiated form = exchange.negotiation().object();
    byte[] body = exchange.body();
    WriteOptions options = WriteOptions.update(exchange.query());
    ApiObject wanted =
        place.match(
            bodies.read(
                place.subresource().orElseThrow().kind(),
                Optional.empty(),
                Bodies.form(exchange),
                body,
                options.fieldValidation(),
                exchange));
    return update(place, scale, form, _ -> wanted, options, exchange);
  }

  Answer patch(Place place, Subresource.Scale scale, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    PatchType type = PatchType.of(exchange, definition.custom());
    Negotiated form = exchange.negotiation().object();
    byte[] body = exchange.body();
    if (type == PatchType.APPLY) {
      return apply(place, scale, form, body, exchange);
    }
    WriteOptions options = WriteOptions.patch(exchange.query());
    PatchChange change =
        patches.change(
            type,
            body,
            place.subresource().orElseThrow().kind(),
            Optional.empty(),
            options,
            exchange);
    return update(place, scale, form, change::applyTo, options, exchange);
  }

  private Answer apply(
      Place place, Subresource.Scale scale, Negotiated form, byte[] body, Exchange exchange) {
    WriteOptions options = WriteOptions.apply(exchange.query());
    WriteResult result =
        patches.apply(place, body, config -> configOf(config, place, scale), options, exchange);
    return answer(place, form, scaleOf(result.object(), place, scale), exchange);
  }

  /// A Scale that is applied as what it means for the object itself.
  private static JsonObject configOf(JsonObject config, Place place, Subresource.Scale scale) {
    if (!config.string("kind").equals("Scale")) {
      return config;
    }
    ResourceDefinition definition = place.definition();
    JsonObject translated =
        JsonObject.of(
            "apiVersion",
            definition.groupVersion().toString(),
            "kind",
            definition.kind().kind(),
            "metadata",
            config.object("metadata"));
    return config
        .find("spec", "replicas")
        .map(replicas -> translated.edit(draft -> scale.set(draft, replicas)))
        .orElse(translated);
  }

  private Answer update(
      Place place,
      Subresource.Scale scale,
      Negotiated form,
      UnaryOperator<ApiObject> wanted,
      WriteOptions options,
      Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Change change =
        current -> {
          ApiObject object =
              current.orElseThrow(() -> ApiException.notFound(definition.resource(), place.name()));
          ApiObject changed = place.match(wanted.apply(scaleOf(object, place, scale)));
          check(changed, object, definition.custom());
          return scale.into(object, changed);
        };
    WriteResult result = place.update(service, change, exchange.writeContext(options));
    return answer(place, form, scaleOf(result.object(), place, scale), exchange);
  }

  /// @param custom whether its own checks will look at the replicas
  private static void check(ApiObject scale, ApiObject object, boolean custom) {
    long replicas = scale.spec().integer("replicas");
    if (replicas < 0 && !custom) {
      throw ApiException.invalid(
          scale.groupVersionKind().groupKind(),
          scale.name(),
          List.of(
              FieldError.invalid(
                  FieldPath.of("spec", "replicas"),
                  replicas,
                  "must be greater than or equal to 0")));
    }
    if (!scale.uid().isEmpty() && !scale.uid().equals(object.uid())) {
      throw ApiException.conflict(
          new GroupResource(scale.groupVersionKind().group(), scale.kind()),
          scale.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(scale.uid(), object.uid()));
    }
  }

  private static ApiObject scaleOf(ApiObject object, Place place, Subresource.Scale scale) {
    return scale.of(object, place.subresource().orElseThrow().kind(), place.definition().custom());
  }

  private static Answer answer(Place place, Negotiated form, ApiObject scale, Exchange exchange) {
    Presentation shown = Presentation.of(place.definition(), TABLE, form, exchange);
    return new Answer.Content(200, form, shown.object(scale, exchange));
  }
}
