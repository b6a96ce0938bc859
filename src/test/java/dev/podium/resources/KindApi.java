package dev.podium.resources;

import dev.podium.admission.AdmissionChain;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.patch.MergePatch;
import dev.podium.registry.Change;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.FieldOwnership;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ObjectIdentity;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Selection;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.decode.DecodeException;
import dev.podium.schema.decode.TypedDecoder;
import dev.podium.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// The built-in kinds over an empty store, without admission: JSON in, objects and refusals out.
///
/// Namespaced objects that name no namespace are in `ns`. JSON may have single quotes.
public final class KindApi {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ResourceService service;
  private final List<String> warnings = new ArrayList<>();
  private final WriteContext context =
      new WriteContext(UserInfo.of("tester"), "test", false, NOW, warnings::add);

  public KindApi() {
    this("10.96.0.0/12");
  }

  /// @param serviceRanges the ranges of cluster addresses, one or one of each family
  public KindApi(String... serviceRanges) {
    var store = new InMemoryStore();
    var catalog =
        new ResourceCatalog(
            BuiltInResources.all(
                new BuiltInResources.Surroundings(
                    (_, _, _, body, _) -> body,
                    List.of(serviceRanges).stream().map(Cidr::require).toList(),
                    30000,
                    32767,
                    new Random(1))));
    AtomicInteger uid = new AtomicInteger();
    var identity =
        new ObjectIdentity(() -> "uid-" + uid.incrementAndGet(), prefix -> prefix + "abcde");
    service =
        new ResourceService(
            store, catalog, new AdmissionChain(List.of()), FieldOwnership.NONE, identity);
  }

  /// Serves the versions of a custom resource, and no others.
  public void serve(List<ResourceDefinition> versions) {
    service.catalog().serve(versions.getFirst().resource(), versions);
  }

  public ApiObject create(String json) {
    ApiObject object = parse(json);
    ResourceDefinition definition = definition(object);
    return service.create(definition, namespace(definition, object), object, context);
  }

  public ApiObject create(String json, Object... arguments) {
    return create(json.formatted(arguments));
  }

  /// Replaces or, where the kind allows it, creates.
  public ApiObject put(String json) {
    ApiObject object = parse(json);
    ResourceDefinition definition = definition(object);
    return service
        .update(
            definition,
            namespace(definition, object),
            object.name(),
            Change.replaceWith(object),
            context)
        .object();
  }

  /// Merges JSON into the stored state of an object.
  public ApiObject merge(ApiObject object, String patch) {
    ResourceDefinition definition = definition(object);
    return service
        .update(definition, object.namespace(), object.name(), merging(patch), context)
        .object();
  }

  /// Merges JSON into an object through one of its subresources.
  public ApiObject merge(ApiObject object, String subresource, String patch) {
    ResourceDefinition definition = definition(object);
    return service
        .update(
            definition,
            definition.subresource(subresource).orElseThrow(),
            object.namespace(),
            object.name(),
            merging(patch),
            context)
        .object();
  }

  /// All objects of a kind in a namespace, in its version.
  public List<ApiObject> list(GroupVersionKind kind, String namespace, Selection selection) {
    return service
        .list(service.catalog().require(kind), namespace, ListQuery.of(selection))
        .items();
  }

  /// Posts to a subresource that does something.
  public ApiObject act(ApiObject object, String subresource, String body) {
    ResourceDefinition definition = definition(object);
    Subresource found = definition.subresource(subresource).orElseThrow();
    if (found.behaviour() instanceof Subresource.Action(var operation)) {
      return service.perform(
          definition,
          Optional.of(found),
          operation,
          object.namespace(),
          object.name(),
          parse(body),
          context);
    }
    throw new AssertionError(subresource + " does nothing");
  }

  private static Change merging(String patch) {
    MergePatch parsed = MergePatch.decode(utf8(patch), false);
    return current -> ApiObject.of(parsed.applyTo(unversioned(current.orElseThrow()).root()));
  }

  /// Custom kinds are only ever changed with their version.
  private static ApiObject unversioned(ApiObject object) {
    return Schemas.builtIn().kind(object.groupVersionKind()).isEmpty()
        ? object
        : object.editMetadata(metadata -> metadata.remove("resourceVersion"));
  }

  public ApiObject delete(ApiObject object) {
    return service
        .delete(definition(object), object.namespace(), object.name(), DeleteOptions.NONE, context)
        .object();
  }

  public Optional<ApiObject> find(ApiObject object) {
    return service.find(definition(object), object.namespace(), object.name());
  }

  /// The object as another version of its kind shows it.
  public ApiObject get(String apiVersion, ApiObject object) {
    ResourceDefinition definition =
        service.catalog().require(GroupVersionKind.of(apiVersion, object.kind()));
    return service.get(definition, object.namespace(), object.name());
  }

  public List<Object> cells(ApiObject object) {
    return definition(object).table().row().cells(object, NOW);
  }

  /// The warnings since the last call.
  public List<String> warnings() {
    List<String> seen = List.copyOf(warnings);
    warnings.clear();
    return seen;
  }

  /// What an action is refused for: one `field: text` for each cause, or else the message.
  public static List<String> refusal(Runnable action) {
    try {
      action.run();
    } catch (ApiException e) {
      List<JsonObject> causes =
          e.details().map(details -> details.objects("causes")).orElse(List.of());
      return causes.isEmpty()
          ? List.of(e.message())
          : causes.stream().map(c -> c.string("field") + ": " + c.string("message")).toList();
    }
    throw new AssertionError("not refused");
  }

  private ResourceDefinition definition(ApiObject object) {
    return service.catalog().require(object.groupVersionKind());
  }

  private static String namespace(ResourceDefinition definition, ApiObject object) {
    return !definition.namespaced() ? "" : object.namespace().isEmpty() ? "ns" : object.namespace();
  }

  private static ApiObject parse(String json) {
    ApiObject body = ApiObject.of(Json.parseObject(utf8(json)));
    Optional<ObjectType> type = Schemas.builtIn().kind(body.groupVersionKind());
    if (type.isEmpty()) {
      return body;
    }
    try {
      return ApiObject.of(TypedDecoder.decode(type.get(), body.root()).value());
    } catch (DecodeException e) {
      throw new AssertionError(e.message(), e);
    }
  }

  private static byte[] utf8(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
