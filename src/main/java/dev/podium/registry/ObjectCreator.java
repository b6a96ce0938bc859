package dev.podium.registry;

import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import java.util.Optional;

/// The way of a creation: default → record ownership → admit → allocate → prepare → validate →
/// admit → store.
///
/// Upstream: apiserver's endpoints/handlers/create.go down to registry/generic/registry/store.go
/// (Create). Defaults apply in the version of the request; from there on the definition of the
/// stored version decides, as upstream's internal types do.
final class ObjectCreator {
  /// As often as upstream tries again when a generated name is taken.
  private static final int NAME_ATTEMPTS = 8;

  private final Store store;
  private final ResourceCatalog catalog;
  private final WriteAdmission admission;
  private final FieldOwnership ownership;
  private final ObjectIdentity identity;

  ObjectCreator(
      Store store,
      ResourceCatalog catalog,
      WriteAdmission admission,
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
    ApiObject placed = ObjectIdentity.inNamespace(definition, namespace, object);
    return createPlaced(definition, namespace, placed, context);
  }

  /// The part of a creation that starts when the object is in the namespace of the request.
  ApiObject createPlaced(
      ResourceDefinition definition, String namespace, ApiObject object, WriteContext context) {
    ApiObject defaulted = definition.defaulted(object);
    ApiObject single = OwnerReferences.deduplicate(defaulted, context);
    ApiObject owned = ownership.record(definition, "", Optional.empty(), single, context);
    return createOwned(definition, namespace, owned, context);
  }

  /// The part of a creation that starts when it is known who owns the fields.
  ApiObject createOwned(
      ResourceDefinition definition, String namespace, ApiObject object, WriteContext context) {
    Target target = Target.of(definition, namespace, object.name());
    AdmissionRequest request =
        target.request(
            AdmissionRequest.Operation.CREATE, Optional.of(object), Optional.empty(), context);
    ApiObject admitted = admission.mutate(target, request, object, context);
    boolean generated = admitted.name().isEmpty();
    for (int attempt = 1; ; attempt++) {
      try {
        return createNamed(definition, identity.born(admitted, context.now()), request, context);
      } catch (StoreException.KeyExists e) {
        if (!generated || attempt == NAME_ATTEMPTS) {
          throw exists(definition, namespace, admitted.name());
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
    ApiObject internal = definition.toInternal(object);
    try (Allocating allocating =
        new Allocating(storage.writes().allocation(), internal, Optional.empty(), context)) {
      ApiObject prepared = prepared(storage, allocating.object(), context);
      Validation.ofNew(definition, storage, prepared);
      context.warn(storage.writes().warn().warnings(prepared, Optional.empty()));
      admission.validate(request.with(definition.fromInternal(prepared)), context);
      if (context.dryRun()) {
        return unstored(definition, storage, prepared);
      }
      ApiObject created =
          store.create(
              definition.key(prepared.namespace(), prepared.name()),
              definition.intoStore(CanonicalForm.toStore(storage, prepared)));
      allocating.keep();
      return definition.fromStorage(created);
    }
  }

  private static ApiObject prepared(
      ResourceDefinition storage, ApiObject object, WriteContext context) {
    return object.edit(draft -> {
      if (storage.hasStatus() && !storage.writes().keepsStatusOnCreate()) {
        draft.remove("status");
      }
      if (storage.writes().countsGenerations()) {
        draft.object("metadata").set("generation", 1);
      }
      storage.writes().prepareCreate().prepare(draft, context);
    });
  }

  /// What a dry run answers.
  private ApiObject unstored(
      ResourceDefinition definition, ResourceDefinition storage, ApiObject prepared) {
    ObjectKey key = definition.key(prepared.namespace(), prepared.name());
    if (store.get(key).isPresent()) {
      throw new StoreException.KeyExists(key);
    }
    return definition.fromInternal(CanonicalForm.of(storage, prepared.withResourceVersion(0)));
  }

  private ApiException exists(ResourceDefinition definition, String namespace, String name) {
    ApiException exists = ApiException.alreadyExists(definition.resource(), name);
    boolean going =
        store.get(definition.key(namespace, name)).filter(ApiObject::isBeingDeleted).isPresent();
    return going ? exists.withMessage("object is being deleted: " + exists.message()) : exists;
  }
}
