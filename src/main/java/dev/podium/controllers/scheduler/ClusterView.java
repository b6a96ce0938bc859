package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.object.ApiObject;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.Delta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All nodes with what is on them, kept up to date change by change, so that placing a pod costs
/// the number of nodes and not that of pods.
///
/// Guarded by its own lock; what it hands out is immutable.
final class ClusterView {
  private final Map<String, Candidate> nodes = new TreeMap<>();
  private final Map<String, List<Placed>> homeless = new HashMap<>();

  synchronized void nodeChanged(Delta delta) {
    String name = delta.latest().name();
    if (delta.isDeletion()) {
      Candidate gone = nodes.remove(name);
      if (gone != null && !gone.pods().isEmpty()) {
        homeless.put(name, gone.pods());
      }
      return;
    }
    Candidate known = nodes.get(name);
    if (known != null) {
      nodes.put(name, known.with(delta.latest()));
      return;
    }
    Candidate fresh = Candidate.empty(delta.latest());
    List<Placed> waiting = homeless.remove(name);
    if (waiting != null) {
      for (Placed placed : waiting) {
        fresh = fresh.with(placed);
      }
    }
    nodes.put(name, fresh);
  }

  synchronized void podChanged(Delta delta) {
    if (staysWhereItIs(delta)) {
      return;
    }
    delta.before().ifPresent(this::remove);
    delta
        .after()
        .filter(pod -> !pod.spec().string("nodeName").isEmpty() && !PodView.of(pod).isFinished())
        .ifPresent(this::add);
  }

  /// Most changes of a pod are of its status and take nothing from a node that it did not have.
  private boolean staysWhereItIs(Delta delta) {
    if (delta.before().isEmpty() || delta.after().isEmpty()) {
      return false;
    }
    ApiObject before = delta.before().get();
    ApiObject after = delta.after().get();
    Candidate node = nodes.get(after.spec().string("nodeName"));
    if (node == null || before.spec() != after.spec() || PodView.of(after).isFinished()) {
      return false;
    }
    int place = node.place(before);
    if (place < 0) {
      return false;
    }
    nodes.put(node.name(), node.with(place, after));
    return true;
  }

  private void add(ApiObject pod) {
    String node = pod.spec().string("nodeName");
    Candidate known = nodes.get(node);
    if (known != null) {
      nodes.put(node, known.with(Placed.of(pod)));
    } else {
      homeless.computeIfAbsent(node, _ -> new java.util.ArrayList<>()).add(Placed.of(pod));
    }
  }

  private void remove(ApiObject pod) {
    String node = pod.spec().string("nodeName");
    nodes.computeIfPresent(node, (_, known) -> known.without(pod.uid()));
    homeless.computeIfPresent(
        node,
        (_, waiting) -> {
          waiting.removeIf(placed -> placed.pod().uid().equals(pod.uid()));
          return waiting;
        });
  }

  synchronized List<Candidate> candidates() {
    return List.copyOf(nodes.values());
  }
}
