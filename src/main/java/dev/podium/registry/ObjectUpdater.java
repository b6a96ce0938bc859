package dev.podium.registry;

import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import java.util.Optional;

/// The way of an update: change → default → record ownership → admit → allocate → prepare →
/// validate → admit → store; once more from the start where somebody else wrote in between.
///
/// Upstream: apiserver's endpoints/handlers/update.go and patch.go down to
/// registry/generic/registry/store.go (Update). Defaults apply in the version of the request; from
/// there on the definition of the stored version decides, as upstream's internal types do.
final class ObjectUpdater {
  private final Store store;
  private final ResourceCatalog catalog;
  private final WriteAdmission admission;
  private final FieldOwnership ownership;
  private final ObjectCreator creator;

  /// @param creator of what is not there, where an update may make it
  ObjectUpdater(
      Store store,
      ResourceCatalog catalog,
      WriteAdmission admission,
      FieldOwnership ownership,
      ObjectCreator creator) {
    this.store = store;
    this.catalog = catalog;
    this.admission = admission;
    this.ownership = ownership;
    this.creator = creator;
  }

  WriteResult update(Target target, Change change, WriteContext context) {
    while (true) {
      Optional<ApiObject> stored = store.get(target.key());
      checkUid(target, change.uid(), stored.map(ApiObject::uid).orElse(""));
      if (stored.isEmpty()) {
        return createMissing(target, change, context);
      }
      try {
        return new WriteResult(updateOnce(target, stored.get(), change, context), false);
      } catch (StoreException.RevisionMismatch | StoreException.KeyNotFound e) {
        // Somebody else wrote in between: look again. A caller who named a version is refused then.
      }
    }
  }

  WriteResult apply(Target target, AppliedConfiguration applied, WriteContext context) {
    return update(target, new Apply(ownership, target, applied, context), context);
  }

  /// Upstream: apiserver's storage/interfaces.go (Preconditions.Check), asked before anything else.
  private static void checkUid(Target target, String wanted, String found) {
    if (!wanted.isEmpty() && !wanted.equals(found)) {
      ResourceDefinition definition = target.definition();
      throw ApiException.conflict(
          definition.resource(),
          target.name(),
          ("StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0, AdditionalErrorMsg: "
                  + "Precondition failed: UID in precondition: %s, UID in object meta: %s")
              .formatted(
                  StoragePath.of(definition, target.namespace(), target.name()), wanted, found));
    }
  }

  private WriteResult createMissing(Target target, Change change, WriteContext context) {
    ResourceDefinition definition = target.definition();
    boolean allowed = change.createsMissing() || definition.createsOnUpdate();
    if (!allowed || target.subresource().isPresent()) {
      throw ApiException.notFound(definition.resource(), target.name());
    }
    ApiObject object =
        ObjectIdentity.match(
                definition, target.namespace(), target.name(), change.apply(Optional.empty()))
            .withResourceVersion(0);
    ApiObject created =
        change.ownsFields()
            ? creator.createOwned(
                definition, target.namespace(), definition.defaulted(object), context)
            : creator.createPlaced(definition, target.namespace(), object, context);
    return new WriteResult(created, true);
  }

  private ApiObject updateOnce(
      Target target, ApiObject stored, Change change, WriteContext context) {
    ResourceDefinition definition = target.definition();
    ResourceDefinition storage = catalog.storageOf(definition);
    ApiObject current = definition.fromStorage(stored);
    ApiObject owned = changed(target, current, change, context);
    AdmissionRequest request =
        target.request(
            AdmissionRequest.Operation.UPDATE,
            Optional.of(target.shown(owned)),
            Optional.of(target.shown(current)),
            context);
    ApiObject admitted = admission.mutate(target, request, owned, context);
    ApiObject internal =
        definition.toInternal(ObjectIdentity.checkVersion(storage, admitted, current, context));
    ApiObject old = definition.outOfStore(stored);
    Optional<Hooks.Allocation> allocation =
        target.subresource().isEmpty() ? storage.writes().allocation() : Optional.empty();
    try (Allocating allocating = new Allocating(allocation, internal, Optional.of(old), context)) {
      ApiObject prepared = prepared(target, storage, allocating.object(), old, context);
      Validation.ofUpdate(target, storage, prepared, old);
      context.warn(storage.writes().warn().warnings(prepared, Optional.of(old)));
      admission.validate(request.with(target.shown(definition.fromInternal(prepared))), context);
      ApiObject written = write(target, storage, prepared, stored, context);
      if (!context.dryRun()) {
        allocating.keep();
      }
      return definition.fromStorage(written);
    }
  }

  /// What the writer makes of the object, with the writer's ownership recorded.
  private ApiObject changed(Target target, ApiObject current, Change change, WriteContext context) {
    ResourceDefinition definition = target.definition();
    ApiObject wanted =
        definition.defaulted(
            ObjectIdentity.match(
                definition, target.namespace(), target.name(), change.apply(Optional.of(current))));
    return change.ownsFields()
        ? wanted
        : ownership.record(
            definition,
            target.subresourceName(),
            Optional.of(current),
            OwnerReferences.deduplicate(wanted, context),
            context);
  }

  private static ApiObject prepared(
      Target target,
      ResourceDefinition storage,
      ApiObject object,
      ApiObject stored,
      WriteContext context) {
    ApiObject kept = ObjectIdentity.keep(object, stored);
    Optional<Subresource.View> view = target.view();
    if (view.isPresent()) {
      return kept.edit(draft -> view.get().prepare().prepare(draft, stored, context));
    }
    ApiObject prepared =
        kept.edit(draft -> {
          if (storage.hasStatus()) {
            ObjectIdentity.copy("status", stored, draft);
          }
          storage.writes().prepareUpdate().prepare(draft, stored, context);
        });
    if (!storage.writes().raisesGeneration(prepared, stored)) {
      return prepared;
    }
    long generation = stored.generation().orElse(0) + 1;
    return prepared.editMetadata(metadata -> metadata.set("generation", generation));
  }

  private ApiObject write(
      Target target,
      ResourceDefinition storage,
      ApiObject object,
      ApiObject stored,
      WriteContext context) {
    ApiObject changed = target.definition().intoStore(CanonicalForm.of(storage, object));
    if (ownership.sameButTimes(changed, stored)) {
      return stored;
    }
    if (context.dryRun()) {
      return changed;
    }
    long revision = Long.parseLong(stored.resourceVersion());
    if (Deletion.completedBy(storage, changed, stored)) {
      // Watchers see it as it was; only the writer sees the change that ended it.
      ApiObject last = store.delete(target.key(), revision, stored);
      storage.writes().allocation().ifPresent(allocation -> allocation.released(last));
      return changed;
    }
    return store.update(target.key(), revision, changed);
  }

  /// A server-side apply, which creates what is not there and records ownership itself.
  private record Apply(
      FieldOwnership ownership, Target target, AppliedConfiguration applied, WriteContext context)
      implements Change {
    @Override
    public ApiObject apply(Optional<ApiObject> current) {
      ResourceDefinition definition = target.definition();
      String uid = applied.config().string("metadata", "uid");
      ApiObject merged =
          ownership.apply(definition, target.subresourceName(), current, applied, context);
      if (current.isEmpty() && !uid.isEmpty()) {
        throw ApiException.conflict(
            definition.resource(),
            target.name(),
            "uid mismatch: the provided object specified uid "
                + uid
                + ", and no existing object was found");
      }
      return OwnerReferences.deduplicate(merged, context);
    }

    @Override
    public boolean createsMissing() {
      return true;
    }

    @Override
    public boolean ownsFields() {
      return true;
    }
  }
}
