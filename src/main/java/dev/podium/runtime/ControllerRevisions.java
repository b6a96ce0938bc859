package dev.podium.runtime;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.registry.DeleteOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The templates that a StatefulSet or a DaemonSet has had, kept as ControllerRevisions.
///
/// Upstream: pkg/controller/history/controller_history.go; getStatefulSetRevisions in
/// pkg/controller/statefulset/stateful_set_control.go; constructHistory in
/// pkg/controller/daemon/update.go.
public final class ControllerRevisions {
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

  private final ApiClient client;
  private final OwnedObjects owned;
  private final String hashLabel;

  /// @param hashLabel under which a revision carries its hash
  public ControllerRevisions(ApiClient client, Informer revisions, String hashLabel) {
    this.client = client;
    this.owned = new OwnedObjects(client, revisions);
    this.hashLabel = hashLabel;
  }

  /// A revision as it is looked at.
  public record Revision(ApiObject object) {
    public String name() {
      return object.name();
    }

    public long number() {
      return object.root().integer("revision");
    }

    /// The pod template that it keeps.
    public JsonObject template() {
      return object.root().object("data", "spec", "template").without("$patch");
    }

    public String label(String key) {
      return object.labels().getOrDefault(key, "");
    }
  }

  /// Those of an owner, adopted where need be, oldest first.
  public List<Revision> list(ApiObject owner, LabelSelector selector) {
    return owned.claim(owner, selector).stream()
        .map(Revision::new)
        .sorted(Comparator.comparingLong(Revision::number).thenComparing(Revision::name))
        .toList();
  }

  /// The revision of the owner's present template: the latest, an older one that becomes the
  /// latest, or a new one.
  ///
  /// @param known as [#list] gives them
  public Revision current(ApiObject owner, List<Revision> known) {
    JsonObject data = data(owner);
    List<Revision> equal =
        known.stream().filter(r -> r.object.root().object("data").equals(data)).toList();
    long latest = known.isEmpty() ? 0 : known.getLast().number();
    if (equal.isEmpty()) {
      return create(owner, data, latest + 1);
    }
    Revision found = equal.getLast();
    return found.number() == latest
        ? found
        : new Revision(client.update(found.object.with("revision", latest + 1)));
  }

  private Revision create(ApiObject owner, JsonObject data, long number) {
    for (long collisions = 0; ; collisions++) {
      ApiObject revision = revision(owner, data, number, hash(data, collisions));
      try {
        return new Revision(client.create(revision));
      } catch (ApiException e) {
        if (e.code() != 409) {
          throw e;
        }
        ApiObject existing =
            client.get(Kinds.CONTROLLER_REVISION, owner.namespace(), revision.name());
        if (existing.root().object("data").equals(data)) {
          return new Revision(existing);
        }
      }
    }
  }

  private ApiObject revision(ApiObject owner, JsonObject data, long number, String hash) {
    String name = owner.name() + "-" + hash;
    return ApiObject.named(Kinds.CONTROLLER_REVISION, owner.namespace(), name)
        .editMetadata(metadata -> {
          owner
              .spec()
              .find("template", "metadata", "labels")
              .ifPresent(labels -> metadata.set("labels", labels));
          metadata.object("labels").set(hashLabel, hash);
          owner
              .metadata()
              .find("annotations")
              .ifPresent(annotations -> metadata.set("annotations", annotations));
          metadata.set("ownerReferences", List.of(OwnedObjects.controllerReference(owner)));
        })
        .with("data", data)
        .with("revision", number);
  }

  /// The template as a patch that puts it in the place of another (getPatch).
  private static JsonObject data(ApiObject owner) {
    JsonObject template = owner.spec().object("template").with("$patch", "replace");
    return JsonObject.of("spec", JsonObject.of("template", template));
  }

  /// Deletes the oldest of those that nothing uses any longer (truncateHistory).
  ///
  /// @param live names of those in use, which do not count
  public void truncate(List<Revision> known, Set<String> live, long limit) {
    List<Revision> old = known.stream().filter(r -> !live.contains(r.name())).toList();
    for (Revision revision : old.subList(0, (int) Math.max(0, old.size() - limit))) {
      try {
        client.delete(
            Kinds.CONTROLLER_REVISION,
            revision.object.namespace(),
            revision.name(),
            DeleteOptions.NONE);
      } catch (ApiException e) {
        if (e.code() != 404) {
          throw e;
        }
      }
    }
  }

  /// FNV-1 of the data and of how often that hash was taken already, in letters that form no words.
  private static String hash(JsonObject data, long collisions) {
    int hash = 0x811c9dc5;
    for (byte b : Json.bytes(sorted(data))) {
      hash = (hash * 0x01000193) ^ (b & 0xff);
    }
    for (char digit : collisions == 0 ? new char[0] : Long.toString(collisions).toCharArray()) {
      hash = (hash * 0x01000193) ^ digit;
    }
    StringBuilder letters = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      letters.append(SAFE.charAt(digit % SAFE.length()));
    }
    return letters.toString();
  }

  private static JsonObject sorted(JsonObject object) {
    List<String> keys = new ArrayList<>(object.keys());
    keys.sort(Comparator.naturalOrder());
    Map<String, Object> sorted = new LinkedHashMap<>();
    for (String key : keys) {
      Object value = object.find(key).orElseThrow();
      sorted.put(key, value instanceof JsonObject nested ? sorted(nested) : value);
    }
    return JsonObject.of(sorted);
  }
}
