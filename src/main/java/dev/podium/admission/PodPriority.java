package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/// Turns a pod's priority class into its priority, and keeps the global default class single.
///
/// Upstream: plugin/pkg/admission/priority.
final class PodPriority implements AdmissionStep {
  private static final GroupResource CLASSES =
      new GroupResource("scheduling.k8s.io", "priorityclasses");
  private static final String PREEMPT = "PreemptLowerPriority";

  private final Store store;

  PodPriority(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "Priority";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (!request.isFor("pods")) {
      return object;
    }
    return request.operation() == Operation.CREATE
        ? prioritised(request, object)
        : keepingPriority(object, request.old().orElseThrow());
  }

  /// An update that leaves the priority out keeps the one that the pod was created with.
  private static ApiObject keepingPriority(ApiObject pod, ApiObject old) {
    return pod.editSpec(spec -> {
      old.spec().find("priority").ifPresent(value -> spec.setDefault("priority", value));
      old.spec()
          .find("preemptionPolicy")
          .ifPresent(value -> spec.setDefault("preemptionPolicy", value));
    });
  }

  private ApiObject prioritised(AdmissionRequest request, ApiObject pod) {
    Optional<ApiObject> priorityClass = classOf(request, pod);
    long priority = priorityClass.map(c -> c.root().integer("value")).orElse(0L);
    String policy =
        priorityClass.flatMap(c -> c.root().findString("preemptionPolicy")).orElse(PREEMPT);
    OptionalLong given = pod.spec().findLong("priority");
    if (given.isPresent() && given.getAsLong() != priority) {
      throw Refusal.of(
          request,
          ("the integer value of priority (%d) must not be provided in pod spec; priority admission"
                  + " controller computed %d from the given PriorityClass name")
              .formatted(given.getAsLong(), priority));
    }
    Optional<String> givenPolicy = pod.spec().findString("preemptionPolicy");
    if (givenPolicy.isPresent() && !givenPolicy.get().equals(policy)) {
      throw Refusal.of(
          request,
          ("the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority"
                  + " admission controller computed %s from the given PriorityClass name")
              .formatted(givenPolicy.get(), policy));
    }
    return pod.editSpec(spec -> {
      priorityClass.ifPresent(c -> spec.setDefaultString("priorityClassName", c.name()));
      spec.set("priority", priority);
      spec.set("preemptionPolicy", policy);
    });
  }

  private Optional<ApiObject> classOf(AdmissionRequest request, ApiObject pod) {
    String name = pod.spec().string("priorityClassName");
    if (name.isEmpty()) {
      return globalDefault();
    }
    Optional<ApiObject> found = store.get(new ObjectKey(CLASSES, "", name));
    if (found.isEmpty()) {
      throw Refusal.of(request, "no PriorityClass with name " + name + " was found");
    }
    return found;
  }

  /// The lowest of those that claim to be the default.
  private Optional<ApiObject> globalDefault() {
    return store.snapshot(CLASSES).stream("", "")
        .filter(c -> c.root().bool("globalDefault"))
        .min(Comparator.comparingLong(c -> c.root().integer("value")));
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (!request.resource().equals(CLASSES) || request.object().isEmpty()) {
      return;
    }
    ApiObject priorityClass = request.object().get();
    if (!priorityClass.root().bool("globalDefault")) {
      return;
    }
    globalDefault()
        .filter(other -> !other.name().equals(priorityClass.name()))
        .ifPresent(other -> {
          throw Refusal.of(
              request,
              "PriorityClass "
                  + other.name()
                  + " is already marked as default. Only one default can exist");
        });
  }
}
