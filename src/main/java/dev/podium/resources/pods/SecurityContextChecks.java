package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.Paths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// As whom containers run and what they may do.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateSecurityContext,
/// validatePodSpecSecurityContext).
final class SecurityContextChecks {
  private static final String TYPE = "io.k8s.api.core.v1.SecurityContext";
  private static final List<String> PROFILE_TYPES =
      List.of("Localhost", "RuntimeDefault", "Unconfined");
  private static final String SYSCTL =
      "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
  private static final Pattern SYSCTL_PATTERN = Pattern.compile(SYSCTL);
  private static final int LONGEST_SYSCTL = 253;
  private static final int LONGEST_PATH = 4095;

  private SecurityContextChecks() {}

  static void container(Part context, boolean hostUsers) {
    id(context, "runAsUser");
    id(context, "runAsGroup");
    if (context.has("procMount")) {
      context.oneOfIfPresent("procMount", List.of("Default", "Unmasked"));
      if (hostUsers && context.string("procMount").equals("Unmasked")) {
        context.invalid("procMount", "`hostUsers` must be false to use `Unmasked`");
      }
    }
    context.find("seccompProfile").ifPresent(SecurityContextChecks::seccomp);
    privileges(context);
    context.find("windowsOptions").ifPresent(WindowsChecks::options);
    context.find("appArmorProfile").ifPresent(SecurityContextChecks::appArmor);
  }

  private static void id(Part context, String field) {
    context.findLong(field).ifPresent(id -> context.faults(field, NameFormats.userOrGroupId(id)));
  }

  private static void privileges(Part context) {
    if (!context.has("allowPrivilegeEscalation") || context.bool("allowPrivilegeEscalation")) {
      return;
    }
    if (context.bool("privileged")) {
      context.add(
          FieldError.invalid(
              context.path(),
              InternalForm.of(TYPE, context.value()),
              "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
    }
    if (context.value().strings("capabilities", "add").contains("CAP_SYS_ADMIN")) {
      context.add(
          FieldError.invalid(
              context.path(),
              InternalForm.of(TYPE, context.value()),
              "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add`"
                  + " CAP_SYS_ADMIN"));
    }
  }

  private static void seccomp(Part profile) {
    profileType(profile, "type is required when seccompProfile is set");
    boolean local = profile.string("type").equals("Localhost");
    if (local && !profile.has("localhostProfile")) {
      profile.required("localhostProfile", "must be set when seccomp type is Localhost");
    } else if (local) {
      Paths.descending(
          profile.string("localhostProfile"), profile.child("localhostProfile"), profile.errors());
    } else if (profile.has("localhostProfile")) {
      profile.invalid(
          "localhostProfile",
          JsonObject.of(
              "Type", profile.string("type"),
              "LocalhostProfile", profile.string("localhostProfile")),
          "can only be set when seccomp type is Localhost");
    }
  }

  private static void profileType(Part profile, String missing) {
    if (profile.string("type").isEmpty()) {
      profile.required("type", missing);
    } else {
      profile.oneOfIfPresent("type", PROFILE_TYPES);
    }
  }

  private static void appArmor(Part profile) {
    String missing = "must be set when AppArmor type is Localhost";
    switch (profile.string("type")) {
      case "Localhost" -> {
        String name = profile.string("localhostProfile");
        if (!name.strip().equals(name)) {
          profile.invalid("localhostProfile", "must not be padded with whitespace");
        } else if (name.isEmpty()) {
          profile.required("localhostProfile", missing);
        }
        if (name.length() > LONGEST_PATH) {
          profile.add(FieldError.tooLong(profile.child("localhostProfile"), LONGEST_PATH));
        }
      }
      case "RuntimeDefault", "Unconfined" -> {
        if (profile.has("localhostProfile")) {
          profile.invalid("localhostProfile", "can only be set when AppArmor type is Localhost");
        }
      }
      default -> profileType(profile, "type is required when appArmorProfile is set");
    }
  }

  /// The context of the pod as a whole; some of what upstream keeps in it stands beside it in the
  /// API.
  static void pod(Part spec) {
    Part context = spec.at("securityContext");
    id(context, "fsGroup");
    id(context, "runAsUser");
    id(context, "runAsGroup");
    groups(context);
    if (spec.bool("shareProcessNamespace") && spec.bool("hostPID")) {
      context.invalid(
          "shareProcessNamespace",
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    sysctls(context, spec);
    context.oneOfIfPresent("fsGroupChangePolicy", List.of("Always", "OnRootMismatch"));
    context.find("seccompProfile").ifPresent(SecurityContextChecks::seccomp);
    context.find("windowsOptions").ifPresent(WindowsChecks::options);
    context.find("appArmorProfile").ifPresent(SecurityContextChecks::appArmor);
    context.oneOfIfPresent("supplementalGroupsPolicy", List.of("Merge", "Strict"));
    context.oneOfIfPresent("seLinuxChangePolicy", List.of("MountOption", "Recursive"));
  }

  private static void groups(Part context) {
    int i = 0;
    for (Object group : context.array("supplementalGroups")) {
      if (group instanceof Long id) {
        for (String fault : NameFormats.userOrGroupId(id)) {
          context.add(FieldError.invalid(context.child("supplementalGroups").index(i), id, fault));
        }
      }
      i++;
    }
  }

  private static void sysctls(Part context, Part spec) {
    Set<String> names = new HashSet<>();
    for (Part sysctl : context.items("sysctls")) {
      String name = sysctl.string("name");
      if (name.isEmpty()) {
        sysctl.required("name");
      } else if (name.length() > LONGEST_SYSCTL || !SYSCTL_PATTERN.matcher(name).matches()) {
        sysctl.invalid(
            "name",
            "must have at most " + LONGEST_SYSCTL + " characters and match regex " + SYSCTL);
      } else if (names.contains(name)) {
        sysctl.duplicate("name", name);
      }
      hostNamespaces(sysctl, spec);
      names.add(name);
    }
  }

  /// Upstream: ValidateHostSysctl.
  private static void hostNamespaces(Part sysctl, Part spec) {
    String name = sysctl.string("name").replace('/', '.');
    if (spec.bool("hostNetwork") && name.startsWith("net.")) {
      sysctl.invalid("name", "may not be specified when 'hostNetwork' is true");
    } else if (spec.bool("hostIPC") && interprocess(name)) {
      sysctl.invalid("name", "may not be specified when 'hostIPC' is true");
    }
  }

  private static boolean interprocess(String name) {
    return name.startsWith("kernel.shm")
        || name.startsWith("kernel.msg")
        || name.equals("kernel.sem")
        || name.startsWith("fs.mqueue.");
  }
}
