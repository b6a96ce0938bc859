package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.object.ApiObject;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Pods for which others had to go: until they are bound, no less important one gets their place.
///
/// Upstream: pkg/scheduler/backend/queue/nominator.go, RunFilterPluginsWithNominatedPods in
/// pkg/scheduler/framework/runtime/framework.go. Safe for use by any thread.
final class Nominations {
  private final Map<Key, Nomination> byPod = new ConcurrentHashMap<>();

  private record Nomination(String node, Placed pod) {}

  /// Known before the pod's status says so, since those that went may come back at once.
  void nominate(ApiObject pod, String node) {
    byPod.put(Key.of(pod), new Nomination(node, Placed.of(pod)));
  }

  void podChanged(Delta delta) {
    ApiObject pod = delta.latest();
    Key key = Key.of(pod);
    String node = nominatedNode(pod);
    boolean over = delta.isDeletion() || !pod.spec().string("nodeName").isEmpty();
    boolean withdrawn =
        node.isEmpty() && delta.before().filter(b -> !nominatedNode(b).isEmpty()).isPresent();
    if (over || withdrawn || PodView.of(pod).isFinished()) {
      byPod.remove(key);
    } else if (!node.isEmpty()) {
      nominate(pod, node);
    }
  }

  private static String nominatedNode(ApiObject pod) {
    return pod.status().string("nominatedNodeName");
  }

  /// The node with those on it for whom a pod has to leave room; the same where there are none.
  Candidate reserved(Candidate node, ApiObject pod) {
    Candidate result = node;
    for (Nomination nomination : byPod.values()) {
      boolean before =
          nomination.node.equals(node.name())
              && nomination.pod.priority() >= pod.spec().integer("priority")
              && !nomination.pod.pod().uid().equals(pod.uid());
      result = before ? result.with(nomination.pod) : result;
    }
    return result;
  }
}
