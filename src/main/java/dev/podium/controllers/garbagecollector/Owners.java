package dev.podium.controllers.garbagecollector;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.Deletion;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The uids of an object's owners by what they mean for it (upstream: classifyReferences).
///
/// @param solid there, so that the object stays
/// @param gone no longer there
/// @param waiting being deleted once their dependents are gone
record Owners(Set<String> solid, Set<String> gone, Set<String> waiting) {
  static Owners of(OwnershipGraph.Node node, OwnershipGraph graph) {
    Owners owners = new Owners(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    for (JsonObject reference : node.object().ownerReferences()) {
      owners.add(reference, node.object().namespace(), graph);
    }
    return owners;
  }

  private void add(JsonObject reference, String namespace, OwnershipGraph graph) {
    String uid = reference.string("uid");
    if (!graph.knows(reference)) {
      solid.add(uid);
      return;
    }
    Optional<ApiObject> owner =
        graph.owner(reference, namespace).filter(object -> object.uid().equals(uid));
    if (owner.isEmpty()) {
      gone.add(uid);
    } else if (owner.get().isBeingDeleted()
        && owner.get().finalizers().contains(Deletion.FOREGROUND_FINALIZER)) {
      waiting.add(uid);
    } else {
      solid.add(uid);
    }
  }
}
