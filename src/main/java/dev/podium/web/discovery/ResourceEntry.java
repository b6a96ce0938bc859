package dev.podium.web.discovery;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// A resource as discovery tells of it, in its old form and in the aggregated one.
///
/// Upstream: apiserver's endpoints/installer.go (registerResourceHandlers,
/// ConvertGroupVersionIntoToDiscovery).
record ResourceEntry(ResourceDefinition definition) {
  /// In the order that upstream's customresource_discovery_controller.go happens to have them.
  private static final List<String> CUSTOM_VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  /// What is told of a custom kind whose definition goes (upstream's DiscoveryController).
  private static final List<String> LAST_VERBS =
      List.of("delete", "deletecollection", "get", "list", "watch");

  /// `APIResource`s: the resource itself, then its subresources by name.
  List<JsonObject> resources() {
    List<JsonObject> all = new ArrayList<>();
    JsonObject self = named(definition.plural(), definition.singular(), definition.kind());
    self = self.with("verbs", ownVerbs());
    self = withNames(self);
    all.add(isStored() ? self.with("storageVersionHash", storageVersionHash()) : self);
    for (Subresource subresource : subresources()) {
      String name = definition.plural() + "/" + subresource.name();
      all.add(named(name, "", subresource.kind()).with("verbs", verbs(subresource.verbs())));
    }
    return all;
  }

  private JsonObject named(String name, String singular, GroupVersionKind kind) {
    JsonObject entry =
        JsonObject.of(
            "name", name, "singularName", singular, "namespaced", definition.namespaced());
    if (!isOwn(kind)) {
      entry = kind.group().isEmpty() ? entry : entry.with("group", kind.group());
      entry = entry.with("version", kind.version());
    }
    return entry.with("kind", kind.kind());
  }

  private JsonObject withNames(JsonObject entry) {
    JsonObject named = entry;
    if (!definition.shortNames().isEmpty()) {
      named = named.with("shortNames", definition.shortNames());
    }
    return definition.categories().isEmpty()
        ? named
        : named.with("categories", definition.categories());
  }

  /// `APIResourceDiscovery`, with the subresources in it.
  JsonObject aggregated() {
    JsonObject entry =
        JsonObject.of(
            "resource",
            definition.plural(),
            "responseKind",
            responseKind(definition.kind()),
            "scope",
            definition.namespaced() ? "Namespaced" : "Cluster",
            "singularResource",
            definition.singular(),
            "verbs",
            ownVerbs());
    List<JsonObject> below = new ArrayList<>();
    for (Subresource subresource : subresources()) {
      below.add(
          JsonObject.of(
              "subresource",
              subresource.name(),
              "responseKind",
              responseKind(subresource.kind()),
              "verbs",
              verbs(subresource.verbs())));
    }
    entry = withNames(entry);
    return below.isEmpty() ? entry : entry.with("subresources", below);
  }

  /// Built-in kinds of the version itself come with an empty one.
  private JsonObject responseKind(GroupVersionKind kind) {
    boolean bare = isOwn(kind) && !definition.custom();
    return JsonObject.of(
        "group",
        bare ? "" : kind.group(),
        "version",
        bare ? "" : kind.version(),
        "kind",
        kind.kind());
  }

  private boolean isOwn(GroupVersionKind kind) {
    return kind.groupVersion().equals(definition.groupVersion());
  }

  private Collection<Subresource> subresources() {
    return new TreeMap<>(definition.subresources()).values();
  }

  private List<String> ownVerbs() {
    if (definition.custom()) {
      return definition.terminating() ? LAST_VERBS : CUSTOM_VERBS;
    }
    return verbs(definition.verbs());
  }

  private static List<String> verbs(Collection<Verb> verbs) {
    return verbs.stream().map(Verb::toString).sorted().toList();
  }

  private boolean isStored() {
    return definition.verbs().contains(Verb.WATCH);
  }

  /// Upstream: apiserver's endpoints/discovery/storageversionhash.go.
  private String storageVersionHash() {
    GroupVersionKind stored = definition.storageKind();
    String text = stored.group() + "/" + stored.version() + "/" + stored.kind();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
