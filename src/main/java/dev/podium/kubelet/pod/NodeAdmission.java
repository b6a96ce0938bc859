package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.HostPort;
import dev.podium.resources.pods.NodeSelection;
import dev.podium.resources.pods.Resources;
import dev.podium.resources.pods.Tolerations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a kubelet takes a pod that somebody bound to its node.
///
/// Upstream: pkg/kubelet/lifecycle/predicate.go (Admit), pkg/scheduler/eventhandlers.go
/// (AdmissionCheck).
public final class NodeAdmission {
  private static final Set<String> SAFE_SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem");

  /// Why a pod is not run.
  ///
  /// @param reason one word, for the status and the event
  public record Rejection(String reason, String message) {}

  private NodeAdmission() {}

  /// What no node here would run.
  public static Optional<Rejection> check(ApiObject pod) {
    return operatingSystem(pod).or(() -> sysctls(pod));
  }

  /// What this node does not run.
  ///
  /// @param others the pods that run on the node already
  public static Optional<Rejection> check(ApiObject pod, ApiObject node, List<ApiObject> others) {
    return resources(pod, node, others)
        .or(() -> selection(pod, node))
        .or(() -> ports(pod, others))
        .or(() -> taints(pod, node));
  }

  /// Why a pod that runs cannot have the resources that it asks for now (upstream:
  /// pkg/kubelet/allocation/handlers.go).
  public static Optional<Rejection> resize(ApiObject pod, ApiObject node, List<ApiObject> others) {
    Resources allocatable = Resources.of(node.status().object("allocatable"));
    Resources wanted = Resources.requestedBy(pod);
    for (String resource : List.of("memory", "cpu")) {
      if (wanted.get(resource) > allocatable.get(resource)) {
        return Optional.of(
            new Rejection(
                Resizing.INFEASIBLE,
                "Node didn't have enough capacity: %s, requested: %d, capacity: %d"
                    .formatted(resource, wanted.get(resource), allocatable.get(resource))));
      }
    }
    return resources(pod, node, others).map(why -> new Rejection("Deferred", why.message()));
  }

  private static Optional<Rejection> operatingSystem(ApiObject pod) {
    if (!pod.labels().getOrDefault("kubernetes.io/os", "linux").equals("linux")) {
      return Optional.of(
          new Rejection(
              "PodOSSelectorNodeLabelDoesNotMatch",
              "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"));
    }
    return pod.spec().findString("os", "name").orElse("linux").equals("linux")
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"));
  }

  private static Optional<Rejection> resources(
      ApiObject pod, ApiObject node, List<ApiObject> others) {
    Resources allocatable = Resources.of(node.status().object("allocatable"));
    if (others.size() + 1 > allocatable.get("pods")) {
      return Optional.of(shortOf("pods", 1, others.size(), allocatable.get("pods")));
    }
    Resources used =
        others.stream().map(Resources::requestedBy).reduce(Resources.NONE, Resources::plus);
    for (Map.Entry<String, Long> wanted : Resources.requestedBy(pod).amounts().entrySet()) {
      String name = wanted.getKey();
      long all = allocatable.get(name);
      // What no node knows, such as a resource of the whole cluster, is nothing to a kubelet.
      boolean known = !name.contains("/") || allocatable.amounts().containsKey(name);
      if (known && wanted.getValue() > 0 && wanted.getValue() > all - used.get(name)) {
        return Optional.of(shortOf(name, wanted.getValue(), used.get(name), all));
      }
    }
    return Optional.empty();
  }

  private static Rejection shortOf(String resource, long requested, long used, long capacity) {
    return new Rejection(
        "OutOf" + resource,
        "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
            .formatted(resource, requested, used, capacity));
  }

  private static Optional<Rejection> selection(ApiObject pod, ApiObject node) {
    return NodeSelection.admits(pod, node)
        ? Optional.empty()
        : failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  }

  private static Optional<Rejection> ports(ApiObject pod, List<ApiObject> others) {
    Set<HostPort> wanted = HostPort.of(pod);
    boolean taken =
        !wanted.isEmpty()
            && others.stream()
                .flatMap(other -> HostPort.of(other).stream())
                .anyMatch(port -> wanted.stream().anyMatch(port::conflictsWith));
    return taken
        ? failed("NodePorts", "node(s) didn't have free ports for the requested pod ports")
        : Optional.empty();
  }

  private static Optional<Rejection> taints(ApiObject pod, ApiObject node) {
    List<JsonObject> expelling =
        node.spec().objects("taints").stream()
            .filter(taint -> taint.string("effect").equals("NoExecute"))
            .toList();
    return Tolerations.bearsAll(pod, expelling)
        ? Optional.empty()
        : failed("TaintToleration", "node(s) had untolerated taint(s)");
  }

  private static Optional<Rejection> failed(String predicate, String why) {
    return Optional.of(
        new Rejection(predicate, "Predicate %s failed: %s".formatted(predicate, why)));
  }

  /// Upstream: pkg/kubelet/sysctl/allowlist.go.
  private static Optional<Rejection> sysctls(ApiObject pod) {
    return pod.spec().objects("securityContext", "sysctls").stream()
        .map(sysctl -> sysctl.string("name").replace('/', '.'))
        .filter(name -> !SAFE_SYSCTLS.contains(name))
        .findFirst()
        .map(name ->
            new Rejection(
                "SysctlForbidden", "forbidden sysctl: \"%s\" not allowlisted".formatted(name)));
  }
}
