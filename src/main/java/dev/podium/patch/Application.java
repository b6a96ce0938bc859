package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Ownership.Entry;
import dev.podium.schema.ObjectType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One configuration, to be merged into an object.
///
/// Upstream: `Apply` in apimachinery/pkg/util/managedfields/internal/structuredmerge.go and in
/// structured-merge-diff merge/update.go.
final class Application {
  /// @param object the merged object, without what its applier gave up
  /// @param owned who owns what in it
  record Result(JsonObject object, Ownership owned) {}

  private final ObjectVersions versions;
  private final GroupVersionKind kind;
  private final String apiVersion;
  private final Writer writer;
  private final JsonObject config;

  Application(ObjectVersions versions, GroupVersionKind kind, Writer writer, JsonObject config) {
    this.versions = versions;
    this.kind = kind;
    this.apiVersion = kind.apiVersion();
    this.writer = writer;
    this.config = config;
  }

  Result run(JsonObject live, Ownership before, boolean force) throws ApplyConflict {
    ObjectType type = versions.type(apiVersion).orElseThrow();
    check(type);
    Ownership owned = before.copy();
    Optional<Entry> last = owned.find(writer);
    FieldSet fields = versions.ownable(apiVersion).among(TypedObject.fields(config, type));
    owned.put(new Entry(writer, apiVersion, last.map(Entry::time).orElse(""), fields, null));
    try {
      JsonObject merged = TypedMerge.merge(live, config, type);
      JsonObject pruned =
          last.map(entry -> new Pruning(versions, owned).prune(merged, apiVersion, entry))
              .orElse(merged);
      takeFromOthers(owned, live, pruned, force);
      return new Result(pruned, owned);
    } catch (TypeMismatch e) {
      throw failure("failed to merge config: " + e.message());
    }
  }

  private void check(ObjectType type) {
    Object managed = config.find("metadata", "managedFields").orElse(JsonNull.NULL);
    if (managed != JsonNull.NULL) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    TypedValidation.errors(config, type)
        .ifPresent(errors -> {
          throw failure("failed to create typed patch object (" + shown() + "): " + errors);
        });
  }

  private String shown() {
    return config.string("metadata", "namespace")
        + "/"
        + config.string("metadata", "name")
        + "; "
        + shown(kind);
  }

  /// A kind as Go's `%v` prints it, which has a slash for the core group too.
  static String shown(GroupVersionKind kind) {
    return kind.group() + "/" + kind.version() + ", Kind=" + kind.kind();
  }

  private void takeFromOthers(Ownership owned, JsonObject live, JsonObject merged, boolean force)
      throws ApplyConflict {
    Versioned change = new Versioned(versions, apiVersion, live, merged);
    Map<Writer, FieldSet> conflicts = new TreeMap<>();
    for (Entry entry : owned.entries()) {
      if (entry.writer().equals(writer)) {
        continue;
      }
      Optional<Comparison> seen = change.in(entry.apiVersion());
      if (seen.isEmpty()) {
        owned.remove(entry.writer());
        continue;
      }
      FieldSet taken = entry.fields().intersection(seen.get().changed());
      if (!taken.isEmpty()) {
        conflicts.put(entry.writer(), taken);
      }
      owned.put(entry.with(entry.fields().difference(taken).difference(seen.get().removed())));
    }
    if (!force && !conflicts.isEmpty()) {
      throw new ApplyConflict(conflicts);
    }
  }

  private static ApiException failure(String message) {
    return ApiException.of(500, "", message);
  }
}
