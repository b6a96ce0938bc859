package dev.podium.registry;

import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.Deletion.Decision;
import dev.podium.registry.ResourceService.DeleteResult;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import java.util.Optional;

/// The way of a deletion: decide → admit → store; once more from the start where somebody else
/// wrote in between.
///
/// What grace, finalizers, propagation and preconditions come to is decided by [Deletion].
/// Upstream: apiserver's endpoints/handlers/delete.go down to registry/generic/registry/store.go
/// (Delete).
final class ObjectDeleter {
  private final Store store;
  private final ResourceCatalog catalog;
  private final WriteAdmission admission;

  ObjectDeleter(Store store, ResourceCatalog catalog, WriteAdmission admission) {
    this.store = store;
    this.catalog = catalog;
    this.admission = admission;
  }

  DeleteResult delete(Target target, DeleteOptions options, WriteContext context) {
    while (true) {
      ApiObject stored =
          store
              .get(target.key())
              .orElseThrow(
                  () -> ApiException.notFound(target.definition().resource(), target.name()));
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
    ApiObject old = definition.fromStorage(stored);
    admission.validate(
        target.request(
            AdmissionRequest.Operation.DELETE, Optional.empty(), Optional.of(old), context),
        context);
    return switch (decision) {
      case Decision.Leave(ApiObject object) ->
          new DeleteResult(definition.fromStorage(object), false);
      case Decision.Mark(ApiObject marked) -> {
        ApiObject changed = CanonicalForm.of(storage, marked);
        ApiObject written =
            context.dryRun() ? changed : store.update(target.key(), revision(stored), changed);
        yield new DeleteResult(definition.fromStorage(written), false);
      }
      case Decision.Remove(ApiObject last) -> {
        ApiObject changed = CanonicalForm.of(storage, last);
        ApiObject removed = context.dryRun() ? changed : remove(target, storage, stored, changed);
        yield new DeleteResult(definition.fromStorage(removed), true);
      }
    };
  }

  private ApiObject remove(
      Target target, ResourceDefinition storage, ApiObject stored, ApiObject last) {
    // What was marked is stored for a moment, so that watchers see that too.
    ApiObject removed =
        last == stored
            ? store.delete(target.key(), revision(stored), stored)
            : removeMarked(target, store.update(target.key(), revision(stored), last));
    storage.writes().allocation().ifPresent(allocation -> allocation.released(removed));
    return removed;
  }

  /// Takes out an object that is lost already, whoever still writes to it.
  private ApiObject removeMarked(Target target, ApiObject going) {
    ApiObject last = going;
    while (true) {
      try {
        return store.delete(target.key(), revision(last), last);
      } catch (StoreException.KeyNotFound e) {
        return last;
      } catch (StoreException.RevisionMismatch e) {
        last = store.get(target.key()).orElse(last);
      }
    }
  }

  private static long revision(ApiObject stored) {
    return Long.parseLong(stored.resourceVersion());
  }
}
