package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersion;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.web.RequestInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what a resource path and a method mean, as data: no route is written down per kind.
///
/// Upstream: apiserver's endpoints/installer.go (registerResourceHandlers), and go-restful for what
/// is said where a path or a method leads nowhere.
final class ResourceRouter {
  private final ResourceCatalog catalog;

  ResourceRouter(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  /// @param place what the path names
  /// @param verb what is to be done to it
  record Route(Place place, Verb verb) {}

  /// Empty where the path is not this server's at all.
  ///
  /// @throws ApiException 404 or 405
  Optional<Route> find(RequestInfo info, String method) {
    GroupVersion groupVersion = new GroupVersion(info.apiGroup(), info.version());
    Optional<ResourceDefinition> definition = catalog.find(groupVersion, info.resource());
    if (definition.isEmpty()) {
      if (isBuiltIn(info.apiGroup())) {
        throw ApiException.noSuchPath();
      }
      return Optional.empty();
    }
    if (definition.get().custom()) {
      return custom(definition.get(), info);
    }
    Place place = place(definition.get(), info);
    Set<Verb> verbs = verbs(place, isWatchPath(info));
    if (verbs.isEmpty()) {
      throw ApiException.noSuchPath();
    }
    Verb verb = verb(place, method, info);
    if (!verbs.contains(verb)) {
      throw ApiException.methodNotAllowed();
    }
    return Optional.of(new Route(place, verb));
  }

  /// Custom resources are reached by what a request means alone, whatever its method and the end of
  /// its path (apiextensions-apiserver's customresource_handler.go, ServeHTTP).
  private static Optional<Route> custom(ResourceDefinition definition, RequestInfo info) {
    boolean acrossNamespaces = info.verb().equals("list") || info.verb().equals("watch");
    boolean nowhere = definition.namespaced() && info.namespace().isEmpty() && !acrossNamespaces;
    if (nowhere || isMisplaced(definition, info)) {
      return Optional.empty();
    }
    List<String> parts = info.parts();
    String name = parts.size() > 1 ? parts.get(1) : "";
    Optional<Subresource> subresource = Optional.empty();
    if (!info.subresource().isEmpty()) {
      subresource = definition.subresource(info.subresource());
      if (subresource.isEmpty()) {
        throw ApiException.notFound(definition.resource(), name);
      }
    }
    Verb verb =
        Verb.named(info.verb())
            .filter(subresource.map(Subresource::verbs).orElse(definition.verbs())::contains)
            .orElseThrow(() -> ApiException.methodNotSupported(definition.resource(), info.verb()));
    // What is created has its own name, and nothing reads the one in the path.
    String named = verb == Verb.CREATE ? "" : name;
    return Optional.of(
        new Route(new Place(definition, subresource, info.namespace(), named), verb));
  }

  private boolean isBuiltIn(String group) {
    return catalog.all().stream()
        .anyMatch(d -> d.groupVersion().group().equals(group) && !d.custom());
  }

  private static boolean isWatchPath(RequestInfo info) {
    String version = info.apiGroup().isEmpty() ? "/api/" : "/apis/" + info.apiGroup() + "/";
    return info.path().startsWith(version + info.version() + "/watch/");
  }

  private static Place place(ResourceDefinition definition, RequestInfo info) {
    List<String> parts = info.parts();
    String name = parts.size() > 1 ? parts.get(1) : "";
    if (isMisplaced(definition, info)) {
      throw ApiException.noSuchPath();
    }
    String namespace = definition.namespaced() ? info.namespace() : "";
    if (parts.size() < 3) {
      return new Place(definition, Optional.empty(), namespace, name);
    }
    Subresource subresource =
        definition.subresource(parts.get(2)).orElseThrow(ApiException::noSuchPath);
    boolean goesOn = subresource.name().equals("proxy");
    if (parts.size() > 3 && !goesOn) {
      throw ApiException.noSuchPath();
    }
    return new Place(definition, Optional.of(subresource), namespace, name);
  }

  private static boolean isMisplaced(ResourceDefinition definition, RequestInfo info) {
    String name = info.parts().size() > 1 ? info.parts().get(1) : "";
    if (definition.namespaced()) {
      return info.namespace().isEmpty() && !name.isEmpty();
    }
    // The name of a namespace counts as its namespace for authorization, but it lies in none.
    return !info.namespace().isEmpty() && !info.namespace().equals(name);
  }

  /// What can be done at a place; nothing where the path does not exist for this kind.
  private static Set<Verb> verbs(Place place, boolean watchPath) {
    ResourceDefinition definition = place.definition();
    if (watchPath) {
      return place.subresource().isPresent() ? Set.of() : only(definition, Set.of(Verb.WATCH));
    }
    if (place.subresource().isPresent()) {
      return place.subresource().get().verbs();
    }
    if (!place.name().isEmpty()) {
      return only(definition, Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH, Verb.DELETE));
    }
    boolean everywhere = definition.namespaced() && place.namespace().isEmpty();
    return only(
        definition,
        everywhere ? Set.of(Verb.LIST) : Set.of(Verb.LIST, Verb.CREATE, Verb.DELETECOLLECTION));
  }

  private static Set<Verb> only(ResourceDefinition definition, Set<Verb> verbs) {
    return verbs.stream()
        .filter(definition.verbs()::contains)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private static boolean isProxy(Place place) {
    return place.subresource().filter(s -> s.name().equals("proxy")).isPresent();
  }

  private static Verb verb(Place place, String method, RequestInfo info) {
    boolean collection = place.name().isEmpty();
    if (isProxy(place) && Set.of("HEAD", "OPTIONS").contains(method)) {
      return Verb.GET;
    }
    return switch (method) {
      case "GET" -> isWatchPath(info) ? Verb.WATCH : collection ? Verb.LIST : Verb.GET;
      case "POST" -> Verb.CREATE;
      case "PUT" -> Verb.UPDATE;
      case "PATCH" -> Verb.PATCH;
      case "DELETE" -> collection ? Verb.DELETECOLLECTION : Verb.DELETE;
      default -> throw ApiException.methodNotAllowed();
    };
  }
}
