package dev.podium.auth.node;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.stream.Stream;

/// Which objects the pods of a node lead to.
public final class NodeObjects {
  private static final GroupResource PODS = new GroupResource("", "pods");
  private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
  private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");

  private final Store store;

  public NodeObjects(Store store) {
    this.store = store;
  }

  /// Costs a walk over the pods of the namespace.
  boolean leadTo(String node, GroupResource resource, String namespace, String name) {
    return switch (resource.resource()) {
      case "pods" -> store.get(new ObjectKey(PODS, namespace, name)).filter(on(node)).isPresent();
      case "volumeattachments" ->
          store
              .get(new ObjectKey(resource, "", name))
              .filter(attachment -> attachment.spec().string("nodeName").equals(node))
              .isPresent();
      case "persistentvolumes" ->
          store
              .get(new ObjectKey(VOLUMES, "", name))
              .filter(volume -> isClaimedOn(node, volume))
              .isPresent();
      default -> pods(node, namespace).anyMatch(pod -> PodReferences.of(pod).has(resource, name));
    };
  }

  private boolean isClaimedOn(String node, ApiObject volume) {
    String namespace = volume.spec().string("claimRef", "namespace");
    String claim = volume.spec().string("claimRef", "name");
    return pods(node, namespace).anyMatch(pod -> PodReferences.of(pod).has(CLAIMS, claim));
  }

  private Stream<ApiObject> pods(String node, String namespace) {
    return store.snapshot(PODS).stream(namespace, "").filter(on(node));
  }

  private static java.util.function.Predicate<ApiObject> on(String node) {
    return pod -> pod.spec().string("nodeName").equals(node);
  }
}
