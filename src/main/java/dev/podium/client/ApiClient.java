package dev.podium.client;

import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.AppliedConfiguration;
import dev.podium.registry.Change;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ObjectList;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.DeleteResult;
import dev.podium.registry.ResourceWatch;
import dev.podium.registry.Selection;
import dev.podium.registry.Subresource;
import dev.podium.registry.WatchQuery;
import dev.podium.registry.WriteContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One component's access to the API, under its own identity and field manager.
///
/// Components are trusted: no authorization is asked. Refusals are [ApiException]s, as a remote
/// client would get them as Status. Safe for use by any thread.
public final class ApiClient {
  private final ResourceService service;
  private final UserInfo user;
  private final String fieldManager;
  private final InstantSource clock;

  public ApiClient(
      ResourceService service, UserInfo user, String fieldManager, InstantSource clock) {
    this.service = service;
    this.user = user;
    this.fieldManager = fieldManager;
    this.clock = clock;
  }

  /// The same access as the service account of a controller,
  /// `system:serviceaccount:kube-system:NAME`.
  public ApiClient asController(String name) {
    UserInfo account =
        UserInfo.of(
            "system:serviceaccount:kube-system:" + name,
            "system:serviceaccounts",
            "system:serviceaccounts:kube-system",
            "system:authenticated");
    return new ApiClient(service, account, "kube-controller-manager", clock);
  }

  /// The same access as the owner of other fields.
  public ApiClient withFieldManager(String otherFieldManager) {
    return new ApiClient(service, user, otherFieldManager, clock);
  }

  /// The same access under another name.
  public ApiClient as(UserInfo other, String otherFieldManager) {
    return new ApiClient(service, other, otherFieldManager, clock);
  }

  public List<ResourceDefinition> served() {
    return service.catalog().all();
  }

  /// The newest revision of the store.
  public long revision() {
    return service.revision();
  }

  /// Calls `listener` whenever custom kinds come, change or go.
  public void whenServedChanges(Runnable listener) {
    service.catalog().listen(listener);
  }

  public boolean serves(GroupVersionKind kind) {
    return service.catalog().find(kind).isPresent();
  }

  public Optional<ApiObject> find(GroupVersionKind kind, String namespace, String name) {
    return service.find(definition(kind), namespace, name);
  }

  /// @throws ApiException 404 where there is none
  public ApiObject get(GroupVersionKind kind, String namespace, String name) {
    return service.get(definition(kind), namespace, name);
  }

  /// @param namespace empty for all
  public List<ApiObject> list(GroupVersionKind kind, String namespace) {
    return list(kind, namespace, Selection.EVERYTHING).items();
  }

  /// As [#list(GroupVersionKind, String)] for a definition at hand, which may be served no longer.
  public List<ApiObject> list(ResourceDefinition definition, String namespace) {
    return service.list(definition, namespace, ListQuery.ALL).items();
  }

  public ObjectList list(GroupVersionKind kind, String namespace, Selection selection) {
    return service.list(definition(kind), namespace, ListQuery.of(selection));
  }

  public ResourceWatch watch(GroupVersionKind kind, String namespace, WatchQuery query) {
    return service.watch(definition(kind), namespace, query);
  }

  public ApiObject create(ApiObject object) {
    return service.create(
        definition(object.groupVersionKind()), object.namespace(), object, context());
  }

  /// Replaces an object; refused with 409 where it names an outdated version.
  public ApiObject update(ApiObject object) {
    return service
        .update(
            definition(object.groupVersionKind()),
            object.namespace(),
            object.name(),
            Change.replaceWith(object),
            context())
        .object();
  }

  /// Changes whatever is there now; `change` may be called again where somebody else wrote in
  /// between.
  public ApiObject update(
      GroupVersionKind kind, String namespace, String name, UnaryOperator<ApiObject> change) {
    return service
        .update(definition(kind), namespace, name, existing(kind, name, change), context())
        .object();
  }

  /// Replaces the status of an object; refused with 409 where it names an outdated version.
  public ApiObject updateStatus(ApiObject object) {
    return service.updateStatus(
        definition(object.groupVersionKind()),
        object.namespace(),
        object.name(),
        Change.replaceWith(object),
        context());
  }

  /// Changes the status of whatever is there now.
  public ApiObject updateStatus(
      GroupVersionKind kind, String namespace, String name, UnaryOperator<ApiObject> change) {
    return service.updateStatus(
        definition(kind), namespace, name, existing(kind, name, change), context());
  }

  /// Makes these fields of an object's status its own by server-side apply, whoever had them.
  ///
  /// @param status only what this component cares for
  public ApiObject applyStatus(
      GroupVersionKind kind, String namespace, String name, JsonObject status) {
    ResourceDefinition definition = definition(kind);
    JsonObject config = ApiObject.named(kind, namespace, name).with("status", status).root();
    return service
        .apply(
            definition,
            definition.subresource("status"),
            namespace,
            name,
            new AppliedConfiguration(config, true, UnaryOperator.identity()),
            context())
        .object();
  }

  /// Changes an object through a subresource of its own kind, such as `finalize`.
  public ApiObject updateSubresource(
      GroupVersionKind kind,
      String subresource,
      String namespace,
      String name,
      UnaryOperator<ApiObject> change) {
    ResourceDefinition definition = definition(kind);
    return service
        .update(
            definition,
            definition.subresource(subresource).orElseThrow(),
            namespace,
            name,
            existing(kind, name, change),
            context())
        .object();
  }

  /// POSTs to a subresource that does something: `binding`, `eviction`, `token`.
  public ApiObject perform(
      GroupVersionKind kind, String subresource, String namespace, String name, ApiObject body) {
    ResourceDefinition definition = definition(kind);
    Subresource found = definition.subresource(subresource).orElseThrow();
    if (!(found.behaviour() instanceof Subresource.Action action)) {
      throw ApiException.methodNotAllowed();
    }
    return service.perform(
        definition, Optional.of(found), action.operation(), namespace, name, body, context());
  }

  /// POSTs what is answered and not stored.
  public ApiObject review(ApiObject review) {
    ResourceDefinition definition = definition(review.groupVersionKind());
    return service.perform(
        definition,
        Optional.empty(),
        definition.operation().orElseThrow(ApiException::methodNotAllowed),
        review.namespace(),
        "",
        review,
        context());
  }

  public DeleteResult delete(
      GroupVersionKind kind, String namespace, String name, DeleteOptions options) {
    return service.delete(definition(kind), namespace, name, options, context());
  }

  /// Writes to an object that somebody else may have deleted meanwhile, which is fine then.
  public static void unlessGone(Runnable write) {
    try {
      write.run();
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  /// Deletes all objects of a kind in a namespace, in the background.
  public void deleteCollection(ResourceDefinition definition, String namespace) {
    service.deleteCollection(
        definition,
        namespace,
        ListQuery.ALL,
        DeleteOptions.propagating(DeleteOptions.Propagation.BACKGROUND),
        context());
  }

  /// A change of what is there; even kinds that a PUT creates are not made by changing them.
  private Change existing(GroupVersionKind kind, String name, UnaryOperator<ApiObject> change) {
    return current ->
        change.apply(
            current.orElseThrow(() -> ApiException.notFound(definition(kind).resource(), name)));
  }

  private ResourceDefinition definition(GroupVersionKind kind) {
    return service.catalog().require(kind);
  }

  private WriteContext context() {
    return new WriteContext(user, fieldManager, false, clock.instant(), _ -> {});
  }
}
