package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.schema.openapi.Operation.About;
import dev.podium.schema.openapi.Operation.Answer;
import dev.podium.schema.openapi.Operation.Parameter;
import dev.podium.schema.openapi.ServedResource.DeletionAnswer;
import dev.podium.schema.openapi.ServedSubresource.Connection;
import dev.podium.schema.openapi.ServedSubresource.OfObject;
import dev.podium.schema.openapi.ServedSubresource.OfText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The operations of one resource (apiserver's pkg/endpoints/installer.go:
/// registerResourceHandlers).
final class ResourceOperations {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final List<String> ANY = List.of("*/*");
  private static final List<String> OBJECT_TYPES =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
  private static final List<String> LIST_TYPES =
      Stream.concat(
              OBJECT_TYPES.stream(),
              Stream.of(
                  "application/json;stream=watch",
                  "application/vnd.kubernetes.protobuf;stream=watch"))
          .toList();
  private static final List<String> TEXT_TYPES =
      Stream.concat(Stream.of("text/plain"), OBJECT_TYPES.stream()).toList();

  private final ServedResource resource;
  private final QueryParameters query;
  private final GroupVersion groupVersion;
  private final String kind;
  private final List<Operation> operations = new ArrayList<>();

  private ResourceOperations(ServedResource resource, QueryParameters query) {
    this.resource = resource;
    this.query = query;
    this.groupVersion = resource.groupVersion();
    this.kind = resource.kind().kind();
  }

  static List<Operation> of(ServedResource resource, QueryParameters query) {
    ResourceOperations builder = new ResourceOperations(resource, query);
    builder.addCollection();
    builder.addObject();
    resource.subresources().forEach(builder::addSubresource);
    if (builder.can("watch")) {
      builder.addWatches();
    }
    return builder.operations;
  }

  private boolean can(String verb) {
    return resource.verbs().contains(verb);
  }

  // Paths.

  static String root(GroupVersion groupVersion) {
    return groupVersion.group().isEmpty()
        ? "/api/" + groupVersion.version()
        : "/apis/" + groupVersion;
  }

  private String collection(String between) {
    String namespace = resource.namespaced() ? "/namespaces/{namespace}" : "";
    return root(groupVersion) + between + namespace + '/' + resource.plural();
  }

  private List<Parameter> inCollection() {
    return resource.namespaced() ? List.of(QueryParameters.namespace()) : List.of();
  }

  private List<Parameter> inObject() {
    return Stream.concat(Stream.of(QueryParameters.name(kind)), inCollection().stream()).toList();
  }

  private String scoped(String what) {
    return (resource.namespaced() ? "Namespaced" : "") + what;
  }

  // Verbs.

  private void addCollection() {
    if (can("list")) {
      operations.add(
          call("get", collection(""), "list")
              .named("list", scoped(kind), "list or watch objects of kind " + kind)
              .with(inCollection(), query.list())
              .answering(LIST_TYPES, Map.of(200, resource.listDefinition())));
    }
    if (can("create")) {
      operations.add(
          call("post", collection(""), "post")
              .named("create", scoped(kind), "create " + OperationIds.withArticle(kind))
              .with(inCollection(), query.create())
              .sending(resource.definition())
              .answering(OBJECT_TYPES, created(resource.definition())));
    }
    if (can("deletecollection")) {
      operations.add(
          call("delete", collection(""), "deletecollection")
              .named("delete", "Collection" + scoped(kind), "delete collection of " + kind)
              .with(inCollection(), query.deleteCollection())
              .maySend(META + "DeleteOptions")
              .answering(OBJECT_TYPES, Map.of(200, META + "Status")));
    }
    if (resource.namespaced() && can("list")) {
      operations.add(
          call("get", root(groupVersion) + '/' + resource.plural(), "list")
              .named("list", kind + "ForAllNamespaces", "list or watch objects of kind " + kind)
              .with(List.of(), query.list())
              .answering(LIST_TYPES, Map.of(200, resource.listDefinition())));
    }
  }

  private void addObject() {
    String path = collection("") + "/{name}";
    addView(path, new OfObject("", resource.kind(), resource.verbs(), resource.definition()));
    if (can("delete")) {
      String answer =
          resource.deletion() == DeletionAnswer.OBJECT ? resource.definition() : META + "Status";
      operations.add(
          call("delete", path, "delete")
              .named("delete", scoped(kind), "delete " + OperationIds.withArticle(kind))
              .with(inObject(), query.delete())
              .maySend(META + "DeleteOptions")
              .answering(OBJECT_TYPES, Map.of(200, answer, 202, answer)));
    }
  }

  private void addSubresource(ServedSubresource subresource) {
    String path = collection("") + "/{name}/" + subresource.name();
    switch (subresource) {
      case OfObject view -> {
        addView(path, view);
        if (view.verbs().contains("create")) {
          operations.add(create(path, view));
        }
      }
      case OfText text ->
          operations.add(
              call("get", path, "get")
                  .named(
                      "read",
                      scoped(kind) + title(text.name()),
                      "read " + text.name() + " of the specified " + kind)
                  .with(inObject(), query.of(text.options()))
                  .answering(TEXT_TYPES, Map.of(200, Answer.TEXT)));
      case Connection connection -> {
        addConnection(path, connection, false);
        if (connection.paths()) {
          addConnection(path + "/{path}", connection, true);
        }
      }
    }
  }

  /// GET, PUT and PATCH of an object or of a view of it; the object itself has no name here.
  private void addView(String path, OfObject view) {
    String what = scoped(kind) + title(view.name());
    String of = (view.name().isEmpty() ? "" : view.name() + " of ") + "the specified " + kind;
    String definition = view.definition();
    if (view.verbs().contains("get")) {
      operations.add(
          call("get", path, "get", view.kind())
              .named("read", what, "read " + of)
              .with(inObject(), List.of(QueryParameters.PRETTY))
              .answering(OBJECT_TYPES, Map.of(200, definition)));
    }
    if (view.verbs().contains("update")) {
      operations.add(
          call("put", path, "put", view.kind())
              .named("replace", what, "replace " + of)
              .with(inObject(), query.update())
              .sending(definition)
              .answering(OBJECT_TYPES, Map.of(200, definition, 201, definition)));
    }
    if (view.verbs().contains("patch")) {
      operations.add(
          call("patch", path, "patch", view.kind())
              .named("patch", what, "partially update " + of)
              .with(inObject(), query.patch())
              .sending(META + "Patch", patchTypes())
              .answering(OBJECT_TYPES, Map.of(200, definition, 201, definition)));
    }
  }

  private List<String> patchTypes() {
    return Stream.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml")
        .filter(type -> !resource.custom() || !type.contains("strategic"))
        .toList();
  }

  private Operation create(String path, OfObject view) {
    return call("post", path, "post", view.kind())
        .named(
            "create",
            scoped(kind) + title(view.name()),
            "create " + view.name() + " of " + OperationIds.withArticle(kind))
        .with(inObject(), query.create())
        .sending(view.definition())
        .answering(OBJECT_TYPES, created(view.definition()));
  }

  private void addConnection(String path, Connection connection, boolean withPath) {
    String options = connection.options();
    var of = groupVersion.kind(options.substring(options.lastIndexOf('.') + 1));
    List<Parameter> inPath = new ArrayList<>(inObject());
    if (withPath) {
      inPath.add(QueryParameters.path());
    }
    for (String method : connection.methods()) {
      String what =
          title(method) + scoped(kind) + title(connection.name()) + (withPath ? "WithPath" : "");
      operations.add(
          call(method, path, "connect", of)
              .named(
                  "connect",
                  what,
                  "connect "
                      + method.toUpperCase(Locale.ROOT)
                      + " requests to "
                      + connection.name()
                      + " of "
                      + kind)
              .with(inPath, query.ofConnection(options))
              .answering(ANY, Map.of(200, Answer.TEXT)));
    }
  }

  /// The old paths below `/watch/`, which still work.
  private void addWatches() {
    String hint = ". deprecated: use the 'watch' parameter with a list operation instead";
    String path = collection("/watch");
    String changes = "watch individual changes to a list of " + kind + hint + '.';
    operations.add(
        call("get", path, "watchlist")
            .named("watch", scoped(kind) + "List", changes)
            .with(inCollection(), query.list())
            .answering(LIST_TYPES, Map.of(200, META + "WatchEvent")));
    operations.add(
        call("get", path + "/{name}", "watch")
            .named(
                "watch",
                scoped(kind),
                "watch changes to an object of kind "
                    + kind
                    + hint
                    + ", filtered to a single item with the 'fieldSelector' parameter.")
            .with(inObject(), query.list())
            .answering(LIST_TYPES, Map.of(200, META + "WatchEvent")));
    if (resource.namespaced()) {
      operations.add(
          call("get", root(groupVersion) + "/watch/" + resource.plural(), "watchlist")
              .named("watch", kind + "ListForAllNamespaces", changes)
              .with(List.of(), query.list())
              .answering(LIST_TYPES, Map.of(200, META + "WatchEvent")));
    }
  }

  private static Map<Integer, String> created(String definition) {
    return Map.of(200, definition, 201, definition, 202, definition);
  }

  private static String title(String name) {
    return name.isEmpty() ? "" : OperationIds.camel(name, true);
  }

  private OperationBuilder call(String method, String path, String action) {
    return call(method, path, action, resource.kind());
  }

  private OperationBuilder call(String method, String path, String action, GroupVersionKind of) {
    return new OperationBuilder(groupVersion, method, path, new About(action, of));
  }
}
