package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.openapi.ServedResource.DeletionAnswer;
import dev.podium.schema.openapi.ServedSubresource.Connection;
import dev.podium.schema.openapi.ServedSubresource.OfObject;
import dev.podium.schema.openapi.ServedSubresource.OfText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a real 1.36 server's document lists, where a recording of it lies beside the project, and
/// the resources that it must have been made of.
final class RecordedPaths {
  private static final Path FILE =
      Path.of(System.getProperty("podium.recordings", "../shared"), "schema", "paths.json");
  private static final Map<String, String> VERBS =
      Map.of("put", "update", "post", "create", "watchlist", "watch");

  /// Recorded methods by path.
  final Map<String, JsonObject> paths = new TreeMap<>();

  final List<ServedResource> resources = new ArrayList<>();

  private RecordedPaths() {}

  static Optional<RecordedPaths> find() throws IOException {
    if (!Files.exists(FILE)) {
      return Optional.empty();
    }
    RecordedPaths recorded = new RecordedPaths();
    for (Map.Entry<String, Object> entry : Json.parseObject(Files.readAllBytes(FILE))) {
      JsonObject groupVersion = (JsonObject) entry.getValue();
      if (groupVersion.bool("enabled")) {
        recorded.add(entry.getKey(), (JsonObject) groupVersion.find("paths").orElseThrow());
      }
    }
    return Optional.of(recorded);
  }

  private void add(String groupVersion, JsonObject recorded) {
    for (Map.Entry<String, Object> path : recorded) {
      paths.put(path.getKey(), (JsonObject) path.getValue());
    }
    if (groupVersion.equals("none")) {
      return;
    }
    String root = ResourceOperations.root(GroupVersion.parse(groupVersion)) + '/';
    Map<String, Map<String, JsonObject>> byPlural = new TreeMap<>();
    for (Map.Entry<String, Object> path : recorded) {
      String rest = path.getKey().substring(root.length()).replace("namespaces/{namespace}/", "");
      if (!rest.isEmpty() && !rest.startsWith("watch/")) {
        byPlural
            .computeIfAbsent(rest.replaceAll("/.*", ""), _ -> new TreeMap<>())
            .merge(
                rest.contains("/") ? rest.substring(rest.indexOf('/')) : "",
                (JsonObject) path.getValue(),
                (a, b) -> a.size() > b.size() ? a : b);
      }
    }
    byPlural.forEach((plural, methods) ->
        resources.add(
            resource(
                plural,
                methods,
                recorded.has(root + "namespaces/{namespace}/" + plural),
                recorded.has(root + "watch/" + plural))));
  }

  private static ServedResource resource(
      String plural, Map<String, JsonObject> paths, boolean namespaced, boolean watched) {
    JsonObject collection = paths.getOrDefault("", JsonObject.EMPTY);
    JsonObject object = paths.getOrDefault("/{name}", JsonObject.EMPTY);
    Set<String> verbs = new HashSet<>(verbs(collection));
    verbs.addAll(verbs(object));
    if (watched) {
      verbs.add("watch");
    }
    GroupVersionKind kind = kind((JsonObject) collection.iterator().next().getValue());
    List<ServedSubresource> subresources = new ArrayList<>();
    paths.forEach((path, methods) -> {
      if (path.startsWith("/{name}/") && !path.endsWith("/{path}")) {
        boolean paged = paths.containsKey(path + "/{path}");
        subresources.add(subresource(path.substring(8), methods, paged));
      }
    });
    boolean answersObject = object.string("delete", "answers", "200").endsWith('.' + kind.kind());
    return ServedResource.builtIn(
        kind,
        plural,
        namespaced,
        verbs,
        answersObject ? DeletionAnswer.OBJECT : DeletionAnswer.STATUS,
        subresources);
  }

  private static ServedSubresource subresource(String name, JsonObject methods, boolean paths) {
    JsonObject first = (JsonObject) methods.iterator().next().getValue();
    GroupVersionKind kind = kind(first);
    if (first.string("action").equals("connect")) {
      String options = "io.k8s.api.core.v1." + kind.kind();
      return paths ? Connection.proxy(options) : Connection.stream(name, options);
    }
    return first.string("answers", "200").equals("string")
        ? new OfText(name, "io.k8s.api.core.v1.PodLogOptions")
        : OfObject.builtIn(name, kind, verbs(methods));
  }

  private static Set<String> verbs(JsonObject methods) {
    Set<String> verbs = new HashSet<>();
    for (Map.Entry<String, Object> method : methods) {
      String action = ((JsonObject) method.getValue()).string("action");
      verbs.add(VERBS.getOrDefault(action, action));
    }
    return verbs;
  }

  private static GroupVersionKind kind(JsonObject operation) {
    String text = operation.string("kind");
    int slash = text.lastIndexOf('/');
    return GroupVersionKind.of(text.substring(0, slash), text.substring(slash + 1));
  }
}
