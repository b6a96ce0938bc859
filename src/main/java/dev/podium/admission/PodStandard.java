package dev.podium.admission;

import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");
  private static final String APPARMOR_ANNOTATION =
      "container.apparmor.security.beta.kubernetes.io/";
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

  private final Map<String, String> annotations;
  private final JsonObject spec;
  private final List<JsonObject> containers;
  private final Map<String, String> found = new LinkedHashMap<>();

  private PodStandard(JsonObject pod) {
    this.annotations = pod.stringMap("metadata", "annotations");
    this.spec = pod.object("spec");
    this.containers =
        Stream.of("initContainers", "containers", "ephemeralContainers")
            .flatMap(list -> spec.objects(list).stream())
            .toList();
  }

  /// @param pod or a template of pods
  /// @param level `privileged`, `baseline` or `restricted`
  /// @param minor of the version 1.x of the standards
  /// @return details by reasons
  static Map<String, String> violations(JsonObject pod, String level, int minor) {
    PodStandard standard = new PodStandard(pod);
    if (!level.equals("privileged")) {
      standard.check(level.equals("restricted"), minor);
    }
    return standard.found;
  }

  private void check(boolean restricted, int minor) {
    boolean windows = spec.string("os", "name").equals("windows") && minor >= 25;
    if (restricted && minor >= 8 && !windows) {
      all(
          "allowPrivilegeEscalation != false",
          c -> c.findBoolean("securityContext", "allowPrivilegeEscalation").orElse(true),
          "must set securityContext.allowPrivilegeEscalation=false");
    }
    appArmor();
    if (restricted && minor >= 22) {
      if (!windows) {
        restrictedCapabilities();
      }
    } else {
      defaultCapabilities();
    }
    hostNamespaces();
    if (!restricted) {
      volumes(false);
    }
    hostPorts();
    if (minor >= 34) {
      hosts();
    }
    all(
        "privileged",
        c -> c.bool("securityContext", "privileged"),
        "must not set securityContext.privileged=true");
    procMounts(minor);
    if (restricted) {
      volumes(true);
      rootUsers(minor);
    }
    seLinux();
    seccomp(restricted && !windows, minor);
    sysctls(minor);
    hostProcess();
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

  /// A pod with a user namespace of its own is root and all else only in there (upstream's
  /// relaxPolicyForUserNamespacePod).
  private boolean ownUsers(int minor) {
    return minor >= 35 && !spec.findBoolean("hostUsers").orElse(true);
  }

  private void rootUsers(int minor) {
    if (ownUsers(minor)) {
      return;
    }
    Optional<Boolean> pod = spec.findBoolean("securityContext", "runAsNonRoot");
    List<String> explicit =
        named(c -> !c.findBoolean("securityContext", "runAsNonRoot").orElse(true));
    String setters = setters(pod.equals(Optional.of(false)), explicit);
    List<String> implicit =
        named(c -> c.findBoolean("securityContext", "runAsNonRoot").isEmpty() && pod.isEmpty());
    if (!setters.isEmpty()) {
      found.put(
          "runAsNonRoot != true", setters + " must not set securityContext.runAsNonRoot=false");
    } else if (!implicit.isEmpty()) {
      found.put(
          "runAsNonRoot != true",
          "pod or " + some("container", implicit) + " must set securityContext.runAsNonRoot=true");
    }
    String roots = setters(isRoot(spec), named(PodStandard::isRoot));
    if (minor >= 23 && !roots.isEmpty()) {
      found.put("runAsUser=0", roots + " must not set runAsUser=0");
    }
  }

  private static boolean isRoot(JsonObject holder) {
    return holder.findLong("securityContext", "runAsUser").orElse(1) == 0;
  }

  private void seccomp(boolean restricted, int minor) {
    if (minor < 19) {
      seccompAnnotations();
      return;
    }
    Set<String> values = new TreeSet<>();
    boolean pod = badSeccomp(spec, values);
    String setters = setters(pod, named(c -> badSeccomp(c, values)));
    if (!setters.isEmpty()) {
      found.put(
          "seccompProfile",
          setters + " must not set securityContext.seccompProfile.type to " + quoted(values));
      return;
    }
    List<String> implicit = named(c -> !setsSeccomp(c) && !setsSeccomp(spec));
    if (restricted && !implicit.isEmpty()) {
      found.put(
          "seccompProfile",
          "pod or "
              + some("container", implicit)
              + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
              + " \"Localhost\"");
    }
  }

  private static boolean setsSeccomp(JsonObject holder) {
    return holder.findObject("securityContext", "seccompProfile").isPresent();
  }

  private static boolean badSeccomp(JsonObject holder, Set<String> values) {
    String type = holder.string("securityContext", "seccompProfile", "type");
    boolean bad =
        setsSeccomp(holder) && !type.equals("RuntimeDefault") && !type.equals("Localhost");
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  /// What stood for the fields before there were any.
  private void seccompAnnotations() {
    Set<String> keys = new TreeSet<>();
    keys.add("seccomp.security.alpha.kubernetes.io/pod");
    containers.forEach(
        c -> keys.add("container.seccomp.security.alpha.kubernetes.io/" + c.string("name")));
    List<String> bad =
        keys.stream()
            .filter(key -> annotations.containsKey(key) && !isAllowedSeccomp(annotations.get(key)))
            .map(key -> key + "=\"" + annotations.get(key) + '"')
            .toList();
    if (!bad.isEmpty()) {
      found.put(
          "seccompProfile",
          "forbidden " + plural("annotation", bad.size()) + " " + String.join(", ", bad));
    }
  }

  private static boolean isAllowedSeccomp(@Nullable String profile) {
    return profile != null
        && (profile.equals("runtime/default")
            || profile.equals("docker/default")
            || profile.startsWith("localhost/"));
  }

  private static String plural(String word, int count) {
    return count == 1 ? word : word + "s";
  }

  /// The pod itself and those containers, as far as they are there.
  private static String setters(boolean pod, List<String> names) {
    List<String> setters = new ArrayList<>();
    if (pod) {
      setters.add("pod");
    }
    if (!names.isEmpty()) {
      setters.add(some("container", names));
    }
    return String.join(" and ", setters);
  }

  private void appArmor() {
    Set<String> values = new TreeSet<>();
    boolean pod = unconfined(spec, values);
    List<String> names = named(c -> unconfined(c, values));
    List<String> noted =
        annotations.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(APPARMOR_ANNOTATION))
            .filter(entry -> !isAllowedAppArmor(entry.getValue()))
            .map(entry -> entry.getKey() + "=\"" + entry.getValue() + '"')
            .sorted()
            .toList();
    List<String> bad = new ArrayList<>(values);
    bad.addAll(noted);
    if (bad.isEmpty()) {
      return;
    }
    String who = setters(pod, names);
    String notes = noted.isEmpty() ? "" : plural("annotation", noted.size());
    found.put(
        plural("forbidden AppArmor profile", bad.size()),
        who
            + (who.isEmpty() || notes.isEmpty() ? "" : " and ")
            + notes
            + " must not set AppArmor profile type to "
            + quoted(bad));
  }

  private static boolean isAllowedAppArmor(String profile) {
    return profile.isEmpty()
        || profile.equals("runtime/default")
        || profile.startsWith("localhost/");
  }

  private static boolean unconfined(JsonObject holder, Set<String> values) {
    String type = holder.string("securityContext", "appArmorProfile", "type");
    boolean bad = !type.isEmpty() && !type.equals("RuntimeDefault") && !type.equals("Localhost");
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  private void hosts() {
    Set<String> hosts = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (JsonObject container : containers) {
      for (List<String> path : HANDLERS) {
        JsonObject handler = container.object(path.toArray(String[]::new));
        for (String action : List.of("httpGet", "tcpSocket")) {
          String host = handler.string(action, "host");
          if (!host.isEmpty()) {
            hosts.add(host);
            names.add(container.string("name"));
          }
        }
      }
    }
    if (!names.isEmpty()) {
      found.put(
          "probe or lifecycle host",
          some("container", List.copyOf(names))
              + (names.size() == 1 ? " uses " : " use ")
              + plural("probe or lifecycle host", hosts.size())
              + " "
              + quoted(hosts));
    }
  }

  private void procMounts(int minor) {
    if (ownUsers(minor)) {
      return;
    }
    Set<String> types = new TreeSet<>();
    List<String> names =
        named(c -> {
          String type = c.findString("securityContext", "procMount").orElse("Default");
          boolean bad = !type.equals("Default");
          if (bad) {
            types.add(type);
          }
          return bad;
        });
    if (!names.isEmpty()) {
      found.put(
          "procMount",
          some("container", names) + " must not set securityContext.procMount to " + quoted(types));
    }
  }

  private void seLinux() {
    Set<String> types = new TreeSet<>();
    Set<String> set = new TreeSet<>();
    boolean pod = setsSeLinux(spec, types, set);
    List<String> names = named(c -> setsSeLinux(c, types, set));
    if (!pod && names.isEmpty()) {
      return;
    }
    List<String> data = new ArrayList<>();
    if (!types.isEmpty()) {
      data.add(plural("type", types.size()) + " " + quoted(types));
    }
    if (set.contains("user")) {
      data.add("user may not be set");
    }
    if (set.contains("role")) {
      data.add("role may not be set");
    }
    found.put(
        "seLinuxOptions",
        setters(pod, names)
            + " set forbidden securityContext.seLinuxOptions: "
            + String.join("; ", data));
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

  private void sysctls(int minor) {
    List<String> bad =
        spec.objects("securityContext", "sysctls").stream()
            .map(sysctl -> sysctl.string("name"))
            .filter(name ->
                !SYSCTLS.contains(name)
                    && LATER_SYSCTLS.getOrDefault(name, Integer.MAX_VALUE) > minor)
            .toList();
    if (!bad.isEmpty()) {
      found.put("forbidden sysctls", String.join(", ", bad));
    }
  }

  private void hostProcess() {
    boolean pod = spec.bool("securityContext", "windowsOptions", "hostProcess");
    List<String> names = named(c -> c.bool("securityContext", "windowsOptions", "hostProcess"));
    if (pod || !names.isEmpty()) {
      found.put(
          "hostProcess",
          setters(pod, names) + " must not set securityContext.windowsOptions.hostProcess=true");
    }
  }
}
