package dev.podium.admission;

import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a pod does that a level of the Pod Security Standards does not allow, by reason.
///
/// Upstream: k8s.io/pod-security-admission/policy, whose checks come in order of their ids.
final class PodStandard {
  /// A rule of the standards, and which pods it is for.
  private record Check(
      Predicate<JudgedPod> applies, Function<JudgedPod, Optional<Violation>> violation) {}

  /// @param reason what kind of rule is broken
  /// @param detail who breaks it, and by what
  record Violation(String reason, String detail) {}

  private static final List<Check> CHECKS =
      List.of(
          when(
              pod -> pod.restricted() && pod.since(8) && !pod.windows(),
              PrivilegeChecks::escalation),
          always(ProfileChecks::appArmor),
          when(pod -> !limitsCapabilities(pod), PrivilegeChecks::defaultCapabilities),
          when(
              pod -> limitsCapabilities(pod) && !pod.windows(),
              PrivilegeChecks::restrictedCapabilities),
          always(HostChecks::namespaces),
          when(pod -> !pod.restricted(), HostChecks::paths),
          always(HostChecks::ports),
          when(pod -> pod.since(34), HostChecks::probes),
          always(PrivilegeChecks::privileged),
          when(pod -> !pod.hasOwnUsers(), PrivilegeChecks::procMount),
          when(JudgedPod::restricted, HostChecks::volumes),
          when(pod -> pod.restricted() && !pod.hasOwnUsers(), PrivilegeChecks::nonRoot),
          when(
              pod -> pod.restricted() && pod.since(23) && !pod.hasOwnUsers(),
              PrivilegeChecks::rootUser),
          always(ProfileChecks::seLinux),
          when(pod -> pod.since(19), ProfileChecks::seccomp),
          when(pod -> !pod.since(19), ProfileChecks::seccompAnnotations),
          always(HostChecks::sysctls),
          always(HostChecks::windowsProcess));

  private PodStandard() {}

  private static Check when(
      Predicate<JudgedPod> applies, Function<JudgedPod, Optional<Violation>> violation) {
    return new Check(applies, violation);
  }

  private static Check always(Function<JudgedPod, Optional<Violation>> violation) {
    return when(_ -> true, violation);
  }

  private static boolean limitsCapabilities(JudgedPod pod) {
    return pod.restricted() && pod.since(22);
  }

  /// @param pod or a template of pods
  /// @param level `privileged`, `baseline` or `restricted`
  /// @param minor of the version 1.x of the standards
  /// @return details by reasons
  static Map<String, String> violations(JsonObject pod, String level, int minor) {
    Map<String, String> found = new LinkedHashMap<>();
    if (!level.equals("privileged")) {
      JudgedPod judged = new JudgedPod(pod, level.equals("restricted"), minor);
      CHECKS.stream()
          .filter(check -> check.applies().test(judged))
          .flatMap(check -> check.violation().apply(judged).stream())
          .forEach(violation -> found.put(violation.reason(), violation.detail()));
    }
    return found;
  }
}
