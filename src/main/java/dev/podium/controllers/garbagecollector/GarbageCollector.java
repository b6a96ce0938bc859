package dev.podium.controllers.garbagecollector;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.DeleteOptions.Propagation;
import dev.podium.registry.Deletion;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Follows owner references across all kinds: background, foreground and orphaning deletion.
///
/// Upstream: pkg/controller/garbagecollector (attemptToDeleteItem, processDeletingDependentsItem,
/// orphanDependents). Where upstream keeps a graph of the cluster up to date, the caches here have
/// an index by owner uid, which is that graph.
public final class GarbageCollector implements Reconciler {
  private final ApiClient client;
  private final OwnershipGraph graph;

  private GarbageCollector(ApiClient client, OwnershipGraph graph) {
    this.client = client;
    this.graph = graph;
  }

  /// Register after every built-in kind is served.
  public static void register(ControlLoops loops, ApiClient client) {
    OwnershipGraph graph = OwnershipGraph.over(loops, client);
    GarbageCollector collector =
        new GarbageCollector(client.asController("generic-garbage-collector"), graph);
    Controller controller = loops.controller("garbage-collector", collector).workers(20);
    graph
        .informers()
        .forEach(informer ->
            controller.on(informer, delta -> collector.concerned(informer.kind(), delta)));
    client.whenServedChanges(() -> {
      OwnershipGraph.Change change = graph.update();
      change.gone().forEach(controller::forget);
      change
          .come()
          .forEach(informer ->
              controller.on(informer, delta -> collector.concerned(informer.kind(), delta)));
    });
  }

  /// Whom a change concerns: the object, those it owns once it is going or gone, and owners that
  /// wait for it.
  private Stream<Key> concerned(GroupVersionKind kind, Delta delta) {
    ApiObject object = delta.latest();
    Stream<Key> owners =
        object.ownerReferences().stream()
            .flatMap(owner -> graph.key(owner, object.namespace()).stream());
    boolean going = delta.isDeletion() || object.isBeingDeleted();
    Stream<Key> dependents =
        going ? graph.dependents(object.uid()).map(graph::key) : Stream.empty();
    boolean matters = going || !object.ownerReferences().isEmpty();
    return matters
        ? Stream.of(Stream.of(graph.key(kind, object)), owners, dependents).flatMap(s -> s)
        : Stream.empty();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<OwnershipGraph.Node> node = graph.find(key);
    if (node.isPresent()) {
      ApiClient.unlessGone(() -> collect(node.get()));
    }
    return Outcome.DONE;
  }

  private void collect(OwnershipGraph.Node node) {
    ApiObject object = node.object();
    if (object.isBeingDeleted()) {
      if (object.finalizers().contains(Deletion.ORPHAN_FINALIZER)) {
        orphanDependents(node);
        return;
      }
      if (object.finalizers().contains(Deletion.FOREGROUND_FINALIZER)) {
        deleteDependents(node);
        return;
      }
    }
    if (!object.isBeingDeleted() && !object.ownerReferences().isEmpty()) {
      deleteUnlessOwned(node);
    }
  }

  private void orphanDependents(OwnershipGraph.Node owner) {
    graph
        .dependents(owner.object().uid())
        .forEach(dependent -> removeReferences(dependent, Set.of(owner.object().uid())));
    removeFinalizer(owner, Deletion.ORPHAN_FINALIZER);
  }

  private void deleteDependents(OwnershipGraph.Node owner) {
    String uid = owner.object().uid();
    List<OwnershipGraph.Node> dependents = graph.dependents(uid).toList();
    if (dependents.stream().noneMatch(dependent -> blocks(dependent.object(), uid))) {
      removeFinalizer(owner, Deletion.FOREGROUND_FINALIZER);
      return;
    }
    dependents.stream()
        .filter(dependent -> !dependent.object().isBeingDeleted())
        .forEach(this::deleteUnlessOwned);
  }

  private static boolean blocks(ApiObject dependent, String ownerUid) {
    return dependent.ownerReferences().stream()
        .anyMatch(
            owner -> owner.string("uid").equals(ownerUid) && owner.bool("blockOwnerDeletion"));
  }

  /// Upstream: attemptToDeleteItem.
  private void deleteUnlessOwned(OwnershipGraph.Node node) {
    Owners owners = Owners.of(node, graph);
    if (!owners.solid().isEmpty()) {
      Set<String> others = owners.gone();
      others.addAll(owners.waiting());
      if (!others.isEmpty()) {
        removeReferences(node, others);
      }
      return;
    }
    ApiObject object = node.object();
    List<OwnershipGraph.Node> dependents = graph.dependents(object.uid()).toList();
    boolean waited = !owners.waiting().isEmpty() && !dependents.isEmpty();
    if (waited && dependents.stream().anyMatch(d -> waitsForDependents(d.object()))) {
      unblockOwners(node);
    }
    delete(node, waited ? Propagation.FOREGROUND : ownPolicy(object));
  }

  private static boolean waitsForDependents(ApiObject object) {
    return object.isBeingDeleted() && object.finalizers().contains(Deletion.FOREGROUND_FINALIZER);
  }

  /// Has the owners not wait for an object whose own dependents wait already: it may be in a circle
  /// with them.
  private void unblockOwners(OwnershipGraph.Node node) {
    edit(
        node,
        object ->
            object.editMetadata(metadata ->
                metadata.set(
                    "ownerReferences",
                    object.ownerReferences().stream()
                        .map(owner ->
                            owner.bool("blockOwnerDeletion")
                                ? owner.with("blockOwnerDeletion", false)
                                : owner)
                        .toList())));
  }

  private static Propagation ownPolicy(ApiObject object) {
    if (object.finalizers().contains(Deletion.ORPHAN_FINALIZER)) {
      return Propagation.ORPHAN;
    }
    return object.finalizers().contains(Deletion.FOREGROUND_FINALIZER)
        ? Propagation.FOREGROUND
        : Propagation.BACKGROUND;
  }

  private void delete(OwnershipGraph.Node node, Propagation propagation) {
    ApiObject object = node.object();
    client.delete(
        node.kind(),
        object.namespace(),
        object.name(),
        DeleteOptions.propagating(propagation).onlyUid(object.uid()));
  }

  private void removeReferences(OwnershipGraph.Node node, Set<String> ownerUids) {
    edit(
        node,
        object ->
            object.editMetadata(metadata -> {
              List<JsonObject> kept =
                  object.ownerReferences().stream()
                      .filter(owner -> !ownerUids.contains(owner.string("uid")))
                      .collect(Collectors.toList());
              if (kept.isEmpty()) {
                metadata.remove("ownerReferences");
              } else {
                metadata.set("ownerReferences", kept);
              }
            }));
  }

  private void removeFinalizer(OwnershipGraph.Node node, String finalizer) {
    edit(
        node,
        object ->
            object.editMetadata(metadata -> {
              List<String> kept =
                  object.finalizers().stream().filter(f -> !f.equals(finalizer)).toList();
              if (kept.isEmpty()) {
                metadata.remove("finalizers");
              } else {
                metadata.set("finalizers", kept);
              }
            }));
  }

  private void edit(OwnershipGraph.Node node, java.util.function.UnaryOperator<ApiObject> change) {
    ApiObject object = node.object();
    client.update(
        node.kind(),
        object.namespace(),
        object.name(),
        current -> current.uid().equals(object.uid()) ? change.apply(current) : current);
  }
}
