package dev.podium.controllers.job;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.EventRecorder;
import java.util.List;

/// What is done to the pods of a Job, and told of it (upstream: RealPodControl in
/// pkg/controller/controller_utils.go).
final class PodControl {
  private final ApiClient client;
  private final EventRecorder events;

  PodControl(ApiClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /// @throws ApiException where the pod is refused, after telling so
  void create(ApiObject job, ApiObject pod) {
    try {
      ApiObject created = client.create(pod);
      events.normal(job, "SuccessfulCreate", "Created pod: " + created.name());
    } catch (ApiException e) {
      events.warning(job, "FailedCreate", "Error creating: " + e.message());
      throw e;
    }
  }

  /// @throws ApiException where the deletion is refused, after telling so
  void delete(ApiObject job, JobPod pod) {
    ApiObject object = pod.object();
    try {
      client.delete(
          Kinds.POD, object.namespace(), object.name(), DeleteOptions.NONE.onlyUid(object.uid()));
      events.normal(job, "SuccessfulDelete", "Deleted pod: " + object.name());
    } catch (ApiException e) {
      if (e.code() != 404) {
        events.warning(job, "FailedDelete", "Error deleting: " + e.message());
        throw e;
      }
    }
  }

  /// Lets a pod go whose end is counted or will never be.
  void untrack(ApiObject pod) {
    if (!JobPod.isTracked(pod)) {
      return;
    }
    ApiClient.unlessGone(() ->
        client.update(
            Kinds.POD,
            pod.namespace(),
            pod.name(),
            current -> current.uid().equals(pod.uid()) ? withoutFinalizer(current) : current));
  }

  private static ApiObject withoutFinalizer(ApiObject pod) {
    List<String> others =
        pod.finalizers().stream().filter(f -> !f.equals(JobPod.FINALIZER)).toList();
    return pod.editMetadata(metadata -> {
      if (others.isEmpty()) {
        metadata.remove("finalizers");
      } else {
        metadata.set("finalizers", others);
      }
    });
  }
}
