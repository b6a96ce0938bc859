package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.patch.FieldLedger;
import dev.podium.patch.ObjectVersions;
import dev.podium.patch.Ownable;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Keeps account by a [FieldLedger] for each path of each kind.
///
/// A ledger is made when it is first needed, and anew when the type or the versions of its kind
/// change, as those of custom resources do.
public final class LedgerOwnership implements FieldOwnership {
  private record Page(GroupVersionKind kind, String subresource) {}

  private record Kept(ResourceDefinition definition, ObjectType type, FieldLedger ledger) {}

  private final Schemas schemas;
  private final Map<Page, Kept> ledgers = new ConcurrentHashMap<>();
  private final Map<Page, FieldLedger> actions = new ConcurrentHashMap<>();
  private final Function<GroupVersionKind, Optional<ResourceDefinition>> definitions;

  public LedgerOwnership(ResourceCatalog catalog, Schemas schemas) {
    this.schemas = schemas;
    this.definitions = catalog::find;
  }

  @Override
  public ApiObject record(
      ResourceDefinition definition,
      String subresource,
      Optional<ApiObject> old,
      ApiObject written,
      WriteContext context) {
    Optional<FieldLedger> ledger = ledger(definition, subresource);
    if (ledger.isEmpty()) {
      return FieldOwnership.NONE.record(definition, subresource, old, written, context);
    }
    JsonObject recorded =
        ledger
            .get()
            .update(
                old.map(ApiObject::root), written.root(), context.fieldManager(), context.now());
    return recorded == written.root() ? written : ApiObject.of(recorded);
  }

  @Override
  public ApiObject apply(
      ResourceDefinition definition,
      String subresource,
      Optional<ApiObject> old,
      AppliedConfiguration applied,
      WriteContext context) {
    Optional<FieldLedger> ledger = ledger(definition, subresource);
    if (ledger.isEmpty()) {
      return FieldOwnership.NONE.apply(definition, subresource, old, applied, context);
    }
    return ApiObject.of(
        ledger
            .get()
            .apply(
                old.map(ApiObject::root),
                applied.config(),
                context.fieldManager(),
                applied.force(),
                context.now(),
                object -> {
                  ApiObject decoded = applied.decode().apply(ApiObject.of(object));
                  return definition.defaulted(decoded).root();
                }));
  }

  @Override
  public ApiObject recordAction(
      GroupVersionKind kind, String subresource, ApiObject body, WriteContext context) {
    Optional<ObjectType> type = schemas.kind(kind);
    if (type.isEmpty()) {
      return body;
    }
    FieldLedger ledger =
        actions.computeIfAbsent(
            new Page(kind, subresource),
            _ ->
                new FieldLedger(
                    kind,
                    subresource,
                    ObjectVersions.only(kind.apiVersion(), type.get(), Ownable.ALL)));
    return ApiObject.of(
        ledger.update(Optional.empty(), body.root(), context.fieldManager(), context.now()));
  }

  @Override
  public boolean sameButTimes(ApiObject updated, ApiObject old) {
    return updated == old || FieldLedger.sameButTimes(updated.root(), old.root());
  }

  private Optional<FieldLedger> ledger(ResourceDefinition definition, String subresource) {
    Optional<ObjectType> type = definition.type();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Page page = new Page(definition.kind(), subresource);
    Kept kept = ledgers.get(page);
    if (kept == null || kept.definition() != definition || kept.type() != type.get()) {
      FieldLedger ledger =
          new FieldLedger(definition.kind(), subresource, new Versions(definition, subresource));
      kept = new Kept(definition, type.get(), ledger);
      ledgers.put(page, kept);
    }
    return Optional.of(kept.ledger());
  }

  /// The versions of one resource: those whose objects are stored as the same kind.
  private final class Versions implements ObjectVersions {
    private final ResourceDefinition own;
    private final String subresource;

    Versions(ResourceDefinition own, String subresource) {
      this.own = own;
      this.subresource = subresource;
    }

    private Optional<ResourceDefinition> definition(String apiVersion) {
      if (apiVersion.equals(own.groupVersion().toString())) {
        return Optional.of(own);
      }
      return definitions
          .apply(GroupVersion.parse(apiVersion).kind(own.kind().kind()))
          .filter(other -> other.storage().equals(own.storage()));
    }

    @Override
    public Optional<ObjectType> type(String apiVersion) {
      return definition(apiVersion).flatMap(ResourceDefinition::type);
    }

    @Override
    public Ownable ownable(String apiVersion) {
      return definition(apiVersion)
          .map(definition -> definition.ownable(subresource))
          .orElse(Ownable.ALL);
    }

    @Override
    public JsonObject convert(JsonObject object, String apiVersion) {
      String from = object.string("apiVersion");
      if (from.isEmpty() || from.equals(apiVersion)) {
        return object;
      }
      ApiObject stored = definition(from).orElse(own).toStorage(ApiObject.of(object));
      return definition(apiVersion).orElse(own).fromStorage(stored).root();
    }
  }
}
