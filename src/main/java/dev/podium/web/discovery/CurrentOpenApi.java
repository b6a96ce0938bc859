package dev.podium.web.discovery;

import dev.podium.object.GroupVersionKind;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.schema.Schemas;
import dev.podium.schema.openapi.CustomDefinitions;
import dev.podium.schema.openapi.DefinitionSource;
import dev.podium.schema.openapi.OpenApiDocuments;
import dev.podium.schema.openapi.ServedResource;
import dev.podium.schema.openapi.ServedResource.DeletionAnswer;
import dev.podium.schema.openapi.ServedSubresource;
import dev.podium.schema.openapi.TypeDefinitions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The OpenAPI documents of the present catalog, made anew only when that has changed.
public final class CurrentOpenApi {
  /// What upstream calls the API's version: that of the release without its patch level.
  private static final String VERSION = "1.36";

  private static final String CORE = "io.k8s.api.core.v1.";

  private record Made(long version, OpenApiDocuments documents) {}

  private final ResourceCatalog catalog;
  private final Schemas schemas;
  private final TypeDefinitions definitions;
  private volatile @Nullable Made made;

  public CurrentOpenApi(ResourceCatalog catalog, Schemas schemas) {
    this.catalog = catalog;
    this.schemas = schemas;
    this.definitions = new TypeDefinitions(schemas, VERSION);
  }

  public OpenApiDocuments get() {
    long version = catalog.version();
    Made known = made;
    if (known == null || known.version() != version) {
      DefinitionSource source = definitions.or(new CustomDefinitions(customs()));
      OpenApiDocuments documents =
          known == null
              ? OpenApiDocuments.of(served(), source, VERSION)
              : known.documents().serving(served(), source);
      known = new Made(version, documents);
      made = known;
    }
    return known.documents();
  }

  private List<ServedResource> served() {
    return catalog.all().stream()
        .filter(definition -> definition.type().isPresent())
        .map(this::served)
        .toList();
  }

  private List<CustomDefinitions.Custom> customs() {
    return catalog.all().stream()
        .filter(ResourceDefinition::custom)
        .map(CurrentOpenApi::custom)
        .toList();
  }

  private static CustomDefinitions.Custom custom(ResourceDefinition definition) {
    return new CustomDefinitions.Custom(
        definition.type().orElseThrow().name(),
        definition.kind(),
        definition.listKind(),
        definition.plural(),
        definition.structure().orElseThrow().source());
  }

  private ServedResource served(ResourceDefinition definition) {
    if (definition.custom()) {
      CustomDefinitions.Custom custom = custom(definition);
      return ServedResource.custom(
          custom,
          definition.namespaced(),
          words(definition.verbs()),
          definition.subresources().values().stream()
              .map(subresource -> served(subresource, custom))
              .toList());
    }
    return ServedResource.builtIn(
        definition.kind(),
        definition.plural(),
        definition.namespaced(),
        words(definition.verbs()),
        definition.returnsDeletedObject() ? DeletionAnswer.OBJECT : DeletionAnswer.STATUS,
        definition.subresources().values().stream()
            .filter(subresource -> schemas.kind(subresource.kind()).isPresent())
            .map(CurrentOpenApi::served)
            .toList());
  }

  private static ServedSubresource served(
      Subresource subresource, CustomDefinitions.Custom custom) {
    return subresource.kind().equals(custom.kind())
        ? new ServedSubresource.OfObject(
            subresource.name(), custom.kind(), words(subresource.verbs()), custom.name())
        : served(subresource);
  }

  private static ServedSubresource served(Subresource subresource) {
    GroupVersionKind kind = subresource.kind();
    if (!(subresource.behaviour() instanceof Subresource.Connect)) {
      return ServedSubresource.OfObject.builtIn(
          subresource.name(), kind, words(subresource.verbs()));
    }
    return switch (subresource.name()) {
      case "log" -> new ServedSubresource.OfText("log", CORE + "PodLogOptions");
      case "proxy" -> ServedSubresource.Connection.proxy(CORE + kind.kind());
      default -> ServedSubresource.Connection.stream(subresource.name(), CORE + kind.kind());
    };
  }

  private static Set<String> words(Collection<Verb> verbs) {
    return verbs.stream().map(Verb::toString).collect(Collectors.toSet());
  }
}
