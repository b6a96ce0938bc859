package dev.podium.registry;

import dev.podium.admission.AdmissionChain;
import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Every verb on every resource. Web requests, controllers and kubelets all come through here.
///
/// The caller is authorized already. Objects come in decoded, and in and out in the version of the
/// definition named. Upstream: apiserver's registry/generic/registry/store.go over registry/rest.
public final class ResourceService {
  private final Store store;
  private final ResourceCatalog catalog;
  private final ListReader lists;
  private final WriteAdmission admission;
  private final FieldOwnership ownership;
  private final ObjectCreator creator;
  private final ObjectUpdater updater;
  private final ObjectDeleter deleter;
  private final Map<ResourceWatch, ResourceDefinition> customWatches = new ConcurrentHashMap<>();

  public ResourceService(
      Store store,
      ResourceCatalog catalog,
      AdmissionChain admission,
      FieldOwnership ownership,
      ObjectIdentity identity) {
    this.store = store;
    this.catalog = catalog;
    this.ownership = ownership;
    this.admission = new WriteAdmission(admission);
    lists = new ListReader(store);
    creator = new ObjectCreator(store, catalog, this.admission, ownership, identity);
    updater = new ObjectUpdater(store, catalog, this.admission, ownership, creator);
    deleter = new ObjectDeleter(store, catalog, this.admission);
    catalog.listen(this::endOutdatedWatches);
  }

  /// A custom kind that changes is another kind to those who watch it: they begin anew.
  private void endOutdatedWatches() {
    customWatches.forEach((watch, definition) -> {
      if (!catalog.serves(definition)) {
        watch.close();
      }
    });
  }

  public ResourceCatalog catalog() {
    return catalog;
  }

  public long revision() {
    return store.revision();
  }

  /// Waits a little for a revision that is yet to come.
  ///
  /// @throws ApiException 504 where it does not
  public void await(long revision) {
    lists.reached(revision);
  }

  public Optional<ApiObject> find(ResourceDefinition definition, String namespace, String name) {
    return definition.source().isPresent()
        ? definition.source().get().apply(namespace).stream()
            .filter(object -> object.name().equals(name))
            .findFirst()
        : store.get(definition.key(namespace, name)).map(definition::fromStorage);
  }

  /// @throws ApiException 404 where there is none
  public ApiObject get(ResourceDefinition definition, String namespace, String name) {
    return find(definition, namespace, name)
        .orElseThrow(() -> ApiException.notFound(definition.resource(), name));
  }

  /// @param namespace empty for all namespaces, and for cluster-scoped kinds
  public ObjectList list(ResourceDefinition definition, String namespace, ListQuery query) {
    return definition.source().isPresent()
        ? lists.from(definition.source().get().apply(namespace), definition, query)
        : lists.list(definition, namespace, query);
  }

  /// Events of a resource, for a client; the caller closes it.
  public ResourceWatch watch(ResourceDefinition definition, String namespace, WatchQuery query) {
    ResourceWatch watch = ResourceWatch.open(store, lists, definition, namespace, query);
    if (definition.custom()) {
      customWatches.put(watch, definition);
      watch.whenClosed(() -> customWatches.remove(watch));
      if (!catalog.serves(definition)) {
        watch.close();
      }
    }
    return watch;
  }

  public ApiObject create(
      ResourceDefinition definition, String namespace, ApiObject object, WriteContext context) {
    return creator.create(definition, namespace, object, context);
  }

  public WriteResult update(
      ResourceDefinition definition,
      String namespace,
      String name,
      Change change,
      WriteContext context) {
    return updater.update(Target.of(definition, namespace, name), change, context);
  }

  /// An update through a subresource that is a [Subresource.View].
  public WriteResult update(
      ResourceDefinition definition,
      Subresource subresource,
      String namespace,
      String name,
      Change change,
      WriteContext context) {
    return updater.update(
        new Target(definition, namespace, name, Optional.of(subresource)), change, context);
  }

  /// A server-side apply to an object, which is made where there is none, or through a subresource
  /// that is a [Subresource.View].
  public WriteResult apply(
      ResourceDefinition definition,
      Optional<Subresource> subresource,
      String namespace,
      String name,
      AppliedConfiguration applied,
      WriteContext context) {
    return updater.apply(new Target(definition, namespace, name, subresource), applied, context);
  }

  /// Does what a POST asks for instead of storing what it brings, once that is admitted.
  ///
  /// Upstream: apiserver's endpoints/handlers/create.go (createHandler), which keeps account of the
  /// fields even of what is never stored.
  ///
  /// @param name empty where the path names no object
  public ApiObject perform(
      ResourceDefinition definition,
      Optional<Subresource> subresource,
      Subresource.Operation operation,
      String namespace,
      String name,
      ApiObject body,
      WriteContext context) {
    GroupVersionKind kind = subresource.map(Subresource::kind).orElseGet(definition::kind);
    String path = subresource.map(Subresource::name).orElse("");
    ApiObject placed = ObjectIdentity.inNamespace(definition, namespace, body);
    ApiObject owned = ownership.recordAction(kind, path, placed, context);
    ApiObject admitted =
        admit(
            AdmissionRequest.Operation.CREATE,
            definition,
            subresource,
            namespace,
            name.isEmpty() ? owned.name() : name,
            owned,
            context);
    return operation.perform(this, namespace, name, admitted, context);
  }

  public ApiObject updateStatus(
      ResourceDefinition definition,
      String namespace,
      String name,
      Change change,
      WriteContext context) {
    Subresource status = definition.subresource("status").orElseThrow();
    return update(definition, status, namespace, name, change, context).object();
  }

  public DeleteResult delete(
      ResourceDefinition definition,
      String namespace,
      String name,
      DeleteOptions options,
      WriteContext context) {
    definition
        .deletion()
        .undeletable()
        .apply(name)
        .ifPresent(why -> {
          throw ApiException.forbidden(definition.resource(), name, why);
        });
    return deleter.delete(Target.of(definition, namespace, name), options, context);
  }

  /// Has an action or a connection admitted, of which nothing is stored.
  ///
  /// @param name empty where it is about no object
  /// @return the body, as admission wants it
  public ApiObject admit(
      AdmissionRequest.Operation operation,
      ResourceDefinition definition,
      Optional<Subresource> subresource,
      String namespace,
      String name,
      ApiObject body,
      WriteContext context) {
    Target target = new Target(definition, namespace, name, subresource);
    GroupVersionKind kind = subresource.map(Subresource::kind).orElseGet(definition::kind);
    return admission.admit(operation, target, kind, body, context);
  }

  /// Deletes what a list finds, one by one; what is gone meanwhile does not matter.
  ///
  /// @return the objects as they were listed
  public ObjectList deleteCollection(
      ResourceDefinition definition,
      String namespace,
      ListQuery query,
      DeleteOptions options,
      WriteContext context) {
    ObjectList found = list(definition, namespace, query);
    List<ApiObject> deleted = new ArrayList<>();
    for (ApiObject object : found.items()) {
      try {
        deleted.add(
            deleter
                .delete(Target.of(definition, object.namespace(), object.name()), options, context)
                .object());
      } catch (ApiException e) {
        if (e.code() != 404) {
          throw e;
        }
      }
    }
    return new ObjectList(found.revision(), deleted, found.continueToken(), found.remaining());
  }

  /// What an update did.
  public record WriteResult(ApiObject object, boolean created) {}

  /// What a deletion did.
  ///
  /// @param removed whether the object is gone, rather than marked
  public record DeleteResult(ApiObject object, boolean removed) {}
}
