package dev.podium.patch;

import dev.podium.object.JsonObject;
import dev.podium.patch.Ownership.Entry;
import dev.podium.schema.ObjectType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What goes when an applier no longer mentions it: what it applied before, does not apply now, and
/// nobody else owns.
///
/// Upstream: `prune` in structured-merge-diff merge/update.go. Everything of the applier's last set
/// is removed at first; then comes back what somebody owns, and what was never the applier's.
final class Pruning {
  private final ObjectVersions versions;
  private final Ownership owned;

  /// @param owned with the applier's new set in it
  Pruning(ObjectVersions versions, Ownership owned) {
    this.versions = versions;
    this.owned = owned;
  }

  /// @param merged the live object with the configuration laid over it, in `apiVersion`
  /// @param last what the applier owned before
  JsonObject prune(JsonObject merged, String apiVersion, Entry last) {
    Optional<ObjectType> found = versions.type(last.apiVersion());
    if (last.fields().isEmpty() || found.isEmpty()) {
      return merged;
    }
    ObjectType type = found.get();
    JsonObject whole = versions.convert(merged, last.apiVersion());
    JsonObject pruned = TypedRemoval.remove(whole, named(last.fields(), type), type);
    pruned = addOwned(whole, pruned, last.apiVersion());
    pruned = versions.convert(pruned, last.apiVersion());
    FieldSet gone =
        named(TypedObject.fields(whole, type), type)
            .difference(named(TypedObject.fields(pruned, type), type));
    FieldSet doomed = gone.intersection(named(last.fields(), type));
    return versions.convert(TypedRemoval.remove(whole, doomed, type), apiVersion);
  }

  private JsonObject addOwned(JsonObject whole, JsonObject pruned, String version) {
    Map<String, FieldSet> byVersion = new LinkedHashMap<>();
    byVersion.put(version, FieldSet.EMPTY);
    for (Entry entry : owned.entries()) {
      byVersion.merge(entry.apiVersion(), entry.fields(), FieldSet::union);
    }
    JsonObject result = pruned;
    for (Map.Entry<String, FieldSet> managed : byVersion.entrySet()) {
      Optional<ObjectType> type = versions.type(managed.getKey());
      if (type.isPresent()) {
        JsonObject all = versions.convert(whole, managed.getKey());
        JsonObject left = versions.convert(result, managed.getKey());
        result = addOwned(all, left, managed.getValue(), type.get());
      }
    }
    return result;
  }

  private static JsonObject addOwned(
      JsonObject whole, JsonObject pruned, FieldSet managed, ObjectType type) {
    FieldSet kept = named(TypedObject.fields(pruned, type), type).union(named(managed, type));
    FieldSet all = named(TypedObject.fields(whole, type), type);
    return TypedRemoval.remove(whole, all.difference(kept), type);
  }

  private static FieldSet named(FieldSet set, ObjectType type) {
    return set.withNamedFields(Shape.of(type).namedFields());
  }
}
