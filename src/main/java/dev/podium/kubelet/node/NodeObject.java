package dev.podium.kubelet.node;

import dev.podium.client.Kinds;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node as its kubelet registers it and reports about it.
///
/// Upstream: pkg/kubelet/kubelet_node_status.go (initialNode), nodestatus/setters.go.
public final class NodeObject {
  /// What is told of a condition, by its type, when it comes to be as it should.
  private static final Map<String, String> NEWS =
      Map.of(
          "MemoryPressure", "NodeHasSufficientMemory",
          "DiskPressure", "NodeHasNoDiskPressure",
          "PIDPressure", "NodeHasSufficientPID",
          "Ready", "NodeReady");

  public static final String VERSION = "v1.36.2";
  private static final Map<String, String> CAPACITY =
      Map.of(
          "cpu", "8",
          "memory", "16393356Ki",
          "ephemeral-storage", "61202244Ki",
          "hugepages-2Mi", "0",
          "pods", "110");

  private NodeObject() {}

  static ApiObject create(NodeSpec node, Instant now) {
    return ApiObject.named(Kinds.NODE, "", node.name())
        .editMetadata(metadata -> {
          metadata
              .object("labels")
              .set("beta.kubernetes.io/arch", "amd64")
              .set("beta.kubernetes.io/os", "linux")
              .set("kubernetes.io/arch", "amd64")
              .set("kubernetes.io/hostname", node.name())
              .set("kubernetes.io/os", "linux");
          metadata
              .object("annotations")
              .set("node.alpha.kubernetes.io/ttl", "0")
              .set("volumes.kubernetes.io/controller-managed-attach-detach", "true");
        })
        .with("spec", spec(node))
        .with("status", status(node, now));
  }

  /// What whoever sets up the cluster, and not a kubelet, says of the node of the control plane.
  static ApiObject ofControlPlane(ApiObject node) {
    return node.editMetadata(metadata ->
        metadata
            .object("labels")
            .set("node-role.kubernetes.io/control-plane", "")
            .set("node.kubernetes.io/exclude-from-external-load-balancers", ""));
  }

  private static JsonObject spec(NodeSpec node) {
    JsonObject spec =
        JsonObject.of(
            "podCIDR", node.podCidr(),
            "podCIDRs", List.of(node.podCidr()),
            "providerID", "podium://cluster/" + node.name());
    return node.isControlPlane()
        ? spec.with(
            "taints",
            List.of(
                JsonObject.of(
                    "key", "node-role.kubernetes.io/control-plane", "effect", "NoSchedule")))
        : spec;
  }

  private static JsonObject status(NodeSpec node, Instant now) {
    return JsonObject.of(
        "capacity",
        JsonObject.of(CAPACITY),
        "allocatable",
        JsonObject.of(CAPACITY),
        "conditions",
        conditions(now),
        "addresses",
        List.of(
            address("InternalIP", node.internalAddress()),
            address("ExternalIP", node.externalAddress()),
            address("Hostname", node.name())),
        "daemonEndpoints",
        JsonObject.of("kubeletEndpoint", JsonObject.of("Port", 10250)),
        "nodeInfo",
        info(node),
        "images",
        List.of(),
        "runtimeHandlers",
        List.of(
            JsonObject.of(
                "name",
                "",
                "features",
                JsonObject.of("recursiveReadOnlyMounts", true, "userNamespaces", true)),
            JsonObject.of(
                "name",
                "runc",
                "features",
                JsonObject.of("recursiveReadOnlyMounts", true, "userNamespaces", true))),
        "features",
        JsonObject.of("supplementalGroupsPolicy", true));
  }

  private static JsonObject address(String type, String address) {
    return JsonObject.of("type", type, "address", address);
  }

  private static JsonObject info(NodeSpec node) {
    String id = ImageCatalog.digest("machine " + node.name());
    return JsonObject.of(
        "machineID", id.substring(0, 32),
        "systemUUID", uuid(id),
        "bootID", uuid(ImageCatalog.digest("boot " + node.name())),
        "kernelVersion", "6.12.57+deb13-amd64",
        "osImage", "Debian GNU/Linux 13 (trixie)",
        "containerRuntimeVersion", "containerd://2.2.0",
        "kubeletVersion", VERSION,
        "kubeProxyVersion", "",
        "operatingSystem", "linux",
        "architecture", "amd64",
        "swap", JsonObject.of("capacity", 0));
  }

  private static String uuid(String hex) {
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20, 32));
  }

  private static List<JsonObject> conditions(Instant now) {
    return List.of(
        condition(
            "MemoryPressure",
            "False",
            "KubeletHasSufficientMemory",
            "kubelet has sufficient memory available",
            now),
        condition(
            "DiskPressure",
            "False",
            "KubeletHasNoDiskPressure",
            "kubelet has no disk pressure",
            now),
        condition(
            "PIDPressure",
            "False",
            "KubeletHasSufficientPID",
            "kubelet has sufficient PID available",
            now),
        condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now));
  }

  private static JsonObject condition(
      String type, String status, String reason, String message, Instant now) {
    String time = Timestamps.format(now);
    return JsonObject.of(
        "type", type,
        "status", status,
        "lastHeartbeatTime", time,
        "lastTransitionTime", time,
        "reason", reason,
        "message", message);
  }

  /// The node with what its kubelet has to say now: conditions that somebody else changed are set
  /// right, those of others are kept.
  static ApiObject report(ApiObject node, Instant now) {
    return node.editStatus(status -> {
      List<JsonObject> reported = new ArrayList<>();
      for (JsonObject fresh : conditions(now)) {
        reported.add(
            find(node, fresh.string("type"))
                .filter(old -> old.string("status").equals(fresh.string("status")))
                .map(old -> fresh.with("lastTransitionTime", old.string("lastTransitionTime")))
                .orElse(fresh));
      }
      node.status().objects("conditions").stream()
          .filter(
              old -> reported.stream().noneMatch(r -> r.string("type").equals(old.string("type"))))
          .forEach(reported::add);
      status.set("conditions", reported);
      status.set("allocatable", allocatable(node));
    });
  }

  /// What pods may have: extended resources as far as somebody made them part of the capacity.
  private static JsonObject allocatable(ApiObject node) {
    JsonObject capacity = node.status().object("capacity");
    JsonObject allocatable = node.status().object("allocatable");
    for (Map.Entry<String, Object> resource : node.status().object("allocatable")) {
      boolean lost = isExtended(resource.getKey()) && !capacity.has(resource.getKey());
      allocatable = lost ? allocatable.without(resource.getKey()) : allocatable;
    }
    for (Map.Entry<String, Object> resource : capacity) {
      if (isExtended(resource.getKey())) {
        allocatable = allocatable.with(resource.getKey(), resource.getValue());
      }
    }
    return allocatable;
  }

  private static boolean isExtended(String resource) {
    return resource.contains("/");
  }

  /// Whether the conditions say what the kubelet last said, and what pods may have is right.
  static boolean isRight(ApiObject node) {
    return node.status().object("allocatable").equals(allocatable(node)) && changes(node).isEmpty();
  }

  /// What the kubelet tells of the conditions that it has to set right, by the names that its
  /// events have.
  static List<String> changes(ApiObject node) {
    return conditions(Instant.EPOCH).stream()
        .filter(own ->
            find(node, own.string("type"))
                .filter(c -> c.string("status").equals(own.string("status")))
                .isEmpty())
        .map(own -> NEWS.getOrDefault(own.string("type"), ""))
        .toList();
  }

  private static Optional<JsonObject> find(ApiObject node, String type) {
    return node.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst();
  }
}
