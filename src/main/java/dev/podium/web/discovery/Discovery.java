package dev.podium.web.discovery;

import dev.podium.object.GroupVersion;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The discovery documents of one state of the catalog.
///
/// Upstream: apiserver's endpoints/discovery and endpoints/discovery/aggregated.
public final class Discovery {
  /// The groups that come first, as `kubectl` shows them.
  private final Map<String, Map<String, List<ResourceDefinition>>> groups;

  private final Map<String, Aggregated> aggregated = new LinkedHashMap<>();

  /// An aggregated document and its ETag.
  public record Aggregated(JsonText text, String etag) {}

  private Discovery(Map<String, Map<String, List<ResourceDefinition>>> groups) {
    this.groups = groups;
    for (String version : List.of("v2", "v2beta1")) {
      aggregated.put("/api " + version, aggregate(version, true));
      aggregated.put("/apis " + version, aggregate(version, false));
    }
  }

  static Discovery of(ResourceCatalog catalog) {
    Map<String, Map<String, List<ResourceDefinition>>> groups = new TreeMap<>(GroupOrder.GROUPS);
    for (ResourceDefinition definition : catalog.all()) {
      GroupVersion groupVersion = definition.groupVersion();
      groups
          .computeIfAbsent(groupVersion.group(), _ -> new TreeMap<>(GroupOrder.VERSIONS))
          .computeIfAbsent(groupVersion.version(), _ -> new ArrayList<>())
          .add(definition);
    }
    groups
        .values()
        .forEach(versions ->
            versions
                .values()
                .forEach(all -> all.sort(Comparator.comparing(ResourceDefinition::plural))));
    return new Discovery(groups);
  }

  /// `/api`.
  ///
  /// @param serverAddress where the client reached the server
  public JsonObject coreVersions(String serverAddress) {
    return JsonObject.of(
        "kind",
        "APIVersions",
        "versions",
        List.copyOf(groups.getOrDefault("", Map.of()).keySet()),
        "serverAddressByClientCIDRs",
        List.of(JsonObject.of("clientCIDR", "0.0.0.0/0", "serverAddress", serverAddress)));
  }

  /// `/apis`.
  public JsonObject groups() {
    List<JsonObject> all = new ArrayList<>();
    groups.forEach((name, versions) -> {
      if (!name.isEmpty()) {
        all.add(group(name, versions));
      }
    });
    return JsonObject.of("kind", "APIGroupList", "apiVersion", "v1", "groups", all);
  }

  /// `/apis/GROUP`.
  public Optional<JsonObject> group(String name) {
    return Optional.ofNullable(groups.get(name))
        .map(versions -> {
          JsonObject typed = JsonObject.of("kind", "APIGroup", "apiVersion", "v1");
          for (Map.Entry<String, Object> field : group(name, versions)) {
            typed = typed.with(field.getKey(), field.getValue());
          }
          return typed;
        });
  }

  private static JsonObject group(String name, Map<String, List<ResourceDefinition>> versions) {
    List<JsonObject> all =
        versions.keySet().stream()
            .map(version -> JsonObject.of("groupVersion", name + "/" + version, "version", version))
            .toList();
    return JsonObject.of("name", name, "versions", all, "preferredVersion", all.getFirst());
  }

  /// `/api/VERSION` and `/apis/GROUP/VERSION`.
  public Optional<JsonObject> resources(GroupVersion groupVersion) {
    return Optional.ofNullable(
            groups.getOrDefault(groupVersion.group(), Map.of()).get(groupVersion.version()))
        .map(definitions -> {
          List<JsonObject> all =
              definitions.stream()
                  .flatMap(definition -> new ResourceEntry(definition).resources().stream())
                  .toList();
          // Only the core group's list has no apiVersion: it was first.
          JsonObject list = JsonObject.of("kind", "APIResourceList");
          list = groupVersion.group().isEmpty() ? list : list.with("apiVersion", "v1");
          return list.with("groupVersion", groupVersion.toString()).with("resources", all);
        });
  }

  /// `/api` or `/apis` with everything below them.
  ///
  /// @param version of apidiscovery.k8s.io
  public Aggregated aggregated(String path, String version) {
    return java.util.Objects.requireNonNull(aggregated.get(path + " " + version));
  }

  private Aggregated aggregate(String version, boolean core) {
    List<JsonObject> items = new ArrayList<>();
    groups.forEach((name, versions) -> {
      if (name.isEmpty() == core) {
        items.add(aggregatedGroup(name, versions));
      }
    });
    JsonText text =
        JsonText.of(
            JsonObject.of(
                "kind",
                "APIGroupDiscoveryList",
                "apiVersion",
                "apidiscovery.k8s.io/" + version,
                "metadata",
                JsonObject.EMPTY,
                "items",
                items));
    return new Aggregated(text, ETags.of(text));
  }

  private static JsonObject aggregatedGroup(
      String name, Map<String, List<ResourceDefinition>> versions) {
    List<JsonObject> all = new ArrayList<>();
    versions.forEach((version, definitions) ->
        all.add(
            JsonObject.of(
                "version",
                version,
                "resources",
                definitions.stream().map(d -> new ResourceEntry(d).aggregated()).toList(),
                "freshness",
                "Current")));
    JsonObject metadata = name.isEmpty() ? JsonObject.EMPTY : JsonObject.of("name", name);
    return JsonObject.of("metadata", metadata, "versions", all);
  }

  /// Whether a group is served by definitions that came with the server.
  public boolean isBuiltIn(String group) {
    return groups.getOrDefault(group, Map.of()).values().stream()
        .flatMap(List::stream)
        .anyMatch(definition -> !definition.custom());
  }

  /// The paths of groups and versions, for the root's list.
  public List<String> paths() {
    List<String> paths = new ArrayList<>(List.of("/api", "/apis", "/apis/"));
    groups.forEach((name, versions) -> {
      if (!name.isEmpty()) {
        paths.add("/apis/" + name);
      }
      versions
          .keySet()
          .forEach(version ->
              paths.add(name.isEmpty() ? "/api/" + version : "/apis/" + name + "/" + version));
    });
    return paths;
  }
}
