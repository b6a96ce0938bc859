package dev.podium.controllers.statefulset;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControllerRevisions.Revision;
import dev.podium.runtime.TemplatePods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pod of a StatefulSet: one that is there, or one that is to be made.
///
/// Upstream: pkg/controller/statefulset/stateful_set_utils.go.
record SetPod(PodView view, int ordinal, boolean exists) {
  static final String REVISION = "controller-revision-hash";
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String POD_INDEX = "apps.kubernetes.io/pod-index";
  private static final Pattern NAME = Pattern.compile("(.*)-([0-9]+)$");

  /// A pod as it is; its ordinal is negative where its name is not one of the set's.
  static SetPod of(SetView set, ApiObject pod) {
    Matcher name = NAME.matcher(pod.name());
    boolean member = name.matches() && name.group(1).equals(set.name());
    return new SetPod(PodView.of(pod), member ? number(name.group(2)) : -1, true);
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// The pod that is to be made for an ordinal: of the current revision below the partition, of the
  /// updated one above (newVersionedStatefulSetPod).
  static SetPod missing(SetView set, int ordinal, Revision current, Revision update) {
    boolean rolling = set.spec().findObject("updateStrategy", "rollingUpdate").isPresent();
    long kept = rolling ? set.partition() : set.object().status().integer("currentReplicas");
    boolean old = ordinal < set.start() + kept && (rolling || set.updatesByItself());
    return new SetPod(PodView.of(make(set, ordinal, old ? current : update)), ordinal, false);
  }

  private static ApiObject make(SetView set, int ordinal, Revision revision) {
    String name = set.name() + "-" + ordinal;
    ApiObject pod = TemplatePods.of(set.object(), revision.template());
    return pod.edit(draft -> {
      draft
          .object("metadata")
          .remove("generateName")
          .set("name", name)
          .object("labels")
          .set(POD_NAME, name)
          .set(POD_INDEX, Integer.toString(ordinal))
          .set(REVISION, revision.name());
      draft.object("spec").set("hostname", name);
      String service = set.spec().string("serviceName");
      if (!service.isEmpty()) {
        draft.object("spec").set("subdomain", service);
      }
      List<JsonObject> volumes = volumes(set, name, pod.spec().objects("volumes"));
      if (!volumes.isEmpty()) {
        draft.object("spec").set("volumes", volumes);
      }
    });
  }

  /// Those of the claims, before those of the template that have other names (updateStorage).
  private static List<JsonObject> volumes(SetView set, String pod, List<JsonObject> own) {
    List<JsonObject> volumes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonObject template : set.claimTemplates()) {
      String name = template.string("metadata", "name");
      names.add(name);
      volumes.add(
          JsonObject.of(
              "name", name, "persistentVolumeClaim", JsonObject.of("claimName", name + "-" + pod)));
    }
    own.stream().filter(volume -> !names.contains(volume.string("name"))).forEach(volumes::add);
    return volumes;
  }

  /// The labels that every pod of a set carries (identityMatches).
  boolean hasIdentity() {
    return name().equals(object().labels().get(POD_NAME))
        && Integer.toString(ordinal).equals(object().labels().get(POD_INDEX));
  }

  ApiObject withIdentity() {
    return object()
        .editMetadata(metadata ->
            metadata
                .object("labels")
                .set(POD_NAME, name())
                .set(POD_INDEX, Integer.toString(ordinal)));
  }

  ApiObject object() {
    return view.object();
  }

  String name() {
    return view.name();
  }

  String revision() {
    return object().labels().getOrDefault(REVISION, "");
  }

  boolean isRunningAndReady() {
    return view.phase().equals("Running") && view.isReady();
  }

  boolean isRunningAndAvailable(long minReadySeconds, Instant now) {
    return isRunningAndReady() && view.isAvailable(minReadySeconds, now);
  }

  boolean isHealthy() {
    return isRunningAndReady() && !view.isTerminating();
  }
}
