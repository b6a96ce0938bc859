package dev.podium.controllers.ttl;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes onto every node for how many seconds its kubelet may keep Secrets and ConfigMaps: the
/// longer the larger the cluster.
///
/// Upstream: pkg/controller/ttl/ttl_controller.go.
public final class NodeTtl implements Reconciler {
  private static final String ANNOTATION = "node.alpha.kubernetes.io/ttl";

  private final ApiClient client;
  private final Informer nodes;
  private final AtomicInteger count = new AtomicInteger();

  private NodeTtl(ControlLoops loops, ApiClient client) {
    this.client = client.asController("ttl-controller");
    this.nodes = loops.informer(Kinds.NODE);
  }

  public static void register(ControlLoops loops, ApiClient client) {
    NodeTtl ttl = new NodeTtl(loops, client);
    ttl.nodes.listen(delta -> {
      if (delta.before().isEmpty()) {
        ttl.count.incrementAndGet();
      } else if (delta.isDeletion()) {
        ttl.count.decrementAndGet();
      }
    });
    loops.controller("ttl", ttl).on(ttl.nodes);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> node = nodes.find(key);
    String wanted = Integer.toString(seconds(count.get()));
    if (node.isPresent() && !node.get().annotation(ANNOTATION).orElse("").equals(wanted)) {
      client.update(node.get().editMetadata(m -> m.object("annotations").set(ANNOTATION, wanted)));
    }
    return Outcome.DONE;
  }

  static int seconds(int nodes) {
    if (nodes <= 100) {
      return 0;
    }
    return nodes <= 500 ? 15 : nodes <= 1000 ? 30 : nodes <= 2000 ? 60 : 300;
  }
}
