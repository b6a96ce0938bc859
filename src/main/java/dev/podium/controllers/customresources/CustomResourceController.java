package dev.podium.controllers.customresources;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.apiextensions.ConversionWebhooks;
import dev.podium.resources.apiextensions.CustomKinds;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.webhooks.CaBundle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Gives definitions their names, serves the kinds of those that are established, and removes the
/// objects of those that go.
///
/// A kind is served before its definition says that it is established, so that whoever waits for
/// that can use it. Upstream, where these are controllers of the API server:
/// apiextensions-apiserver's pkg/controller/status, establish, apiapproval and finalizer.
public final class CustomResourceController implements Reconciler {
  private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
  private static final Duration CHECK_FREQUENCY = Duration.ofSeconds(5);

  /// What a kind was last served by.
  private record Served(String uid, long generation, JsonObject names, boolean terminating) {}

  private final ApiClient client;
  private final ControlLoops loops;
  private final ResourceCatalog catalog;
  private final Informer definitions;
  private final ConversionWebhooks webhooks;
  private final InstantSource clock;
  private final Map<GroupResource, Served> served = new ConcurrentHashMap<>();

  private CustomResourceController(
      ControlLoops loops,
      ApiClient client,
      ResourceCatalog catalog,
      Informer definitions,
      ConversionWebhooks webhooks,
      InstantSource clock) {
    this.loops = loops;
    this.client = client;
    this.catalog = catalog;
    this.definitions = definitions;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  /// @param client the API server's own
  public static void register(
      ControlLoops loops,
      ApiClient client,
      ResourceCatalog catalog,
      ConversionWebhooks webhooks,
      InstantSource clock) {
    Informer definitions = loops.informer(Kinds.CUSTOM_RESOURCE_DEFINITION);
    CustomResourceController controller =
        new CustomResourceController(loops, client, catalog, definitions, webhooks, clock);
    loops
        .controller("crd-publisher", controller)
        .on(
            definitions,
            delta ->
                Stream.concat(
                    Stream.of(Key.of(delta.latest())), controller.waitingFor(delta.latest())));
  }

  /// Those of the same group that may get a name which this one gives up.
  private Stream<Key> waitingFor(ApiObject definition) {
    return sameGroup(definition)
        .filter(other -> !Conditions.isTrue(other, Conditions.NAMES_ACCEPTED))
        .map(Key::of);
  }

  private Stream<ApiObject> sameGroup(ApiObject definition) {
    return definitions.list("").stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> group(other).equals(group(definition)));
  }

  private static String group(ApiObject definition) {
    return definition.spec().string("group");
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = definitions.find(key);
    if (found.isEmpty()) {
      retire(key.name());
      return Outcome.DONE;
    }
    ApiObject definition = found.get();
    if (definition.isBeingDeleted()) {
      return remove(definition);
    }
    establish(definition);
    return Outcome.DONE;
  }

  private void establish(ApiObject definition) {
    AcceptedNames names = AcceptedNames.of(definition, sameGroup(definition).toList());
    ApiObject named =
        Conditions.with(
            definition.editStatus(status -> status.set("acceptedNames", names.names())),
            names.condition(),
            clock.instant());
    if (!Conditions.isTrue(definition, Conditions.ESTABLISHED)) {
      named = Conditions.with(named, established(names.all(), definition.spec()), clock.instant());
    }
    Optional<JsonObject> approval = ApprovalCondition.of(definition);
    ApiObject judged =
        approval.isPresent() ? Conditions.with(named, approval.get(), clock.instant()) : named;
    if (Conditions.isTrue(judged, Conditions.ESTABLISHED)) {
      serve(judged);
    }
    if (!judged.status().equals(definition.status())) {
      client.updateStatus(judged);
    }
  }

  private static JsonObject established(boolean named, JsonObject spec) {
    if (!named) {
      return Conditions.of(
          Conditions.ESTABLISHED, false, "NotAccepted", "not all names are accepted");
    }
    String bundle = spec.string("conversion", "webhook", "clientConfig", "caBundle");
    if (CaBundle.fault(bundle).isPresent()) {
      return Conditions.of(
          Conditions.ESTABLISHED,
          false,
          "InvalidCABundle",
          "The conversion webhook CABundle is invalid");
    }
    return Conditions.of(
        Conditions.ESTABLISHED,
        true,
        "InitialNamesAccepted",
        "the initial names have been accepted");
  }

  private void serve(ApiObject definition) {
    GroupResource resource = resource(definition.name());
    Served wanted =
        new Served(
            definition.uid(),
            definition.generation().orElse(0),
            definition.status().object("acceptedNames"),
            definition.isBeingDeleted());
    if (!wanted.equals(served.get(resource))) {
      replace(resource, CustomKinds.of(definition, client.revision(), webhooks));
      served.put(resource, wanted);
    }
  }

  private void retire(String name) {
    GroupResource resource = resource(name);
    if (served.remove(resource) != null) {
      replace(resource, List.of());
    }
  }

  /// Versions that are no longer served have no caches.
  private void replace(GroupResource resource, List<ResourceDefinition> versions) {
    List<GroupVersionKind> before = kinds(resource);
    catalog.serve(resource, versions);
    before.stream().filter(kind -> catalog.find(kind).isEmpty()).forEach(loops::release);
  }

  private List<GroupVersionKind> kinds(GroupResource resource) {
    return catalog.all().stream()
        .filter(definition -> definition.resource().equals(resource))
        .map(ResourceDefinition::kind)
        .toList();
  }

  /// The name of a definition is its plural, a dot and its group.
  private static GroupResource resource(String name) {
    int dot = name.indexOf('.');
    return new GroupResource(name.substring(dot + 1), name.substring(0, dot));
  }

  private Outcome remove(ApiObject definition) {
    if (!definition.finalizers().contains(FINALIZER)) {
      return Outcome.DONE;
    }
    if (!Conditions.isTrue(definition, Conditions.ESTABLISHED)) {
      finish(
          definition,
          Conditions.of(
              Conditions.TERMINATING, false, "NeverEstablished", "resource was never established"));
      return Outcome.DONE;
    }
    serve(definition);
    Optional<ResourceDefinition> kind = catalog.find(resource(definition.name()));
    kind.ifPresent(found -> client.deleteCollection(found, ""));
    int left = kind.map(found -> client.list(found, "").size()).orElse(0);
    if (left == 0) {
      finish(
          definition,
          Conditions.of(
              Conditions.TERMINATING, false, "InstanceDeletionCompleted", "removed all instances"));
      return Outcome.DONE;
    }
    JsonObject waiting =
        Conditions.of(
            Conditions.TERMINATING,
            true,
            "InstanceDeletionInProgress",
            "CustomResource deletion is in progress");
    ApiObject noted = Conditions.with(definition, waiting, clock.instant());
    if (!noted.status().equals(definition.status())) {
      client.updateStatus(noted);
    }
    return Outcome.after(CHECK_FREQUENCY);
  }

  private void finish(ApiObject definition, JsonObject condition) {
    ApiClient.unlessGone(() -> {
      client.updateStatus(
          Kinds.CUSTOM_RESOURCE_DEFINITION,
          "",
          definition.name(),
          current -> Conditions.with(current, condition, clock.instant()));
      client.update(
          Kinds.CUSTOM_RESOURCE_DEFINITION,
          "",
          definition.name(),
          current ->
              current.editMetadata(metadata ->
                  metadata.set(
                      "finalizers",
                      current.finalizers().stream().filter(f -> !f.equals(FINALIZER)).toList())));
      client.delete(Kinds.CUSTOM_RESOURCE_DEFINITION, "", definition.name(), DeleteOptions.NONE);
    });
  }
}
