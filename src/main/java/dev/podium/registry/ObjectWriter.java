package dev.podium.registry;

import dev.podium.admission.AdmissionChain;
import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.Reinvocation;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.ObjectKey;
import dev.podium.registry.Deletion.Decision;
import dev.podium.registry.ResourceService.DeleteResult;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.schema.structural.Pruning;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import java.util.List;
import java.util.Optional;

/// The way of a write: default → record ownership → admit → allocate → prepare → validate → admit →
/// store.
///
/// Upstream: apiserver's endpoints/handlers/create.go, update.go and delete.go down to
/// registry/generic/registry/store.go. Defaults apply in the version of the request; from there on
/// the definition of the stored version decides, as upstream's internal types do.
public final class ObjectWriter {
  /// As often as upstream tries again when a generated name is taken.
  private static final int NAME_ATTEMPTS = 8;

  static final String OUTDATED =
      "the object has been modified; please apply your changes to the latest version and try again";

  /// The object that a write is about.
  ///
  /// @param subresource what is written through
  record Target(
      ResourceDefinition definition,
      String namespace,
      String name,
      Optional<Subresource> subresource) {
    ObjectKey key() {
      return definition.key(namespace, name);
    }

    String subresourceName() {
      return subresource.map(Subresource::name).orElse("");
    }

    Optional<Subresource.Scale> scale() {
      return subresource
          .map(Subresource::behaviour)
          .filter(Subresource.Scale.class::isInstance)
          .map(Subresource.Scale.class::cast);
    }

    /// What the bodies of requests are.
    GroupVersionKind kind() {
      return scale().isPresent() ? subresource.orElseThrow().kind() : definition.kind();
    }
  }

  private final Store store;
  private final ResourceCatalog catalog;
  private final AdmissionChain admission;
  private final FieldOwnership ownership;
  private final ObjectIdentity identity;

  public ObjectWriter(
      Store store,
      ResourceCatalog catalog,
      AdmissionChain admission,
      FieldOwnership ownership,
      ObjectIdentity identity) {
    this.store = store;
    this.catalog = catalog;
    this.admission = admission;
    this.ownership = ownership;
    this.identity = identity;
  }

  ApiObject create(
      ResourceDefinition definition, String namespace, ApiObject object, WriteContext context) {
    if (!context.dryRun()) {
      ObjectIdentity.refuseVersion(object);
    }
    ApiObject named = ObjectIdentity.inNamespace(definition, namespace, object);
    ApiObject owned = own(definition, "", Optional.empty(), defaulted(definition, named), context);
    return createOwned(definition, namespace, owned, context);
  }

  /// The part of a creation that starts when it is known who owns the fields.
  private ApiObject createOwned(
      ResourceDefinition definition, String namespace, ApiObject object, WriteContext context) {
    AdmissionRequest request =
        admissionRequest(
            AdmissionRequest.Operation.CREATE,
            new Target(definition, namespace, object.name(), Optional.empty()),
            Optional.of(object),
            Optional.empty(),
            context);
    ApiObject admitted = pruned(definition, admission(context).mutate(request), request);
    boolean generated = admitted.name().isEmpty();
    for (int attempt = 1; ; attempt++) {
      try {
        return createNamed(definition, identity.born(admitted, context.now()), request, context);
      } catch (StoreException.KeyExists e) {
        if (!generated || attempt == NAME_ATTEMPTS) {
          throw exists(definition, namespace, identity, admitted);
        }
      }
    }
  }

  private ApiObject createNamed(
      ResourceDefinition definition,
      ApiObject object,
      AdmissionRequest request,
      WriteContext context) {
    ResourceDefinition storage = catalog.storageOf(definition);
    ApiObject stored = definition.toInternal(object);
    try (Allocating allocating =
        new Allocating(storage.allocation(), stored, Optional.empty(), context)) {
      ApiObject prepared =
          allocating
              .object()
              .edit(draft -> {
                if (storage.hasStatus() && !storage.keepsStatusOnCreate()) {
                  draft.remove("status");
                }
                if (storage.countsGenerations()) {
                  draft.object("metadata").set("generation", 1);
                }
                storage.prepareCreate().prepare(draft, context);
              });
      List<FieldError> errors = ObjectIdentity.validate(storage, prepared);
      definition.validateStored().orElse(storage.validate()).validate(prepared, errors);
      refuse(storage, prepared, errors);
      context.warn(storage.warn().warnings(prepared, Optional.empty()));
      admission(context).validate(request.with(definition.fromInternal(prepared)));
      ObjectKey key = definition.key(prepared.namespace(), prepared.name());
      if (context.dryRun()) {
        if (store.get(key).isPresent()) {
          throw new StoreException.KeyExists(key);
        }
        return definition.fromInternal(CanonicalForm.of(storage, prepared.withResourceVersion(0)));
      }
      ApiObject created =
          store.create(key, definition.intoStore(CanonicalForm.toStore(storage, prepared)));
      allocating.keep();
      return definition.fromStorage(created);
    }
  }

  private ApiException exists(
      ResourceDefinition definition, String namespace, ObjectIdentity identity, ApiObject object) {
    String name = object.name();
    ApiException exists = ApiException.alreadyExists(definition.resource(), name);
    boolean going =
        store.get(definition.key(namespace, name)).filter(ApiObject::isBeingDeleted).isPresent();
    return going ? exists.withMessage("object is being deleted: " + exists.message()) : exists;
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

  ApiObject recordAction(
      GroupVersionKind kind, String subresource, ApiObject body, WriteContext context) {
    return ownership.recordAction(kind, subresource, body, context);
  }

  WriteResult apply(Target target, AppliedConfiguration applied, WriteContext context) {
    return update(target, new Apply(ownership, target, applied, context), context);
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

  private WriteResult createMissing(Target target, Change change, WriteContext context) {
    ResourceDefinition definition = target.definition();
    boolean allowed = change.createsMissing() || definition.createsOnUpdate();
    if (!allowed || target.subresource().isPresent()) {
      throw ApiException.notFound(definition.resource(), target.name());
    }
    ApiObject made =
        ObjectIdentity.match(
            definition, target.namespace(), target.name(), change.apply(Optional.empty()));
    ApiObject object = defaulted(definition, made.withResourceVersion(0));
    ApiObject owned =
        change.ownsFields() ? object : own(definition, "", Optional.empty(), object, context);
    return new WriteResult(createOwned(definition, target.namespace(), owned, context), true);
  }

  private ApiObject updateOnce(
      Target target, ApiObject stored, Change change, WriteContext context) {
    ResourceDefinition definition = target.definition();
    ResourceDefinition storage = catalog.storageOf(definition);
    ApiObject current = definition.fromStorage(stored);
    ApiObject wanted =
        defaulted(
            definition,
            ObjectIdentity.match(
                definition, target.namespace(), target.name(), change.apply(Optional.of(current))));
    ApiObject owned =
        change.ownsFields()
            ? wanted
            : own(definition, target.subresourceName(), Optional.of(current), wanted, context);
    AdmissionRequest request =
        admissionRequest(
            AdmissionRequest.Operation.UPDATE,
            target,
            Optional.of(shown(target, owned)),
            Optional.of(shown(target, current)),
            context);
    ApiObject versioned =
        ObjectIdentity.checkVersion(
            storage, admitted(target, request, owned, context), current, context);
    ApiObject admitted = definition.toInternal(versioned);
    ApiObject old = definition.outOfStore(stored);
    Optional<Hooks.Allocation> allocation =
        target.subresource().isEmpty() ? storage.allocation() : Optional.empty();
    try (Allocating allocating = new Allocating(allocation, admitted, Optional.of(old), context)) {
      ApiObject prepared = prepareUpdate(target, storage, allocating.object(), old, context);
      validateUpdate(target, storage, prepared, old);
      context.warn(storage.warn().warnings(prepared, Optional.of(old)));
      admission(context).validate(request.with(shown(target, definition.fromInternal(prepared))));
      ApiObject written = write(target, storage, prepared, stored, context);
      if (!context.dryRun()) {
        allocating.keep();
      }
      return definition.fromStorage(written);
    }
  }

  /// The object as admission sees it.
  private static ApiObject shown(Target target, ApiObject object) {
    return target
        .scale()
        .map(scale -> scale.of(object, target.kind(), target.definition().custom()))
        .orElse(object);
  }

  private AdmissionChain admission(WriteContext context) {
    return context.admitted() ? AdmissionChain.NONE : admission;
  }

  private ApiObject admitted(
      Target target, AdmissionRequest request, ApiObject owned, WriteContext context) {
    ApiObject changed = admission(context).mutate(request);
    return target
        .scale()
        .map(scale ->
            request.object().filter(changed::equals).isPresent()
                ? owned
                : scale.into(owned, changed))
        .orElseGet(() -> pruned(target.definition(), changed, request));
  }

  /// What admission adds to a custom object stays only where the schema has a place for it.
  private static ApiObject pruned(
      ResourceDefinition definition, ApiObject changed, AdmissionRequest request) {
    return request.object().filter(changed::equals).isPresent()
        ? changed
        : definition
            .structure()
            .map(schema -> ApiObject.of(Pruning.of(schema, changed.root()).object()))
            .orElse(changed);
  }

  /// Has an action, or a connection, admitted: what is changed by that is given back.
  ///
  /// @param kind of the body
  ApiObject admit(
      AdmissionRequest.Operation operation,
      Target target,
      GroupVersionKind kind,
      ApiObject body,
      WriteContext context) {
    AdmissionRequest request =
        admissionRequest(operation, target, kind, Optional.of(body), Optional.empty(), context);
    ApiObject changed = admission.mutate(request);
    admission.validate(request.with(changed));
    return changed;
  }

  private ApiObject prepareUpdate(
      Target target,
      ResourceDefinition storage,
      ApiObject object,
      ApiObject stored,
      WriteContext context) {
    ApiObject kept = ObjectIdentity.keep(object, stored);
    if (target.subresource().isPresent()
        && target.subresource().get().behaviour() instanceof Subresource.View view) {
      return kept.edit(draft -> view.prepare().prepare(draft, stored, context));
    }
    ApiObject prepared =
        kept.edit(draft -> {
          if (storage.hasStatus()) {
            ObjectIdentity.copy("status", stored, draft);
          }
          storage.prepareUpdate().prepare(draft, stored, context);
        });
    if (!storage.raisesGeneration(prepared, stored)) {
      return prepared;
    }
    long generation = stored.generation().orElse(0) + 1;
    return prepared.editMetadata(metadata -> metadata.set("generation", generation));
  }

  private static void validateUpdate(
      Target target, ResourceDefinition storage, ApiObject object, ApiObject stored) {
    List<FieldError> errors = ObjectIdentity.validateUpdate(storage, object, stored);
    if (target.subresource().isPresent()
        && target.subresource().get().behaviour() instanceof Subresource.View view) {
      view.validate().validate(object, stored, errors);
    } else {
      if (storage.checksUpdatesAsNew()) {
        errors.addAll(ObjectIdentity.validate(storage, object));
      }
      target
          .definition()
          .validateStoredUpdate()
          .orElse(storage.validateUpdate())
          .validate(object, stored, errors);
    }
    refuse(storage, object, errors);
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
      storage.allocation().ifPresent(allocation -> allocation.released(last));
      return changed;
    }
    return store.update(target.key(), revision, changed);
  }

  DeleteResult delete(
      ResourceDefinition definition,
      String namespace,
      String name,
      DeleteOptions options,
      WriteContext context) {
    Target target = new Target(definition, namespace, name, Optional.empty());
    while (true) {
      ApiObject stored =
          store
              .get(target.key())
              .orElseThrow(() -> ApiException.notFound(definition.resource(), name));
      try {
        return deleteOnce(target, stored, options, context);
      } catch (StoreException.RevisionMismatch | StoreException.KeyNotFound e) {
        // Somebody else wrote in between: decide again.
      }
    }
  }

  private DeleteResult deleteOnce(
      Target target, ApiObject stored, DeleteOptions options, WriteContext context) {
    ResourceDefinition definition = target.definition();
    ResourceDefinition storage = catalog.storageOf(definition);
    Decision decision = Deletion.decide(storage, stored, options, context.now());
    admission(context)
        .validate(
            admissionRequest(
                AdmissionRequest.Operation.DELETE,
                target,
                Optional.empty(),
                Optional.of(definition.fromStorage(stored)),
                context));
    long revision = Long.parseLong(stored.resourceVersion());
    return switch (decision) {
      case Decision.Leave(ApiObject object) -> result(definition, object, false);
      case Decision.Mark(ApiObject marked) -> {
        ApiObject changed = CanonicalForm.of(storage, marked);
        yield result(
            definition,
            context.dryRun() ? changed : store.update(target.key(), revision, changed),
            false);
      }
      case Decision.Remove(ApiObject last) -> {
        ApiObject changed = CanonicalForm.of(storage, last);
        yield result(
            definition,
            context.dryRun() ? changed : remove(target, storage, stored, changed),
            true);
      }
    };
  }

  private ApiObject remove(
      Target target, ResourceDefinition storage, ApiObject stored, ApiObject last) {
    long revision = Long.parseLong(stored.resourceVersion());
    // What was marked is stored for a moment, so that watchers see that too.
    ApiObject removed =
        last == stored
            ? store.delete(target.key(), revision, stored)
            : removeMarked(target, store.update(target.key(), revision, last));
    storage.allocation().ifPresent(allocation -> allocation.released(removed));
    return removed;
  }

  /// Takes out an object that is lost already, whoever still writes to it.
  private ApiObject removeMarked(Target target, ApiObject going) {
    ApiObject last = going;
    while (true) {
      try {
        return store.delete(target.key(), Long.parseLong(last.resourceVersion()), last);
      } catch (StoreException.KeyNotFound e) {
        return last;
      } catch (StoreException.RevisionMismatch e) {
        last = store.get(target.key()).orElse(last);
      }
    }
  }

  private static DeleteResult result(
      ResourceDefinition definition, ApiObject stored, boolean removed) {
    return new DeleteResult(definition.fromStorage(stored), removed);
  }

  private ApiObject own(
      ResourceDefinition definition,
      String subresource,
      Optional<ApiObject> old,
      ApiObject object,
      WriteContext context) {
    ApiObject single = OwnerReferences.deduplicate(object, context);
    return ownership.record(definition, subresource, old, single, context);
  }

  private static ApiObject defaulted(ResourceDefinition definition, ApiObject object) {
    return object.edit(definition.defaults()::apply);
  }

  private static void refuse(
      ResourceDefinition definition, ApiObject object, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      // A custom object says itself what it is, and may be wrong.
      GroupKind named =
          definition.custom() ? object.groupVersionKind().groupKind() : definition.groupKind();
      throw ApiException.invalid(named, object.name(), errors);
    }
  }

  private static AdmissionRequest admissionRequest(
      AdmissionRequest.Operation operation,
      Target target,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      WriteContext context) {
    return admissionRequest(operation, target, target.kind(), object, old, context);
  }

  private static AdmissionRequest admissionRequest(
      AdmissionRequest.Operation operation,
      Target target,
      GroupVersionKind kind,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      WriteContext context) {
    return new AdmissionRequest(
        operation,
        kind,
        target.definition().resource(),
        target.definition().groupVersion().version(),
        target.subresourceName(),
        target.namespace(),
        target.name(),
        object,
        old,
        context.user(),
        context.dryRun(),
        context.options(),
        context.now(),
        context.warnings(),
        new Reinvocation());
  }

  /// What a kind takes from outside around one write; given back unless the write is kept.
  private static final class Allocating implements AutoCloseable {
    private final ApiObject object;
    private Optional<Hooks.Reservation> reservation = Optional.empty();

    Allocating(
        Optional<Hooks.Allocation> allocation,
        ApiObject object,
        Optional<ApiObject> old,
        WriteContext context) {
      this.object =
          object.edit(
              draft -> reservation = allocation.map(hook -> hook.before(draft, old, context)));
    }

    ApiObject object() {
      return object;
    }

    void keep() {
      reservation.ifPresent(Hooks.Reservation::keep);
      reservation = Optional.empty();
    }

    @Override
    public void close() {
      reservation.ifPresent(Hooks.Reservation::giveBack);
    }
  }
}
