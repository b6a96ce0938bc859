package dev.podium.web.streams;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/// The containers of a pod, as who wants to look into one names them.
public final class PodContainers {
  private static final List<String> FIELDS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final List<String> STATUS_FIELDS =
      List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

  private PodContainers() {}

  /// The one that is meant, which may be left open where there is only one (upstream's
  /// pkg/registry/core/pod/strategy.go, validateContainer).
  ///
  /// @param asked empty for the only one
  /// @throws ApiException 400
  public static String choose(ApiObject pod, String asked) {
    List<String> regular = names(pod, "containers").toList();
    if (asked.isEmpty() && regular.size() == 1) {
      return regular.getFirst();
    }
    List<String> all = FIELDS.stream().flatMap(field -> names(pod, field)).toList();
    if (asked.isEmpty()) {
      throw ApiException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(pod.name(), String.join(" ", all)));
    }
    if (!all.contains(asked)) {
      throw ApiException.badRequest("container " + asked + " is not valid for pod " + pod.name());
    }
    return asked;
  }

  private static Stream<String> names(ApiObject pod, String field) {
    return pod.spec().objects(field).stream().map(container -> container.string("name"));
  }

  /// What the kubelet reports of it; empty where it reports nothing yet.
  public static JsonObject status(ApiObject pod, String container) {
    return STATUS_FIELDS.stream()
        .flatMap(field -> pod.status().objects(field).stream())
        .filter(status -> status.string("name").equals(container))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }
}
