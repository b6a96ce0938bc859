package dev.podium.controllers.namespace;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is still in a namespace after a round of deletion, and what its conditions say of it.
///
/// Upstream: pkg/controller/namespace/deletion/status_condition_utils.go.
///
/// @param finalizerEstimate seconds after which finalizers are expected to be gone
record Remains(List<OfKind> kinds, long finalizerEstimate) {
  /// The objects of one kind that are left.
  record OfKind(GroupResource resource, List<ApiObject> objects) {}

  boolean isNothing() {
    return kinds.isEmpty();
  }

  /// In how many seconds it is worth looking again.
  long estimateSeconds() {
    long grace =
        kinds.stream()
            .filter(kind -> kind.resource().equals(new GroupResource("", "pods")))
            .flatMap(kind -> kind.objects().stream())
            .mapToLong(pod -> pod.metadata().integer("deletionGracePeriodSeconds"))
            .max()
            .orElse(0);
    return finalizers().isEmpty() ? grace : Math.max(grace, finalizerEstimate);
  }

  private Map<String, Long> finalizers() {
    return kinds.stream()
        .flatMap(kind -> kind.objects().stream())
        .flatMap(object -> object.finalizers().stream())
        .collect(Collectors.groupingBy(f -> f, TreeMap::new, Collectors.counting()));
  }

  /// The conditions without their times, in upstream's order.
  List<JsonObject> conditions() {
    return List.of(
        condition(
            "NamespaceDeletionDiscoveryFailure",
            false,
            "ResourcesDiscovered",
            "All resources successfully discovered"),
        condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            false,
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"),
        condition(
            "NamespaceDeletionContentFailure",
            false,
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization"),
        isNothing()
            ? condition(
                "NamespaceContentRemaining",
                false,
                "ContentRemoved",
                "All content successfully removed")
            : condition(
                "NamespaceContentRemaining",
                true,
                "SomeResourcesRemain",
                "Some resources are remaining: " + remainingKinds()),
        finalizers().isEmpty()
            ? condition(
                "NamespaceFinalizersRemaining",
                false,
                "ContentHasNoFinalizers",
                "All content-preserving finalizers finished")
            : condition(
                "NamespaceFinalizersRemaining",
                true,
                "SomeFinalizersRemain",
                "Some content in the namespace has finalizers remaining: "
                    + remainingFinalizers()));
  }

  /// As upstream names them: `configmaps. has 1 resource instances`, the group behind the dot.
  private String remainingKinds() {
    return kinds.stream()
        .map(kind ->
            "%s.%s has %d resource instances"
                .formatted(
                    kind.resource().resource(), kind.resource().group(), kind.objects().size()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String remainingFinalizers() {
    return finalizers().entrySet().stream()
        .map(entry -> "%s in %d resource instances".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static JsonObject condition(String type, boolean status, String reason, String message) {
    return JsonObject.of(
        "type", type, "status", status ? "True" : "False", "reason", reason, "message", message);
  }
}
