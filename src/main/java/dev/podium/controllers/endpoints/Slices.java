package dev.podium.controllers.endpoints;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.OwnedObjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The EndpointSlices of one manager: brings those of a Service to what they should be with as few
/// writes as possible.
final class Slices {
  static final String SERVICE_NAME = "kubernetes.io/service-name";
  static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final int MOST_ENDPOINTS = 100;

  private final ApiClient client;
  private final String manager;
  private final Function<String, List<ApiObject>> byService;

  Slices(ApiClient client, Informer slices, String manager) {
    this.client = client;
    this.manager = manager;
    this.byService =
        slices.indexed(
            "slices of " + manager,
            slice ->
                manager.equals(slice.labels().get(MANAGED_BY))
                    ? List.of(slice.namespace() + "/" + slice.labels().get(SERVICE_NAME))
                    : List.of());
  }

  Stream<Key> serviceOf(Delta delta) {
    return delta
        .states()
        .filter(slice -> manager.equals(slice.labels().get(MANAGED_BY)))
        .map(slice -> new Key(slice.namespace(), slice.labels().getOrDefault(SERVICE_NAME, "")))
        .distinct();
  }

  /// Endpoints in lots of at most a hundred; one empty lot where there are none.
  static List<List<JsonObject>> chunks(List<JsonObject> endpoints) {
    List<List<JsonObject>> chunks = new ArrayList<>();
    for (int i = 0; i < Math.max(1, endpoints.size()); i += MOST_ENDPOINTS) {
      chunks.add(endpoints.subList(i, Math.min(i + MOST_ENDPOINTS, endpoints.size())));
    }
    return chunks;
  }

  static ApiObject slice(
      ApiObject owner,
      GroupVersionKind kind,
      String manager,
      Map<String, String> labels,
      List<JsonObject> ports,
      List<JsonObject> endpoints) {
    return ApiObject.named(Kinds.ENDPOINT_SLICE, owner.namespace(), "")
        .editMetadata(metadata -> {
          metadata.remove("name");
          metadata.set("generateName", owner.name() + "-");
          labels.forEach((key, value) -> metadata.object("labels").set(key, value));
          metadata.object("labels").set(SERVICE_NAME, owner.name()).set(MANAGED_BY, manager);
          metadata.set(
              "ownerReferences",
              List.of(
                  OwnedObjects.controllerReference(
                      owner.with("kind", kind.kind()).with("apiVersion", kind.apiVersion()))));
        })
        .with("addressType", "IPv4")
        .with("endpoints", orNull(endpoints))
        .with("ports", orNull(ports));
  }

  private static Object orNull(List<JsonObject> list) {
    return list.isEmpty() ? JsonNull.NULL : JsonArray.of(list);
  }

  void replace(Key service, List<ApiObject> wanted) {
    replace(service, wanted, Optional::empty);
  }

  /// @param time when the change began, asked only where something is written
  void replace(Key service, List<ApiObject> wanted, Supplier<Optional<String>> time) {
    List<ApiObject> present =
        new ArrayList<>(byService.apply(service.namespace() + "/" + service.name()));
    List<ApiObject> missing = new ArrayList<>();
    for (ApiObject slice : wanted) {
      Optional<ApiObject> same = present.stream().filter(p -> sameContents(p, slice)).findFirst();
      same.ifPresentOrElse(present::remove, () -> missing.add(slice));
    }
    if (missing.isEmpty() && present.isEmpty()) {
      return;
    }
    Optional<String> began = time.get();
    for (ApiObject slice : missing) {
      ApiObject timed = timed(slice, began);
      if (present.isEmpty()) {
        client.create(timed);
      } else {
        client.update(over(present.removeFirst(), timed));
      }
    }
    present.forEach(this::delete);
  }

  private static boolean sameContents(ApiObject a, ApiObject b) {
    return a.labels().equals(b.labels())
        && a.root().array("ports").equals(b.root().array("ports"))
        && distinct(a).equals(distinct(b));
  }

  private static Set<Object> distinct(ApiObject slice) {
    return new HashSet<>(slice.root().array("endpoints").asList());
  }

  private static ApiObject timed(ApiObject slice, Optional<String> time) {
    return time.map(t ->
            slice.editMetadata(
                metadata -> metadata.object("annotations").set(ServicePods.TRIGGER_TIME, t)))
        .orElse(slice);
  }

  /// The slice that is there with the contents of another.
  private static ApiObject over(ApiObject present, ApiObject wanted) {
    return present
        .editMetadata(metadata -> {
          metadata.set("labels", wanted.metadata().object("labels"));
          wanted
              .metadata()
              .find("annotations")
              .ifPresentOrElse(
                  annotations -> metadata.set("annotations", annotations),
                  () -> metadata.remove("annotations"));
        })
        .edit(draft ->
            List.of("endpoints", "ports")
                .forEach(
                    field -> draft.set(field, wanted.root().find(field).orElse(JsonNull.NULL))));
  }

  private void delete(ApiObject slice) {
    ApiClient.unlessGone(() ->
        client.delete(Kinds.ENDPOINT_SLICE, slice.namespace(), slice.name(), DeleteOptions.NONE));
  }
}
