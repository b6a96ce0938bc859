package dev.podium.admission;

import static dev.podium.admission.JudgedPod.quoted;
import static dev.podium.admission.JudgedPod.setters;
import static dev.podium.admission.JudgedPod.some;

import dev.podium.admission.PodStandard.Violation;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What processes may do as whom: upstream's check_allowPrivilegeEscalation, check_capabilities,
/// check_privileged, check_procMount, check_runAsNonRoot and check_runAsUser.
final class PrivilegeChecks {
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

  private static final Set<String> RESTRICTED_CAPABILITIES = Set.of("NET_BIND_SERVICE");

  private PrivilegeChecks() {}

  static Optional<Violation> escalation(JudgedPod pod) {
    return pod.all(
        "allowPrivilegeEscalation != false",
        c -> c.findBoolean("securityContext", "allowPrivilegeEscalation").orElse(true),
        "must set securityContext.allowPrivilegeEscalation=false");
  }

  static Optional<Violation> privileged(JudgedPod pod) {
    return pod.all(
        "privileged",
        c -> c.bool("securityContext", "privileged"),
        "must not set securityContext.privileged=true");
  }

  static Optional<Violation> defaultCapabilities(JudgedPod pod) {
    return added(pod, DEFAULT_CAPABILITIES)
        .map(detail -> new Violation("non-default capabilities", detail));
  }

  static Optional<Violation> restrictedCapabilities(JudgedPod pod) {
    List<String> details = new ArrayList<>();
    List<String> keeping =
        pod.named(c -> !c.strings("securityContext", "capabilities", "drop").contains("ALL"));
    if (!keeping.isEmpty()) {
      details.add(
          some("container", keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    added(pod, RESTRICTED_CAPABILITIES).ifPresent(details::add);
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
  }

  private static Optional<String> added(JudgedPod pod, Set<String> allowed) {
    List<String> names = pod.named(c -> !allowed.containsAll(added(c)));
    Set<String> capabilities =
        pod.containers().stream()
            .flatMap(c -> added(c).stream())
            .filter(capability -> !allowed.contains(capability))
            .collect(Collectors.toCollection(TreeSet::new));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            some("container", names)
                + " must not include "
                + quoted(capabilities)
                + " in securityContext.capabilities.add");
  }

  private static List<String> added(JsonObject container) {
    return container.strings("securityContext", "capabilities", "add");
  }

  static Optional<Violation> procMount(JudgedPod pod) {
    Set<String> types = new TreeSet<>();
    pod.containers().forEach(c -> types.add(procMount(c)));
    types.remove("Default");
    return pod.all(
        "procMount",
        c -> !procMount(c).equals("Default"),
        "must not set securityContext.procMount to " + quoted(types));
  }

  private static String procMount(JsonObject container) {
    return container.findString("securityContext", "procMount").orElse("Default");
  }

  static Optional<Violation> nonRoot(JudgedPod judged) {
    Optional<Boolean> pod = nonRoot(judged.spec());
    List<String> explicit = judged.named(c -> !nonRoot(c).orElse(true));
    String setters = setters(!pod.orElse(true), explicit);
    List<String> implicit = judged.named(c -> nonRoot(c).isEmpty() && pod.isEmpty());
    if (setters.isEmpty() && implicit.isEmpty()) {
      return Optional.empty();
    }
    String detail =
        setters.isEmpty()
            ? "pod or "
                + some("container", implicit)
                + " must set securityContext.runAsNonRoot=true"
            : setters + " must not set securityContext.runAsNonRoot=false";
    return Optional.of(new Violation("runAsNonRoot != true", detail));
  }

  private static Optional<Boolean> nonRoot(JsonObject holder) {
    return holder.findBoolean("securityContext", "runAsNonRoot");
  }

  static Optional<Violation> rootUser(JudgedPod pod) {
    String roots = setters(isRoot(pod.spec()), pod.named(PrivilegeChecks::isRoot));
    return roots.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("runAsUser=0", roots + " must not set runAsUser=0"));
  }

  private static boolean isRoot(JsonObject holder) {
    return holder.findLong("securityContext", "runAsUser").orElse(1) == 0;
  }
}
