package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Ownership.Entry;
import dev.podium.patch.Ownership.Undecodable;
import dev.podium.schema.ObjectType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps `metadata.managedFields` of the objects of one kind, and merges what is applied to them.
///
/// Upstream: apimachinery/pkg/util/managedfields/internal, whose chain of managers is one class
/// here: fieldmanager.go, versioncheck.go, skipnonapplied.go, managedfieldsupdater.go, stripmeta.go
/// and structuredmerge.go, with merge/update.go of structured-merge-diff at its end. Pure and
/// shared by all threads.
public final class FieldLedger {
  private static final String MANAGED_FIELDS = "managedFields";
  private static final FieldSet NEVER_OWNED =
      FieldSet.of(
          "apiVersion",
          "kind",
          "metadata",
          "metadata.name",
          "metadata.namespace",
          "metadata.creationTimestamp",
          "metadata.selfLink",
          "metadata.uid",
          "metadata.clusterName",
          "metadata.generation",
          "metadata.managedFields",
          "metadata.resourceVersion");

  private final GroupVersionKind kind;
  private final String apiVersion;
  private final String subresource;
  private final ObjectVersions versions;
  private final ObjectType type;
  private final JsonObject unborn;

  /// @param kind of the objects, in the version of the requests
  /// @param subresource the path that is written to, empty for the object itself
  public FieldLedger(GroupVersionKind kind, String subresource, ObjectVersions versions) {
    this.kind = kind;
    this.apiVersion = kind.apiVersion();
    this.subresource = subresource;
    this.versions = versions;
    this.type = versions.type(apiVersion).orElseThrow();
    this.unborn = type.zeroValue().with("apiVersion", apiVersion).with("kind", kind.kind());
  }

  /// The written object with its writer's ownership recorded: of what it changed, which nobody else
  /// owns from now on.
  ///
  /// An object that has no managed fields gets none until it is applied to. Never refuses: where
  /// the change cannot be understood, ownership stays as it was.
  ///
  /// @param live the object before; empty for a creation
  /// @param written the object after, with defaults; its own `managedFields` are taken where they
  ///   make sense and the path allows it
  public JsonObject update(
      Optional<JsonObject> live, JsonObject written, String manager, Instant now) {
    JsonArray stored = live.map(FieldLedger::managed).orElse(JsonArray.EMPTY);
    Ownership owned = subresource.isEmpty() ? given(written, stored) : orNone(stored);
    JsonObject after = without(written);
    boolean born = live.filter(object -> !object.string("metadata", "uid").isEmpty()).isPresent();
    if (owned.isEmpty() && born) {
      return after;
    }
    try {
      record(owned, live.map(FieldLedger::without).orElse(unborn), after, manager, now);
    } catch (TypeMismatch e) {
      return with(written, stored);
    }
    return with(written, owned.encode());
  }

  private static Ownership given(JsonObject written, JsonArray stored) {
    Object sent = written.find("metadata", MANAGED_FIELDS).orElse(JsonNull.NULL);
    if (sent == stored) {
      return orNone(stored);
    }
    if (Ownership.isReset(sent)) {
      return Ownership.none();
    }
    try {
      Ownership owned =
          sent instanceof JsonArray list ? Ownership.sent(list, stored) : Ownership.none();
      return owned.isEmpty() ? orNone(stored) : owned;
    } catch (Undecodable e) {
      return orNone(stored);
    }
  }

  private static Ownership orNone(JsonArray stored) {
    try {
      return Ownership.stored(stored);
    } catch (Undecodable e) {
      return Ownership.none();
    }
  }

  private void record(
      Ownership owned, JsonObject before, JsonObject after, String manager, Instant now) {
    Versioned change = new Versioned(versions, apiVersion, before, after);
    Comparison comparison = change.in(apiVersion).orElse(Comparison.SAME);
    for (Entry entry : owned.entries()) {
      Optional<Comparison> seen = change.in(entry.apiVersion());
      if (seen.isEmpty()) {
        owned.remove(entry.writer());
      } else if (!seen.get().isSame()) {
        owned.put(
            entry.with(
                entry.fields().difference(seen.get().changed()).difference(seen.get().removed())));
      }
    }
    FieldSet own = comparison.changed().difference(comparison.removed()).difference(NEVER_OWNED);
    if (!own.isEmpty()) {
      Writer writer = Writer.updater(manager, apiVersion, subresource);
      Optional<Entry> last = owned.find(writer);
      FieldSet all = last.map(Entry::fields).orElse(FieldSet.EMPTY);
      owned.put(new Entry(writer, apiVersion, time(last, now), own.union(all), null));
    }
    owned.cap();
  }

  /// Entries of the scale path have no times: they are made of those of a Scale, which get lost on
  /// the way (`ToParent` in apimachinery/pkg/util/managedfields/scalehandler.go).
  private String time(Optional<Entry> last, Instant now) {
    return subresource.equals("scale") ? last.map(Entry::time).orElse("") : Ownership.time(now);
  }

  /// The live object with a configuration applied, and with the applier's ownership recorded.
  ///
  /// @param live the object before; empty where it is to be created
  /// @param config what is applied
  /// @param force take fields from others instead of refusing
  /// @param decode makes a proper object of the merged one: canonical values, defaults
  /// @throws ApiException 400 for another kind, 409 for conflicts, 500 where the configuration does
  ///   not fit the schema
  public JsonObject apply(
      Optional<JsonObject> live,
      JsonObject config,
      String manager,
      boolean force,
      Instant now,
      UnaryOperator<JsonObject> decode) {
    JsonObject before = live.map(FieldLedger::without).orElse(unborn);
    Ownership owned = storedOrFail(live.map(FieldLedger::managed).orElse(JsonArray.EMPTY));
    requireKind(config);
    if (owned.isEmpty()) {
      record(owned, unborn, before, "before-first-apply", now);
    }
    Application application =
        new Application(versions, kind, Writer.applier(manager, subresource), config);
    Application.Result result;
    try {
      result = application.run(before, owned, force);
    } catch (ApplyConflict conflict) {
      result = afterClientSide(application, before, owned, manager, conflict);
    }
    return recorded(result, before, config, manager, now, decode);
  }

  private JsonObject recorded(
      Application.Result result,
      JsonObject before,
      JsonObject config,
      String manager,
      Instant now,
      UnaryOperator<JsonObject> decode) {
    boolean same = result.object().equals(before);
    Ownership owned = result.owned();
    owned
        .find(Writer.applier(manager, subresource))
        .ifPresent(entry -> {
          String time = same ? entry.time() : time(Optional.of(entry), now);
          FieldSet own = entry.fields().difference(NEVER_OWNED);
          owned.put(new Entry(entry.writer(), entry.apiVersion(), time, own, null));
        });
    JsonObject object = same ? before : decode.apply(result.object());
    if (manager.equals("kubectl")) {
      object = LastApplied.updated(object, config);
    }
    return with(object, owned.encode());
  }

  /// Tries again with force where the conflict is only with what client-side apply left.
  private Application.Result afterClientSide(
      Application application,
      JsonObject before,
      Ownership owned,
      String manager,
      ApplyConflict conflict) {
    Optional<FieldSet> allowed =
        manager.equals("kubectl")
            ? LastApplied.allowed(before, apiVersion, type)
            : Optional.empty();
    if (allowed.isEmpty()) {
      throw conflict.status();
    }
    if (!conflict.fields().leaves().difference(allowed.get()).isEmpty()) {
      throw conflict.without(allowed.get()).status();
    }
    try {
      return application.run(before, owned, true);
    } catch (ApplyConflict e) {
      throw e.status();
    }
  }

  private void requireKind(JsonObject config) {
    GroupVersionKind given =
        GroupVersionKind.of(config.string("apiVersion"), config.string("kind"));
    if (!given.equals(kind)) {
      throw ApiException.badRequest("invalid object type: " + Application.shown(given));
    }
  }

  private static Ownership storedOrFail(JsonArray stored) {
    try {
      return Ownership.stored(stored);
    } catch (Undecodable e) {
      throw ApiException.of(500, "", "failed to decode managed fields: " + e.getMessage());
    }
  }

  /// Whether two objects differ in nothing but the times of their `managedFields` and their
  /// version: then nothing needs to be written.
  ///
  /// Upstream: `IgnoreManagedFieldsTimestampsTransformer` in
  /// apiserver/pkg/endpoints/handlers/fieldmanager/equality.go.
  public static boolean sameButTimes(JsonObject updated, JsonObject old) {
    if (updated == old) {
      return true;
    }
    JsonArray entries = managed(updated);
    JsonArray oldEntries = managed(old);
    if (entries.size() != oldEntries.size()) {
      return false;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) != oldEntries.get(i)
          && !timeless(entries.get(i)).equals(timeless(oldEntries.get(i)))) {
        return false;
      }
    }
    return unversioned(updated).equals(unversioned(old));
  }

  private static Object timeless(Object entry) {
    return entry instanceof JsonObject object ? object.without("time") : entry;
  }

  private static JsonObject unversioned(JsonObject object) {
    return object.with(
        "metadata", metadata -> metadata.without(MANAGED_FIELDS).without("resourceVersion"));
  }

  private static JsonArray managed(JsonObject object) {
    return object.array("metadata", MANAGED_FIELDS);
  }

  private static JsonObject without(JsonObject object) {
    return object.has("metadata")
        ? object.with("metadata", metadata -> metadata.without(MANAGED_FIELDS))
        : object;
  }

  /// Puts the list in as it is, even where an equal one in another order stands there.
  private static JsonObject with(JsonObject object, JsonArray managedFields) {
    if (managedFields.isEmpty()) {
      return without(object);
    }
    return managed(object) == managedFields
        ? object
        : without(object)
            .with("metadata", metadata -> metadata.with(MANAGED_FIELDS, managedFields));
  }
}
