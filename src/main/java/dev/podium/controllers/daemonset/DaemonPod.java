package dev.podium.controllers.daemonset;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.TemplatePods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A pod of a DaemonSet, meant for one node.
///
/// Upstream: pkg/controller/daemon/util/daemonset_util.go.
record DaemonPod(PodView view) {
  static final String HASH = "controller-revision-hash";
  private static final String GENERATION = "pod-template-generation";
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  /// Those that are assigned to their node before those that are not, the oldest first.
  static final Comparator<DaemonPod> OLDEST_FIRST =
      Comparator.comparing((DaemonPod pod) -> pod.view.nodeName().isEmpty())
          .thenComparing(pod -> pod.view.created())
          .thenComparing(DaemonPod::name);

  static DaemonPod of(ApiObject pod) {
    return new DaemonPod(PodView.of(pod));
  }

  ApiObject object() {
    return view.object();
  }

  String name() {
    return view.name();
  }

  /// The node that it runs on or is to run on (GetTargetNodeName).
  String node() {
    if (!view.nodeName().isEmpty()) {
      return view.nodeName();
    }
    return object()
        .spec()
        .objects("affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms")
        .stream()
        .flatMap(term -> term.objects("matchFields").stream())
        .filter(field -> field.string("key").equals("metadata.name"))
        .flatMap(field -> field.strings("values").stream())
        .findFirst()
        .orElse("");
  }

  boolean isUpdated(DaemonSetView set, String hash) {
    Optional<String> generation = Optional.ofNullable(object().labels().get(GENERATION));
    return hash.equals(object().labels().get(HASH))
        || generation.isPresent() && generation.equals(set.templateGeneration());
  }

  boolean isAvailable(DaemonSetView set, Instant now) {
    return view.isAvailable(set.minReadySeconds(), now);
  }

  boolean isTerminating() {
    return view.isTerminating();
  }

  /// A pod for a node, which the scheduler may put nowhere else.
  static ApiObject make(DaemonSetView set, String node, String hash) {
    return TemplatePods.of(set.object())
        .edit(pod -> {
          set.templateGeneration()
              .ifPresent(g -> pod.object("metadata", "labels").set(GENERATION, g));
          if (!hash.isEmpty()) {
            pod.object("metadata", "labels").set(HASH, hash);
          }
          pod.object("spec").set("tolerations", tolerations(set));
          JsonObject field =
              JsonObject.of("key", "metadata.name", "operator", "In", "values", List.of(node));
          pod.object("spec", "affinity", "nodeAffinity", REQUIRED)
              .set("nodeSelectorTerms", List.of(JsonObject.of("matchFields", List.of(field))));
        });
  }

  /// Those of the template, and those without which a daemon would leave when it is needed most
  /// (AddOrUpdateDaemonPodTolerations).
  private static List<JsonObject> tolerations(DaemonSetView set) {
    JsonObject spec = set.spec().object("template", "spec");
    List<JsonObject> all = new ArrayList<>(spec.objects("tolerations"));
    tolerate(all, "not-ready", "NoExecute");
    tolerate(all, "unreachable", "NoExecute");
    tolerate(all, "disk-pressure", "NoSchedule");
    tolerate(all, "memory-pressure", "NoSchedule");
    tolerate(all, "pid-pressure", "NoSchedule");
    tolerate(all, "unschedulable", "NoSchedule");
    if (spec.bool("hostNetwork")) {
      tolerate(all, "network-unavailable", "NoSchedule");
    }
    return all;
  }

  private static void tolerate(List<JsonObject> all, String what, String effect) {
    JsonObject toleration =
        JsonObject.of("key", "node.kubernetes.io/" + what, "operator", "Exists", "effect", effect);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).without("tolerationSeconds").equals(toleration)) {
        all.set(i, toleration);
        return;
      }
    }
    all.add(toleration);
  }
}
