package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Difference;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.Semantics;
import dev.podium.resources.fields.TolerationFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What may be changed about a pod that is there: little.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodUpdate).
final class PodUpdateChecks {
  private static final String ONLY_THESE =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)\n";
  private static final String INT32 = "must be between 0 and 2147483647, inclusive";
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final Part spec;
  private final JsonObject old;

  private PodUpdateChecks(Part spec, JsonObject old) {
    this.spec = spec;
    this.old = old;
  }

  static void check(ApiObject pod, ApiObject old, List<FieldError> errors) {
    Part spec = PodChecks.spec(pod, errors);
    PodChecks.whole(pod, spec);
    PodChecks.annotationUpdates(pod, old, spec);
    new PodUpdateChecks(spec, old.spec()).changes();
  }

  private void changes() {
    boolean goOn = containers("containers") && containers("initContainers") && deadline();
    if (!goOn) {
      return;
    }
    tolerationsOnlyAdded();
    gatesOnlyRemoved();
    if (Semantics.equal(spec.value(), old)) {
      return;
    }
    JsonObject rest = withoutAllowedChanges();
    if (Semantics.equal(rest, old)) {
      return;
    }
    String difference = Difference.between("io.k8s.api.core.v1.PodSpec", old, rest);
    if (!difference.isEmpty()) {
      spec.add(FieldError.forbidden(spec.path(), ONLY_THESE + difference));
    }
  }

  /// Whether the containers are as many as before, so that they can be compared one by one.
  private boolean containers(String list) {
    List<Part> now = spec.items(list);
    if (now.size() != old.objects(list).size()) {
      spec.forbidden(list, "pod updates may not add or remove containers");
      return false;
    }
    for (Part container : now) {
      container.requireText("image");
      ContainerChecks.onlyInPods(container);
    }
    return true;
  }

  /// A deadline may be set, and then only come nearer.
  private boolean deadline() {
    String field = "activeDeadlineSeconds";
    if (!spec.has(field)) {
      if (old.has(field)) {
        spec.invalid(field, JsonNull.NULL, "must not update from a positive integer to nil value");
      }
      return true;
    }
    long seconds = spec.integer(field);
    if (seconds < 0 || seconds > Integer.MAX_VALUE) {
      spec.invalid(field, INT32);
      return false;
    }
    if (old.has(field) && old.integer(field) < seconds) {
      spec.invalid(field, "must be less than or equal to previous value");
      return false;
    }
    return true;
  }

  private void tolerationsOnlyAdded() {
    List<JsonObject> now =
        spec.value().objects("tolerations").stream()
            .map(toleration -> toleration.without("tolerationSeconds"))
            .toList();
    for (JsonObject toleration : old.objects("tolerations")) {
      if (!now.contains(toleration.without("tolerationSeconds"))) {
        spec.forbidden(
            "tolerations", "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
    TolerationFields.check(spec);
  }

  private void gatesOnlyRemoved() {
    Set<String> before = new HashSet<>();
    old.objects("schedulingGates").forEach(gate -> before.add(gate.string("name")));
    for (Part gate : spec.items("schedulingGates")) {
      String name = gate.string("name");
      if (!before.contains(name)) {
        gate.forbidden(
            "name", "only deletion is allowed, but found new scheduling gate '" + name + "'");
      }
    }
  }

  /// The new spec with everything that was allowed to change put back.
  private JsonObject withoutAllowedChanges() {
    JsonObject rest = withOldImages(withOldImages(spec.value(), "containers"), "initContainers");
    for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
      rest = restored(rest, field);
    }
    String grace = "terminationGracePeriodSeconds";
    if (old.integer(grace) < 0 && rest.integer(grace) == 1) {
      rest = restored(rest, grace);
    }
    return old.objects("schedulingGates").isEmpty() ? rest : withoutGatedChanges(rest);
  }

  private JsonObject withOldImages(JsonObject object, String list) {
    List<JsonObject> now = object.objects(list);
    List<JsonObject> before = old.objects(list);
    if (now.isEmpty()) {
      return object;
    }
    List<JsonObject> restored = new ArrayList<>(now.size());
    for (int i = 0; i < now.size(); i++) {
      restored.add(now.get(i).with("image", before.get(i).string("image")));
    }
    return object.with(list, restored);
  }

  private JsonObject restored(JsonObject object, String field) {
    Object before = old.get(field);
    return before == null ? object.without(field) : object.with(field, before);
  }

  /// A pod that is not yet ready to be scheduled may still be told more about where.
  private JsonObject withoutGatedChanges(JsonObject rest) {
    JsonObject selector = rest.object("nodeSelector");
    boolean onlyAdded =
        old.stringMap("nodeSelector").entrySet().stream()
            .allMatch(label -> label.getValue().equals(selector.string(label.getKey())));
    if (!onlyAdded) {
      spec.invalid(
          "nodeSelector",
          selector,
          "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
    }
    JsonObject restored = restored(rest, "nodeSelector");
    JsonObject before = old.object("affinity", "nodeAffinity");
    JsonObject now = rest.object("affinity", "nodeAffinity");
    if (Semantics.equal(before, now)) {
      return restored;
    }
    nodeAffinityOnlyNarrowed(now, before);
    return withOldNodeAffinity(restored);
  }

  private JsonObject withOldNodeAffinity(JsonObject rest) {
    JsonObject affinity = rest.object("affinity");
    Object before = old.object("affinity").get("nodeAffinity");
    JsonObject restored =
        before == null ? affinity.without("nodeAffinity") : affinity.with("nodeAffinity", before);
    boolean none = restored.isEmpty() && !old.has("affinity");
    return none ? rest.without("affinity") : rest.with("affinity", restored);
  }

  private void nodeAffinityOnlyNarrowed(JsonObject now, JsonObject before) {
    List<JsonObject> oldTerms = before.objects(REQUIRED, "nodeSelectorTerms");
    List<JsonObject> newTerms = now.objects(REQUIRED, "nodeSelectorTerms");
    Part required = spec.at("affinity", "nodeAffinity", REQUIRED);
    if (oldTerms.isEmpty()) {
      return;
    }
    if (oldTerms.size() != newTerms.size()) {
      required.invalid(
          "nodeSelectorTerms",
          NodeSelectorFields.shown(newTerms),
          "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (int i = 0; i < oldTerms.size(); i++) {
      if (!onlyAdded(newTerms.get(i), oldTerms.get(i))) {
        spec.add(
            FieldError.invalid(
                required.child("nodeSelectorTerms").index(i),
                internal(newTerms.get(i)),
                "only additions are allowed (no mutations or deletions)"));
      }
    }
  }

  private static Object internal(JsonObject term) {
    return InternalForm.of("io.k8s.api.core.v1.NodeSelectorTerm", term);
  }

  private static boolean onlyAdded(JsonObject now, JsonObject before) {
    if (before.isEmpty()) {
      return now.isEmpty();
    }
    return beginsWith(now.objects("matchExpressions"), before.objects("matchExpressions"))
        && beginsWith(now.objects("matchFields"), before.objects("matchFields"));
  }

  private static boolean beginsWith(List<JsonObject> list, List<JsonObject> beginning) {
    return list.size() >= beginning.size()
        && Objects.equals(list.subList(0, beginning.size()), beginning);
  }
}
