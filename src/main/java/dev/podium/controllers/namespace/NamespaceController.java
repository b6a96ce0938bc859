package dev.podium.controllers.namespace;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Deletes what is in a namespace that is being deleted, says in its conditions what remains, and
/// lets it go.
///
/// Upstream: pkg/controller/namespace (namespace_controller.go,
/// deletion/namespaced_resources_deleter.go).
public final class NamespaceController implements Reconciler {
  /// Content that waits for finalizers is looked at again after this long, halved
  /// (finalizerEstimateSeconds).
  private static final long FINALIZER_ESTIMATE_SECONDS = 15;

  /// So long all API servers have to notice that nothing may be made there any more
  /// (namespaceDeletionGracePeriod).
  private static final Duration DELETION_GRACE = Duration.ofSeconds(5);

  private final ApiClient client;
  private final Clock clock;

  private NamespaceController(ApiClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    NamespaceController controller =
        new NamespaceController(client.asController("namespace-controller"), clock);
    loops.controller("namespace", controller).on(loops.informer(Kinds.NAMESPACE)).workers(5);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = client.find(Kinds.NAMESPACE, "", key.name());
    if (found.isEmpty() || !found.get().isBeingDeleted() || finalizers(found.get()).isEmpty()) {
      return Outcome.DONE;
    }
    Duration left = Duration.between(clock.now(), beginning(found.get()));
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    Remains remains = deleteContent(key.name());
    updateConditions(found.get(), remains);
    if (remains.isNothing()) {
      finish(key.name());
      return Outcome.DONE;
    }
    return Outcome.after(Duration.ofSeconds(remains.estimateSeconds() / 2 + 1));
  }

  /// When the deletion of what is in it begins.
  private static Instant beginning(ApiObject namespace) {
    return Timestamps.parse(namespace.deletionTimestamp().orElseThrow()).plus(DELETION_GRACE);
  }

  /// Nothing else goes before all pods are gone: it may be what keeps them in check (KEP-5080).
  private Remains deleteContent(String namespace) {
    List<ResourceDefinition> kinds = deletable();
    List<Remains.OfKind> pods =
        delete(kinds.stream().filter(NamespaceController::isPods), namespace);
    return new Remains(
        pods.isEmpty() ? delete(kinds.stream(), namespace) : pods, FINALIZER_ESTIMATE_SECONDS);
  }

  private static boolean isPods(ResourceDefinition definition) {
    return definition.kind().equals(Kinds.POD);
  }

  private List<ResourceDefinition> deletable() {
    Set<Object> known = new HashSet<>();
    return client.served().stream()
        .filter(definition ->
            definition.namespaced()
                && definition.verbs().contains(Verb.DELETECOLLECTION)
                && known.add(definition.storage()))
        .toList();
  }

  private List<Remains.OfKind> delete(Stream<ResourceDefinition> kinds, String namespace) {
    return kinds
        .peek(definition -> client.deleteCollection(definition, namespace))
        .map(definition ->
            new Remains.OfKind(definition.resource(), client.list(definition, namespace)))
        .filter(left -> !left.objects().isEmpty())
        .toList();
  }

  private void updateConditions(ApiObject namespace, Remains remains) {
    List<JsonObject> before = namespace.status().objects("conditions");
    List<JsonObject> after = new ArrayList<>();
    boolean changed = before.isEmpty();
    for (JsonObject condition : remains.conditions()) {
      Optional<JsonObject> old =
          before.stream()
              .filter(b -> b.string("type").equals(condition.string("type")))
              .findFirst();
      if (old.filter(b -> b.without("lastTransitionTime").equals(condition)).isPresent()) {
        after.add(old.get());
      } else {
        after.add(condition.with("lastTransitionTime", Timestamps.format(clock.now())));
        changed = true;
      }
    }
    if (changed) {
      client.updateStatus(
          Kinds.NAMESPACE,
          "",
          namespace.name(),
          current -> current.editStatus(status -> status.set("conditions", after)));
    }
  }

  private void finish(String name) {
    ApiClient.unlessGone(() -> {
      client.updateSubresource(
          Kinds.NAMESPACE,
          "finalize",
          "",
          name,
          current ->
              current.editSpec(spec ->
                  spec.set(
                      "finalizers",
                      finalizers(current).stream().filter(f -> !f.equals("kubernetes")).toList())));
      client.delete(Kinds.NAMESPACE, "", name, dev.podium.registry.DeleteOptions.NONE);
    });
  }

  private static List<String> finalizers(ApiObject namespace) {
    return namespace.spec().strings("finalizers");
  }
}
