package dev.podium.admission;

import static dev.podium.admission.JudgedPod.plural;
import static dev.podium.admission.JudgedPod.setters;
import static dev.podium.admission.JudgedPod.some;
import static dev.podium.admission.JudgedPod.verb;

import dev.podium.admission.PodStandard.Violation;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of its node a pod may reach: upstream's check_hostNamespaces, check_hostPathVolumes,
/// check_hostPorts, check_hostProbesAndhostLifecycle, check_restrictedVolumes, check_sysctls and
/// check_windowsHostProcess.
final class HostChecks {
  private static final Set<String> VOLUMES =
      Set.of(
          "name",
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final Set<String> SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start");

  /// Allowed in later versions of the standards, by the version that allowed them.
  private static final Map<String, Integer> LATER_SYSCTLS =
      Map.of(
          "net.ipv4.ip_local_reserved_ports", 27,
          "net.ipv4.tcp_keepalive_time", 29,
          "net.ipv4.tcp_fin_timeout", 29,
          "net.ipv4.tcp_keepalive_intvl", 29,
          "net.ipv4.tcp_keepalive_probes", 29,
          "net.ipv4.tcp_rmem", 32,
          "net.ipv4.tcp_wmem", 32);

  private static final List<List<String>> HANDLERS =
      List.of(
          List.of("livenessProbe"),
          List.of("readinessProbe"),
          List.of("startupProbe"),
          List.of("lifecycle", "postStart"),
          List.of("lifecycle", "preStop"));

  private HostChecks() {}

  static Optional<Violation> namespaces(JudgedPod pod) {
    String used =
        Stream.of("hostNetwork", "hostPID", "hostIPC")
            .filter(pod.spec()::bool)
            .map(name -> name + "=true")
            .collect(Collectors.joining(", "));
    return used.isEmpty() ? Optional.empty() : Optional.of(new Violation("host namespaces", used));
  }

  static Optional<Violation> paths(JudgedPod pod) {
    List<String> names =
        pod.spec().objects("volumes").stream()
            .filter(volume -> volume.has("hostPath"))
            .map(volume -> volume.string("name"))
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("hostPath volumes", some("volume", names)));
  }

  static Optional<Violation> volumes(JudgedPod pod) {
    List<JsonObject> bad =
        pod.spec().objects("volumes").stream()
            .filter(volume -> !VOLUMES.containsAll(volume.keys()))
            .toList();
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    Set<String> types =
        bad.stream()
            .flatMap(volume -> volume.keys().stream())
            .filter(type -> !VOLUMES.contains(type))
            .collect(Collectors.toCollection(TreeSet::new));
    String detail =
        some("volume", bad.stream().map(volume -> volume.string("name")).toList())
            + " "
            + verb("use", bad.size())
            + " restricted volume "
            + some("type", List.copyOf(types));
    return Optional.of(new Violation("restricted volume types", detail));
  }

  static Optional<Violation> ports(JudgedPod pod) {
    List<String> names = pod.named(c -> !ports(c).isEmpty());
    Set<Long> ports =
        pod.containers().stream()
            .flatMap(c -> ports(c).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String detail =
        some("container", names)
            + " "
            + verb("use", names.size())
            + " "
            + plural("hostPort", ports.size())
            + " "
            + ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return Optional.of(new Violation("hostPort", detail));
  }

  private static List<Long> ports(JsonObject container) {
    return container.objects("ports").stream()
        .map(port -> port.integer("hostPort"))
        .filter(port -> port != 0)
        .toList();
  }

  /// Hosts other than the pod that a kubelet would be made to ask.
  static Optional<Violation> probes(JudgedPod pod) {
    Set<String> hosts = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (JsonObject container : pod.containers()) {
      List<String> asked = hosts(container);
      if (!asked.isEmpty()) {
        hosts.addAll(asked);
        names.add(container.string("name"));
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String detail =
        some("container", List.copyOf(names))
            + " "
            + verb("use", names.size())
            + " "
            + some("probe or lifecycle host", List.copyOf(hosts));
    return Optional.of(new Violation("probe or lifecycle host", detail));
  }

  private static List<String> hosts(JsonObject container) {
    return HANDLERS.stream()
        .map(path -> container.object(path.toArray(String[]::new)))
        .flatMap(handler ->
            Stream.of("httpGet", "tcpSocket").map(action -> handler.string(action, "host")))
        .filter(host -> !host.isEmpty())
        .toList();
  }

  static Optional<Violation> sysctls(JudgedPod pod) {
    List<String> bad =
        pod.spec().objects("securityContext", "sysctls").stream()
            .map(sysctl -> sysctl.string("name"))
            .filter(name ->
                !SYSCTLS.contains(name)
                    && !pod.since(LATER_SYSCTLS.getOrDefault(name, Integer.MAX_VALUE)))
            .toList();
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("forbidden sysctls", String.join(", ", bad)));
  }

  static Optional<Violation> windowsProcess(JudgedPod judged) {
    boolean pod = isOfHost(judged.spec());
    List<String> names = judged.named(HostChecks::isOfHost);
    return pod || !names.isEmpty()
        ? Optional.of(
            new Violation(
                "hostProcess",
                setters(pod, names)
                    + " must not set securityContext.windowsOptions.hostProcess=true"))
        : Optional.empty();
  }

  private static boolean isOfHost(JsonObject holder) {
    return holder.bool("securityContext", "windowsOptions", "hostProcess");
  }
}
