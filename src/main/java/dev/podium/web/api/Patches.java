package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.GoJson;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import dev.podium.patch.JsonPatch;
import dev.podium.patch.MergePatch;
import dev.podium.patch.Patch;
import dev.podium.patch.StrategicMergePatch;
import dev.podium.registry.AppliedConfiguration;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import dev.podium.schema.Schemas;
import dev.podium.web.media.Negotiated;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// PATCH of every kind, server-side apply included.
///
/// Upstream: apiserver's endpoints/handlers/patch.go.
final class Patches {
  /// The ways to say what is to be changed.
  private enum Kind {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    Kind(String mediaType) {
      this.mediaType = mediaType;
    }

    /// Custom resources have no merge keys to be strategic about.
    boolean suits(ResourceDefinition definition) {
      return this != STRATEGIC || !definition.custom();
    }
  }

  private final ResourceService service;
  private final Bodies bodies;
  private final Schemas schemas;

  Patches(ResourceService service, Bodies bodies, Schemas schemas) {
    this.service = service;
    this.bodies = bodies;
    this.schemas = schemas;
  }

  Answer patch(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Kind kind = kind(definition, exchange);
    Negotiated form = exchange.negotiation().object();
    byte[] body = exchange.body();
    WriteOptions options =
        kind == Kind.APPLY
            ? WriteOptions.apply(exchange.query())
            : WriteOptions.patch(exchange.query());
    WriteContext context = exchange.writeContext(options);
    WriteResult result =
        kind == Kind.APPLY
            ? apply(place, body, options, exchange, context)
            : change(place, patch(kind, place, body, options), options, exchange, context);
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(
        result.created() ? 201 : 200, form, shown.object(result.object(), exchange));
  }

  /// Upstream's router knows the patch types of built-in kinds and refuses others in its own words.
  private static Kind kind(ResourceDefinition definition, Exchange exchange) {
    String type = exchange.header("Content-Type").split(";", 2)[0].strip();
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.mediaType.equals(type) && kind.suits(definition))
        .findFirst()
        .orElseThrow(() -> unsupported(definition));
  }

  private static ApiException unsupported(ResourceDefinition definition) {
    if (!definition.custom()) {
      return ApiException.of(
          415, "UnsupportedMediaType", "415: Unsupported Media Type", JsonObject.EMPTY);
    }
    return ApiException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + Arrays.stream(Kind.values())
                .filter(kind -> kind.suits(definition))
                .map(kind -> kind.mediaType)
                .collect(Collectors.joining(", ")));
  }

  private Patch patch(Kind kind, Place place, byte[] body, WriteOptions options) {
    boolean strict = options.fieldValidation() != FieldValidation.IGNORE;
    return switch (kind) {
      case JSON -> JsonPatch.decode(body, strict);
      case MERGE -> MergePatch.decode(body, strict);
      case STRATEGIC ->
          StrategicMergePatch.decode(body, schemas.kind(bodyKind(place)).orElseThrow());
      case APPLY -> throw new IllegalArgumentException("an apply is no patch");
    };
  }

  private static GroupVersionKind bodyKind(Place place) {
    return place.subresource().map(Subresource::kind).orElse(place.definition().kind());
  }

  private WriteResult change(
      Place place, Patch patch, WriteOptions options, Exchange exchange, WriteContext context) {
    Change change =
        current -> {
          JsonObject patched = patch.applyTo(current.orElseThrow().root());
          return bodies.patched(
              bodyKind(place), patch, patched, options.fieldValidation(), exchange);
        };
    ResourceDefinition definition = place.definition();
    return place.subresource().isPresent()
        ? service.update(
            definition, place.subresource().get(), place.namespace(), place.name(), change, context)
        : service.update(definition, place.namespace(), place.name(), change, context);
  }

  private WriteResult apply(
      Place place, byte[] body, WriteOptions options, Exchange exchange, WriteContext context) {
    AppliedConfiguration applied =
        new AppliedConfiguration(
            configuration(body),
            options.force(),
            object -> bodies.applied(bodyKind(place), object, exchange));
    Optional<Subresource> subresource = place.subresource();
    return service.apply(
        place.definition(), subresource, place.namespace(), place.name(), applied, context);
  }

  private static JsonObject configuration(byte[] body) {
    if (GoJson.syntaxError(body).isEmpty() && Json.parse(body) instanceof JsonObject object) {
      return object;
    }
    try {
      return Yaml.parseObject(body);
    } catch (RuntimeException e) {
      throw ApiException.badRequest("error decoding YAML: " + e.getMessage());
    }
  }
}
