package dev.podium.admission;

import static dev.podium.admission.JudgedPod.plural;
import static dev.podium.admission.JudgedPod.quoted;
import static dev.podium.admission.JudgedPod.setters;
import static dev.podium.admission.JudgedPod.some;

import dev.podium.admission.PodStandard.Violation;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What confines processes: upstream's check_appArmorProfile, check_seLinuxOptions,
/// check_seccompProfile_baseline and check_seccompProfile_restricted.
final class ProfileChecks {
  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");
  private static final String APPARMOR_ANNOTATION =
      "container.apparmor.security.beta.kubernetes.io/";
  private static final String SECCOMP_ANNOTATION = "seccomp.security.alpha.kubernetes.io/";

  private ProfileChecks() {}

  static Optional<Violation> appArmor(JudgedPod judged) {
    Set<String> values = new TreeSet<>();
    boolean pod = unconfined(judged.spec(), values);
    List<String> names = judged.named(c -> unconfined(c, values));
    List<String> noted =
        judged.annotations().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(APPARMOR_ANNOTATION))
            .filter(entry -> !isAllowedAppArmor(entry.getValue()))
            .map(entry -> entry.getKey() + "=\"" + entry.getValue() + '"')
            .sorted()
            .toList();
    List<String> bad = new ArrayList<>(values);
    bad.addAll(noted);
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    String who = setters(pod, names);
    String notes = noted.isEmpty() ? "" : plural("annotation", noted.size());
    String detail =
        who
            + (who.isEmpty() || notes.isEmpty() ? "" : " and ")
            + notes
            + " must not set AppArmor profile type to "
            + quoted(bad);
    return Optional.of(new Violation(plural("forbidden AppArmor profile", bad.size()), detail));
  }

  private static boolean isAllowedAppArmor(String profile) {
    return profile.isEmpty()
        || profile.equals("runtime/default")
        || profile.startsWith("localhost/");
  }

  private static boolean unconfined(JsonObject holder, Set<String> values) {
    String type = holder.string("securityContext", "appArmorProfile", "type");
    boolean bad = !type.isEmpty() && !isConfined(type);
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  /// Of AppArmor's and of seccomp's profiles.
  private static boolean isConfined(String type) {
    return type.equals("RuntimeDefault") || type.equals("Localhost");
  }

  static Optional<Violation> seLinux(JudgedPod judged) {
    Set<String> types = new TreeSet<>();
    Set<String> set = new TreeSet<>();
    boolean pod = setsSeLinux(judged.spec(), types, set);
    List<String> names = judged.named(c -> setsSeLinux(c, types, set));
    if (!pod && names.isEmpty()) {
      return Optional.empty();
    }
    List<String> data = new ArrayList<>();
    if (!types.isEmpty()) {
      data.add(some("type", List.copyOf(types)));
    }
    for (String field : List.of("user", "role")) {
      if (set.contains(field)) {
        data.add(field + " may not be set");
      }
    }
    String detail =
        setters(pod, names)
            + " set forbidden securityContext.seLinuxOptions: "
            + String.join("; ", data);
    return Optional.of(new Violation("seLinuxOptions", detail));
  }

  private static boolean setsSeLinux(JsonObject holder, Set<String> types, Set<String> set) {
    JsonObject options = holder.object("securityContext", "seLinuxOptions");
    boolean bad = !SELINUX_TYPES.contains(options.string("type"));
    if (bad) {
      types.add(options.string("type"));
    }
    for (String field : List.of("user", "role")) {
      if (!options.string(field).isEmpty()) {
        set.add(field);
        bad = true;
      }
    }
    return bad;
  }

  static Optional<Violation> seccomp(JudgedPod judged) {
    Set<String> values = new TreeSet<>();
    boolean pod = badSeccomp(judged.spec(), values);
    String setters = setters(pod, judged.named(c -> badSeccomp(c, values)));
    List<String> implicit = judged.named(c -> !setsSeccomp(c) && !setsSeccomp(judged.spec()));
    Optional<String> detail = Optional.empty();
    if (!setters.isEmpty()) {
      detail =
          Optional.of(
              setters + " must not set securityContext.seccompProfile.type to " + quoted(values));
    } else if (judged.restricted() && !judged.windows() && !implicit.isEmpty()) {
      detail =
          Optional.of(
              "pod or "
                  + some("container", implicit)
                  + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                  + " \"Localhost\"");
    }
    return detail.map(text -> new Violation("seccompProfile", text));
  }

  private static boolean setsSeccomp(JsonObject holder) {
    return holder.findObject("securityContext", "seccompProfile").isPresent();
  }

  private static boolean badSeccomp(JsonObject holder, Set<String> values) {
    String type = holder.string("securityContext", "seccompProfile", "type");
    boolean bad = setsSeccomp(holder) && !isConfined(type);
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  /// What stood for the fields before there were any.
  static Optional<Violation> seccompAnnotations(JudgedPod pod) {
    Map<String, String> annotations = pod.annotations();
    Set<String> keys = new TreeSet<>();
    keys.add(SECCOMP_ANNOTATION + "pod");
    pod.containers().forEach(c -> keys.add("container." + SECCOMP_ANNOTATION + c.string("name")));
    List<String> bad =
        keys.stream()
            .filter(key -> annotations.containsKey(key) && !isAllowedSeccomp(annotations.get(key)))
            .map(key -> key + "=\"" + annotations.get(key) + '"')
            .toList();
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "seccompProfile",
                "forbidden " + plural("annotation", bad.size()) + " " + String.join(", ", bad)));
  }

  private static boolean isAllowedSeccomp(@Nullable String profile) {
    return profile != null
        && (profile.equals("runtime/default")
            || profile.equals("docker/default")
            || profile.startsWith("localhost/"));
  }
}
