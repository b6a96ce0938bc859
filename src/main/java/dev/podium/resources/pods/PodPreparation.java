package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import dev.podium.usage.QualityOfService;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the server makes of a pod before it checks it, on each of the paths by which pods are
/// written.
///
/// Upstream: pkg/registry/core/pod/strategy.go.
final class PodPreparation {
  private PodPreparation() {}

  static void create(ObjectDraft pod, WriteContext context) {
    ObjectDraft spec = pod.object("spec");
    PodTemplates.mirrorServiceAccount(spec);
    if (spec.findLong("terminationGracePeriodSeconds").orElse(0) < 0) {
      spec.set("terminationGracePeriodSeconds", 1);
    }
    ObjectDraft status = pod.object("status");
    status.set("phase", "Pending");
    if (!spec.objects("schedulingGates").isEmpty()) {
      status.list("conditions").add(gated(context));
    }
    status.set("qosClass", QualityOfService.of(spec.freeze()));
    LabelKeys.resolve(spec, pod.object("metadata"));
    AppArmorAnnotations.apply(pod, context);
  }

  private static JsonObject gated(WriteContext context) {
    return PodConditions.transition("PodScheduled", "False", Timestamps.format(context.now()))
        .with("reason", "SchedulingGated")
        .with("message", "Scheduling is blocked due to non-empty scheduling gates");
  }

  static void update(ObjectDraft pod, ApiObject old, WriteContext context) {
    PodTemplates.mirrorServiceAccount(pod.object("spec"));
  }

  /// What the status path does beyond leaving everything but the status as it was.
  static void status(ObjectDraft pod, ApiObject old, WriteContext context) {
    Subresource.keepsMetadata("ownerReferences").prepare(pod, old, context);
    ObjectDraft status = pod.object("status");
    status.setDefaultString("qosClass", old.status().string("qosClass"));
    if (status.string("qosClass").isEmpty()) {
      status.remove("qosClass");
    }
    keepObservedGenerations(status, old.status());
  }

  private static void keepObservedGenerations(ObjectDraft status, JsonObject old) {
    keepGeneration(status, old);
    Map<String, Iterator<JsonObject>> known = new LinkedHashMap<>();
    Map<String, List<JsonObject>> byType = new LinkedHashMap<>();
    for (JsonObject condition : old.objects("conditions")) {
      byType.computeIfAbsent(condition.string("type"), _ -> new ArrayList<>()).add(condition);
    }
    byType.forEach((type, conditions) -> known.put(type, conditions.iterator()));
    for (ObjectDraft condition : status.objects("conditions")) {
      Iterator<JsonObject> previous = known.get(condition.string("type"));
      if (previous != null && previous.hasNext()) {
        keepGeneration(condition, previous.next());
      }
    }
  }

  private static void keepGeneration(ObjectDraft draft, JsonObject old) {
    if (draft.findLong("observedGeneration").orElse(0) == 0) {
      old.findLong("observedGeneration").ifPresent(g -> draft.set("observedGeneration", g));
    }
  }

  /// Upstream: dropNonEphemeralContainerUpdates.
  static void ephemeralContainers(ObjectDraft pod, ApiObject old, WriteContext context) {
    Object wanted = pod.object("spec").get("ephemeralContainers");
    JsonObject spec =
        wanted == null
            ? old.spec().without("ephemeralContainers")
            : old.spec().with("ephemeralContainers", wanted);
    replaceSpec(pod, old, spec, context);
  }

  /// Upstream: dropNonResizeUpdates. Containers that were renamed, added or taken away are left for
  /// validation to refuse.
  static void resize(ObjectDraft pod, ApiObject old, WriteContext context) {
    JsonObject wanted = pod.object("spec").freeze();
    boolean sameNumbers =
        wanted.objects("containers").size() == old.spec().objects("containers").size()
            && wanted.objects("initContainers").size()
                == old.spec().objects("initContainers").size();
    if (!sameNumbers) {
      return;
    }
    JsonObject spec = resized(resized(old.spec(), wanted, "containers"), wanted, "initContainers");
    replaceSpec(pod, old, resizedPod(spec, wanted), context);
  }

  private static JsonObject resizedPod(JsonObject spec, JsonObject wanted) {
    Object resources = wanted.get("resources");
    return resources == null ? spec.without("resources") : spec.with("resources", resources);
  }

  private static JsonObject resized(JsonObject spec, JsonObject wanted, String list) {
    List<JsonObject> present = spec.objects(list);
    List<JsonObject> asked = wanted.objects(list);
    List<JsonObject> merged = new ArrayList<>(present.size());
    for (int i = 0; i < present.size(); i++) {
      if (!present.get(i).string("name").equals(asked.get(i).string("name"))) {
        return spec.with(list, asked);
      }
      merged.add(
          copy(copy(present.get(i), asked.get(i), "resources"), asked.get(i), "resizePolicy"));
    }
    return merged.isEmpty() ? spec : spec.with(list, merged);
  }

  private static JsonObject copy(JsonObject to, JsonObject from, String field) {
    Object value = from.get(field);
    return value == null ? to.without(field) : to.with(field, value);
  }

  private static void replaceSpec(
      ObjectDraft pod, ApiObject old, JsonObject spec, WriteContext context) {
    pod.set("spec", spec);
    pod.set("status", Objects.requireNonNullElse(old.root().get("status"), JsonObject.EMPTY));
    Subresource.keepsMetadata().prepare(pod, old, context);
    if (!spec.equals(old.spec())) {
      pod.object("metadata").set("generation", old.generation().orElse(0) + 1);
    }
  }
}
