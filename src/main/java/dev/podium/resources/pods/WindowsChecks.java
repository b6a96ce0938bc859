package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The operating system of a pod and what follows from it.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateOS, validateLinux, validateWindows,
/// validateWindowsSecurityContextOptions, validateWindowsHostProcessPod).
final class WindowsChecks {
  private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
  private static final String NOT_ON_LINUX = "windows options cannot be set for a linux pod";
  private static final int LARGEST_CREDENTIAL = 64 << 10;
  private static final int LONGEST_DOMAIN = 256;
  private static final int LONGEST_USER = 104;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}]+");
  private static final Pattern NET_BIOS =
      Pattern.compile("^[^\\\\/:\\*\\?\"<>|\\.][^\\\\/:\\*\\?\"<>|]{0,14}$");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$");
  private static final Pattern DOTS_AND_SPACES = Pattern.compile("^[\\. ]+$");
  private static final Pattern BAD_USER = Pattern.compile("[\"/\\\\:;|=,\\+\\*\\?<>@\\[\\]]");

  private WindowsChecks() {}

  static void operatingSystem(Part spec) {
    if (!spec.has("os")) {
      return;
    }
    Part os = spec.at("os");
    switch (os.string("name")) {
      case "" -> os.required("name", "cannot be empty");
      case "linux" -> linux(spec);
      case "windows" -> windows(spec);
      default ->
          os.add(
              FieldError.notSupported(os.path(), os.string("name"), List.of("linux", "windows")));
    }
  }

  private static void linux(Part spec) {
    spec.find("securityContext").ifPresent(WindowsChecks::noWindowsOptions);
    AllContainers.of(spec)
        .forEach(container ->
            container.find("securityContext").ifPresent(WindowsChecks::noWindowsOptions));
  }

  private static void noWindowsOptions(Part context) {
    if (context.has("windowsOptions")) {
      context.forbidden("windowsOptions", NOT_ON_LINUX);
    }
  }

  private static void windows(Part spec) {
    Part context = spec.at("securityContext");
    forbid(context, "appArmorProfile", "seLinuxOptions");
    forbid(spec, "hostUsers");
    for (String field : List.of("hostPID", "hostIPC")) {
      if (spec.bool(field)) {
        spec.forbidden(field, NOT_ON_WINDOWS);
      }
    }
    forbid(context, "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls");
    forbid(spec, "shareProcessNamespace");
    forbid(
        context,
        "runAsUser",
        "runAsGroup",
        "supplementalGroups",
        "supplementalGroupsPolicy",
        "seLinuxChangePolicy");
    for (Part container : AllContainers.of(spec)) {
      forbid(
          container.at("securityContext"),
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "capabilities",
          "readOnlyRootFilesystem",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount",
          "runAsUser",
          "runAsGroup");
    }
  }

  private static void forbid(Part part, String... fields) {
    for (String field : fields) {
      if (part.has(field)) {
        part.forbidden(field, NOT_ON_WINDOWS);
      }
    }
  }

  static void options(Part options) {
    options
        .findString("gmsaCredentialSpecName")
        .ifPresent(
            name -> options.faults("gmsaCredentialSpecName", NameFormats.dns1123Subdomain(name)));
    options
        .findString("gmsaCredentialSpec")
        .ifPresent(credential -> {
          if (credential.isEmpty()) {
            options.invalid("gmsaCredentialSpec", "gmsaCredentialSpec cannot be an empty string");
          } else if (credential.length() > LARGEST_CREDENTIAL) {
            options.invalid("gmsaCredentialSpec", "gmsaCredentialSpec size must be under 64 KiB");
          }
        });
    options.findString("runAsUserName").ifPresent(name -> userName(options, name));
  }

  private static void userName(Part options, String name) {
    String[] parts = name.split("\\\\", -1);
    if (name.isEmpty()) {
      invalidUser(options, "runAsUserName cannot be an empty string");
    } else if (CONTROL.matcher(name).find()) {
      invalidUser(options, "runAsUserName cannot contain control characters");
    } else if (parts.length > 2) {
      invalidUser(options, "runAsUserName cannot contain more than one backslash");
    } else {
      domain(options, parts.length == 1 ? Optional.empty() : Optional.of(parts[0]));
      user(options, parts[parts.length - 1]);
    }
  }

  private static void invalidUser(Part options, String detail) {
    options.invalid("runAsUserName", detail);
  }

  private static void domain(Part options, Optional<String> domain) {
    if (domain.isEmpty()) {
      return;
    }
    String name = domain.get();
    if (name.length() >= LONGEST_DOMAIN) {
      invalidUser(options, "runAsUserName's Domain length must be under 256 characters");
    }
    if (!NET_BIOS.matcher(name).find() && !DOMAIN.matcher(name).find()) {
      invalidUser(options, "runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
  }

  private static void user(Part options, String user) {
    if (user.isEmpty()) {
      invalidUser(options, "runAsUserName's User cannot be empty");
    } else if (user.length() > LONGEST_USER) {
      invalidUser(options, "runAsUserName's User length must not be longer than 104 characters");
    }
    if (DOTS_AND_SPACES.matcher(user).find()) {
      invalidUser(options, "runAsUserName's User cannot contain only periods or spaces");
    }
    if (BAD_USER.matcher(user).find()) {
      invalidUser(
          options,
          "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
  }

  static void hostProcesses(Part spec) {
    Optional<Boolean> ofPod =
        spec.value().findBoolean("securityContext", "windowsOptions", "hostProcess");
    List<Part> containers = AllContainers.of(spec);
    int hosts = 0;
    for (Part container : containers) {
      Optional<Boolean> own =
          container.value().findBoolean("securityContext", "windowsOptions", "hostProcess");
      if (ofPod.isPresent() && own.isPresent() && !own.equals(ofPod)) {
        container
            .at("securityContext", "windowsOptions")
            .invalid(
                "hostProcess",
                "pod hostProcess value must be identical if both are specified, was "
                    + ofPod.get());
      }
      hosts += own.or(() -> ofPod).orElse(false) ? 1 : 0;
    }
    if (hosts == 0) {
      return;
    }
    if (hosts != containers.size()) {
      spec.add(
          FieldError.invalid(
              spec.path(),
              "",
              "If pod contains any hostProcess containers then all containers must be HostProcess"
                  + " containers"));
    }
    if (!spec.bool("hostNetwork")) {
      spec.invalid(
          "hostNetwork",
          false,
          "hostNetwork must be true if pod contains any hostProcess containers");
    }
  }
}
