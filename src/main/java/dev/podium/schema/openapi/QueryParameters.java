package dev.podium.schema.openapi;

import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import dev.podium.schema.openapi.Operation.Parameter;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The query parameters of the verbs: the fields of their options (apiserver's
/// pkg/endpoints/installer.go: AddObjectParams), `pretty` with all of them.
final class QueryParameters {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  static final Parameter PRETTY =
      new Parameter(
          "pretty",
          "query",
          "string",
          "If 'true', then the output is pretty printed. Defaults to 'false' unless the user-agent"
              + " indicates a browser or command-line HTTP tool (curl and wget).");

  private static final Set<String> NOT_IN_QUERY = Set.of("kind", "apiVersion");

  private final Schemas schemas;

  QueryParameters(Schemas schemas) {
    this.schemas = schemas;
  }

  List<Parameter> create() {
    return of(META + "CreateOptions");
  }

  List<Parameter> update() {
    return of(META + "UpdateOptions");
  }

  List<Parameter> patch() {
    return of(META + "PatchOptions");
  }

  List<Parameter> delete() {
    return of(META + "DeleteOptions");
  }

  List<Parameter> list() {
    return of(META + "ListOptions");
  }

  /// A collection is selected like a list; but nobody watches or waits for bookmarks.
  List<Parameter> deleteCollection() {
    return of(META + "DeleteOptions", META + "ListOptions").stream()
        .filter(p -> !Set.of("watch", "allowWatchBookmarks").contains(p.name()))
        .toList();
  }

  /// The parameters of an object's own options, by name.
  List<Parameter> of(String... definitions) {
    TreeMap<String, Parameter> parameters = new TreeMap<>();
    parameters.put(PRETTY.name(), PRETTY);
    addFields(parameters, definitions);
    return List.copyOf(parameters.values());
  }

  /// The parameters of a connection, which has nothing to print.
  List<Parameter> ofConnection(String definition) {
    TreeMap<String, Parameter> parameters = new TreeMap<>();
    addFields(parameters, definition);
    return List.copyOf(parameters.values());
  }

  private void addFields(TreeMap<String, Parameter> parameters, String... definitions) {
    for (String definition : definitions) {
      for (Field field : schemas.definition(definition).orElseThrow().fields()) {
        String type = type(field.type());
        if (!type.isEmpty() && !NOT_IN_QUERY.contains(field.name())) {
          parameters.putIfAbsent(
              field.name(), new Parameter(field.name(), "query", type, field.description()));
        }
      }
    }
  }

  /// A list is given by repeating the parameter; times and structures cannot be given.
  private static String type(SchemaType type) {
    return switch (type) {
      case ListType(var items, _) -> type(items);
      case Scalar scalar -> OpenApiTypes.inline(scalar).string("type");
      case ObjectType _, MapType _, FreeForm _ -> "";
    };
  }

  static Parameter name(String kind) {
    return new Parameter("name", "path", "string", "name of the " + kind);
  }

  static Parameter namespace() {
    return new Parameter(
        "namespace",
        "path",
        "string",
        "object name and auth scope, such as for teams and projects");
  }

  static Parameter path() {
    return new Parameter("path", "path", "string", "path to the resource");
  }
}
