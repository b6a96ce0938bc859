package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.patch.JsonPatch;
import dev.podium.patch.MergePatch;
import dev.podium.patch.Patch;
import dev.podium.patch.StrategicMergePatch;
import dev.podium.registry.AppliedConfiguration;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.web.media.Negotiated;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// PATCH in its four forms.
///
/// Upstream: apiserver's endpoints/handlers/patch.go.
final class Patches {
  private final ResourceService service;
  private final Schemas schemas;
  private final Bodies bodies;
  private final CreationGuard guard;

  Patches(ResourceService service, Schemas schemas, Bodies bodies, CreationGuard guard) {
    this.service = service;
    this.schemas = schemas;
    this.bodies = bodies;
    this.guard = guard;
  }

  Answer patch(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    PatchType type = PatchType.of(exchange, definition.custom());
    Negotiated form = exchange.negotiation().object();
    byte[] body = exchange.body();
    boolean apply = type == PatchType.APPLY;
    WriteOptions options =
        apply ? WriteOptions.apply(exchange.query()) : WriteOptions.patch(exchange.query());
    WriteResult result =
        apply
            ? apply(place, body, UnaryOperator.identity(), options, exchange)
            : place.update(
                service,
                change(place, type, body, options, exchange),
                exchange.writeContext(options));
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(
        result.created() ? 201 : 200, form, shown.object(result.object(), exchange));
  }

  private Change change(
      Place place, PatchType type, byte[] body, WriteOptions options, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    PatchChange patch =
        change(type, body, definition.kind(), definition.structure(), options, exchange);
    return current -> {
      ApiObject found =
          current.orElseThrow(() -> ApiException.notFound(definition.resource(), place.name()));
      return place.match(patch.applyTo(found));
    };
  }

  /// What a patch makes of objects of a kind.
  PatchChange change(
      PatchType type,
      byte[] body,
      GroupVersionKind kind,
      Optional<StructuralSchema> custom,
      WriteOptions options,
      Exchange exchange) {
    FieldValidation validation = options.fieldValidation();
    return new PatchChange(
        decode(type, body, kind, validation), kind, custom, bodies, validation, exchange);
  }

  private Patch decode(
      PatchType type, byte[] body, GroupVersionKind kind, FieldValidation validation) {
    boolean strict = validation != FieldValidation.IGNORE;
    return switch (type) {
      case JSON -> JsonPatch.decode(body, strict);
      case MERGE -> MergePatch.decode(body, strict);
      case STRATEGIC -> StrategicMergePatch.decode(body, schemas.kind(kind).orElseThrow());
      case APPLY -> throw new IllegalArgumentException("apply is no patch of this kind");
    };
  }

  /// @param translate what the configuration means for the object itself
  WriteResult apply(
      Place place,
      byte[] body,
      UnaryOperator<JsonObject> translate,
      WriteOptions options,
      Exchange exchange) {
    ResourceDefinition definition = place.definition();
    JsonObject config = bodies.readApplied(body, options.fieldValidation(), exchange);
    AppliedConfiguration applied =
        new AppliedConfiguration(
            translate.apply(config),
            options.force(),
            merged ->
                bodies
                    .readPatched(definition.kind(), definition.structure(), merged.root())
                    .object());
    if (place.subresource().isEmpty()) {
      guard.check(place, exchange);
    }
    return service.apply(
        definition,
        place.subresource(),
        place.namespace(),
        place.name(),
        applied,
        exchange.writeContext(options));
  }
}
