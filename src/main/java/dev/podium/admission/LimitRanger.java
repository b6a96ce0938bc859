package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.store.Store;
import java.util.ArrayList;
import java.util.List;

/// Gives containers the default resources of their namespace's limit ranges, and refuses pods and
/// claims that are out of bounds.
///
/// Upstream: plugin/pkg/admission/limitranger/admission.go. Requests that follow from limits are
/// defaulted when an object is decoded, so before this step.
final class LimitRanger implements AdmissionStep {
  private static final GroupResource LIMIT_RANGES = new GroupResource("", "limitranges");
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  private final Store store;

  LimitRanger(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "LimitRanger";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (!isPodToCheck(request) || request.operation() != Operation.CREATE) {
      return object;
    }
    ApiObject pod = object;
    for (ApiObject range : ranges(request)) {
      pod = withDefaults(pod, range.spec());
    }
    return pod;
  }

  @Override
  public void validate(AdmissionRequest request) {
    boolean pod = isPodToCheck(request);
    if (request.object().isEmpty()
        || request.old().filter(ApiObject::isBeingDeleted).isPresent()
        || !pod && !request.isFor("persistentvolumeclaims")) {
      return;
    }
    JsonObject spec = request.object().get().spec();
    for (ApiObject range : ranges(request)) {
      List<String> errors =
          pod ? LimitChecks.ofPod(range.spec(), spec) : LimitChecks.ofClaim(range.spec(), spec);
      if (!errors.isEmpty()) {
        throw Refusal.of(request, LimitChecks.joined(errors));
      }
    }
  }

  /// Pods are looked at when they are made and when they are resized.
  private static boolean isPodToCheck(AdmissionRequest request) {
    return request.isFor("pods") && request.operation() == Operation.CREATE
        || request.resource().equals(new GroupResource("", "pods"))
            && request.subresource().equals("resize");
  }

  private List<ApiObject> ranges(AdmissionRequest request) {
    return store.snapshot(LIMIT_RANGES).stream(request.namespace(), "").toList();
  }

  /// Upstream: mergePodResourceRequirements, which also notes in an annotation what it set.
  static ApiObject withDefaults(ApiObject pod, JsonObject rangeSpec) {
    JsonObject requests = JsonObject.EMPTY;
    JsonObject limits = JsonObject.EMPTY;
    for (JsonObject limit : rangeSpec.objects("limits")) {
      if (limit.string("type").equals("Container")) {
        requests = merged(requests, limit.object("defaultRequest"));
        limits = merged(limits, limit.object("default"));
      }
    }
    Defaults defaults = new Defaults(requests, limits, new ArrayList<>());
    ApiObject filled =
        pod.editSpec(spec -> {
          spec.objects("containers").forEach(c -> defaults.fill(c, " for container "));
          spec.objects("initContainers").forEach(c -> defaults.fill(c, " for init container "));
        });
    return defaults.notes.isEmpty()
        ? pod
        : filled.editMetadata(metadata ->
            metadata
                .object("annotations")
                .set(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", defaults.notes)));
  }

  private static JsonObject merged(JsonObject into, JsonObject more) {
    return into.edit(draft -> more.forEach(draft::set));
  }

  private record Defaults(JsonObject requests, JsonObject limits, List<String> notes) {
    void fill(ObjectDraft container, String whom) {
      fill(container, "requests", requests, " request" + whom);
      fill(container, "limits", limits, " limit" + whom);
    }

    private void fill(ObjectDraft container, String list, JsonObject defaults, String what) {
      if (defaults.isEmpty()) {
        return;
      }
      ObjectDraft amounts = container.object("resources", list);
      List<String> missing =
          defaults.keys().stream().filter(name -> !amounts.has(name)).sorted().toList();
      missing.forEach(name -> amounts.set(name, defaults.string(name)));
      if (!missing.isEmpty()) {
        notes.add(String.join(", ", missing) + what + container.string("name"));
      }
    }
  }
}
