package dev.podium.admission;

import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a pod does that a level of the Pod Security Standards does not allow, by reason.
///
/// Upstream: k8s.io/pod-security-admission/policy, whose checks come in order of their ids.
final class PodStandard {
  private static final Set<String> DEFAULT_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
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

  private final JsonObject spec;
  private final List<JsonObject> containers;
  private final Map<String, String> found = new LinkedHashMap<>();

  private PodStandard(JsonObject spec) {
    this.spec = spec;
    this.containers =
        Stream.of("initContainers", "containers", "ephemeralContainers")
            .flatMap(list -> spec.objects(list).stream())
            .toList();
  }

  /// @param level `privileged`, `baseline` or `restricted`
  /// @param minor of the version 1.x of the standards
  /// @return details by reasons
  static Map<String, String> violations(JsonObject podSpec, String level, int minor) {
    PodStandard pod = new PodStandard(podSpec);
    if (!level.equals("privileged")) {
      pod.check(level.equals("restricted"), minor);
    }
    return pod.found;
  }

  private void check(boolean restricted, int minor) {
    boolean windows = spec.string("os", "name").equals("windows") && minor >= 25;
    if (restricted && minor >= 8 && !windows) {
      all(
          "allowPrivilegeEscalation != false",
          c -> c.findBoolean("securityContext", "allowPrivilegeEscalation").orElse(true),
          "must set securityContext.allowPrivilegeEscalation=false");
    }
    if (restricted && minor >= 22) {
      if (!windows) {
        restrictedCapabilities();
      }
    } else {
      defaultCapabilities();
    }
    hostNamespaces();
    volumes(restricted);
    hostPorts();
    all(
        "privileged",
        c -> c.bool("securityContext", "privileged"),
        "must not set securityContext.privileged=true");
    if (restricted) {
      rootUsers(minor);
    }
    seccomp(restricted && minor >= 19 && !windows);
  }

  private void all(String reason, Predicate<JsonObject> bad, String what) {
    List<String> names = named(bad);
    if (!names.isEmpty()) {
      found.put(reason, some("container", names) + " " + what);
    }
  }

  private List<String> named(Predicate<JsonObject> bad) {
    return containers.stream().filter(bad).map(c -> c.string("name")).toList();
  }

  private static String some(String what, List<String> names) {
    return what + (names.size() == 1 ? " " : "s ") + quoted(names);
  }

  private static String quoted(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add('"' + name + '"'));
    return String.join(", ", quoted);
  }

  private Set<String> added(Set<String> allowed) {
    return containers.stream()
        .flatMap(c -> c.strings("securityContext", "capabilities", "add").stream())
        .filter(capability -> !allowed.contains(capability))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> adding(Set<String> allowed) {
    return named(c -> !allowed.containsAll(c.strings("securityContext", "capabilities", "add")));
  }

  private void defaultCapabilities() {
    List<String> names = adding(DEFAULT_CAPABILITIES);
    if (!names.isEmpty()) {
      found.put("non-default capabilities", notIncluding(names, added(DEFAULT_CAPABILITIES)));
    }
  }

  private static String notIncluding(List<String> names, Set<String> capabilities) {
    return some("container", names)
        + " must not include "
        + quoted(capabilities)
        + " in securityContext.capabilities.add";
  }

  private void restrictedCapabilities() {
    List<String> details = new ArrayList<>();
    List<String> keeping =
        named(c -> !c.strings("securityContext", "capabilities", "drop").contains("ALL"));
    if (!keeping.isEmpty()) {
      details.add(
          some("container", keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    Set<String> allowed = Set.of("NET_BIND_SERVICE");
    List<String> names = adding(allowed);
    if (!names.isEmpty()) {
      details.add(notIncluding(names, added(allowed)));
    }
    if (!details.isEmpty()) {
      found.put("unrestricted capabilities", String.join("; ", details));
    }
  }

  private void hostNamespaces() {
    String used =
        Stream.of("hostNetwork", "hostPID", "hostIPC")
            .filter(spec::bool)
            .map(name -> name + "=true")
            .collect(Collectors.joining(", "));
    if (!used.isEmpty()) {
      found.put("host namespaces", used);
    }
  }

  private void volumes(boolean restricted) {
    List<JsonObject> bad =
        spec.objects("volumes").stream()
            .filter(v -> restricted ? !VOLUMES.containsAll(v.keys()) : v.has("hostPath"))
            .toList();
    if (bad.isEmpty()) {
      return;
    }
    List<String> names = bad.stream().map(v -> v.string("name")).toList();
    if (!restricted) {
      found.put("hostPath volumes", some("volume", names));
      return;
    }
    Set<String> types =
        bad.stream()
            .flatMap(v -> v.keys().stream())
            .filter(type -> !VOLUMES.contains(type))
            .collect(Collectors.toCollection(TreeSet::new));
    found.put(
        "restricted volume types",
        some("volume", names)
            + (names.size() == 1 ? " uses" : " use")
            + " restricted volume "
            + some("type", List.copyOf(types)));
  }

  private void hostPorts() {
    Set<Long> ports = new TreeSet<>();
    List<String> names =
        named(c ->
            c.objects("ports").stream()
                    .map(port -> port.integer("hostPort"))
                    .filter(port -> port != 0)
                    .peek(ports::add)
                    .count()
                > 0);
    if (!names.isEmpty()) {
      found.put(
          "hostPort",
          some("container", names)
              + (names.size() == 1 ? " uses" : " use")
              + (ports.size() == 1 ? " hostPort " : " hostPorts ")
              + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  private void rootUsers(int minor) {
    boolean pod = spec.bool("securityContext", "runAsNonRoot");
    List<String> explicit =
        named(c -> !c.findBoolean("securityContext", "runAsNonRoot").orElse(true));
    List<String> implicit =
        named(c -> !c.findBoolean("securityContext", "runAsNonRoot").orElse(pod));
    if (!explicit.isEmpty()) {
      found.put(
          "runAsNonRoot != true",
          some("container", explicit) + " must not set securityContext.runAsNonRoot=false");
    } else if (!implicit.isEmpty()) {
      found.put(
          "runAsNonRoot != true",
          "pod or " + some("container", implicit) + " must set securityContext.runAsNonRoot=true");
    }
    if (minor >= 23) {
      all(
          "runAsUser=0",
          c -> c.findLong("securityContext", "runAsUser").orElse(1) == 0,
          "must not set runAsUser=0");
    }
  }

  private void seccomp(boolean restricted) {
    String pod = spec.string("securityContext", "seccompProfile", "type");
    if (!restricted) {
      all(
          "seccompProfile",
          c ->
              c.findString("securityContext", "seccompProfile", "type")
                  .orElse(pod)
                  .equals("Unconfined"),
          "must not set securityContext.seccompProfile.type to \"Unconfined\"");
      return;
    }
    List<String> names =
        named(c ->
            !Set.of("RuntimeDefault", "Localhost")
                .contains(c.findString("securityContext", "seccompProfile", "type").orElse(pod)));
    if (!names.isEmpty()) {
      found.put(
          "seccompProfile",
          "pod or "
              + some("container", names)
              + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
              + " \"Localhost\"");
    }
  }
}
