package dev.podium.kubelet.pod;

import dev.podium.kubelet.files.KernelFiles;
import dev.podium.kubelet.image.FileTree;
import dev.podium.kubelet.image.FileTree.Content;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.kernel.ContainerSpec;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Privileges;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a container is made from: its spec, its image, its environment.
final class ContainerSpecs {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int GUARANTEED = -997;
  private static final int BEST_EFFORT = 1000;
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\(([^)]*)\\))");

  private ContainerSpecs() {}

  static ContainerSpec of(
      Sync sync, JsonObject container, Image image, Map<String, String> environment) {
    ApiObject pod = sync.pod();
    long uid = user(pod, container, image);
    return new ContainerSpec(
        new ContainerSpec.Names(
            pod.namespace(), pod.name(), container.string("name"), nodename(sync)),
        image,
        container.objects("ports").stream()
            .map(port -> (int) port.integer("containerPort"))
            .toList(),
        variables(sync, image, environment, uid),
        container.findString("workingDir").filter(d -> !d.isEmpty()).orElse(image.directory()),
        new ContainerSpec.Credentials(uid, group(pod, container, image, uid), groups(pod)),
        confinement(sync, container),
        new ContainerSpec.Input(
            container.bool("stdin"), container.bool("stdinOnce"), container.bool("tty")));
  }

  static long user(ApiObject pod, JsonObject container, Image image) {
    OptionalLong own = container.findLong("securityContext", "runAsUser");
    return own.orElse(pod.spec().findLong("securityContext", "runAsUser").orElse(image.user()));
  }

  private static long group(ApiObject pod, JsonObject container, Image image, long uid) {
    OptionalLong own = container.findLong("securityContext", "runAsGroup");
    return own.orElse(
        pod.spec()
            .findLong("securityContext", "runAsGroup")
            .orElse(uid == image.user() ? image.group() : 0));
  }

  private static List<Long> groups(ApiObject pod) {
    JsonObject context = pod.spec().object("securityContext");
    List<Long> groups = new ArrayList<>();
    context.findLong("fsGroup").ifPresent(groups::add);
    context.array("supplementalGroups").forEach(g -> groups.add(((Number) g).longValue()));
    return List.copyOf(groups);
  }

  /// What the runtime sets, then the image, then the container.
  private static Map<String, String> variables(
      Sync sync, Image image, Map<String, String> environment, long uid) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", PATH);
    all.put("HOSTNAME", nodename(sync));
    all.putAll(image.environment());
    all.putAll(environment);
    all.putIfAbsent("HOME", home(image.files(), uid));
    return all;
  }

  /// As the image's `/etc/passwd` has it.
  private static String home(FileTree files, long uid) {
    Optional<String> passwd = Optional.empty();
    for (Optional<FileTree> tree = Optional.of(files);
        tree.isPresent() && passwd.isEmpty();
        tree = tree.get().base()) {
      if (tree.get().entries().get("/etc/passwd") instanceof Content content) {
        passwd = Optional.of(new String(content.bytes(), StandardCharsets.UTF_8));
      }
    }
    return passwd.stream()
        .flatMap(String::lines)
        .map(line -> line.split(":"))
        .filter(fields -> fields.length > 5 && fields[2].equals(Long.toString(uid)))
        .map(fields -> fields[5])
        .findFirst()
        .orElse(uid == 0 ? "/root" : "/");
  }

  /// The whole command line. `command` takes the place of the image's entry point and its
  /// arguments, `args` of the latter.
  static List<String> command(JsonObject container, Image image, Map<String, String> environment) {
    List<String> command = container.strings("command");
    List<String> args = container.strings("args");
    List<String> first = command.isEmpty() ? image.entrypoint() : command;
    List<String> rest = args.isEmpty() && command.isEmpty() ? image.arguments() : args;
    return Stream.concat(first.stream(), rest.stream())
        .map(word -> expand(word, environment))
        .toList();
  }

  /// `$(NAME)` stands for a variable, `$$` for a dollar wherever it stands.
  ///
  /// Upstream: third_party/forked/golang/expansion (Expand).
  static String expand(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          String name = found.group(2);
          String value =
              name == null ? found.group(1) : environment.getOrDefault(name, found.group());
          return Matcher.quoteReplacement(value);
        });
  }

  /// The first variable that a text refers to and that is not there.
  static Optional<String> firstUnknown(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .results()
        .flatMap(found -> Optional.ofNullable(found.group(2)).stream())
        .filter(name -> !environment.containsKey(name))
        .findFirst();
  }

  /// Upstream: kubelet_pods.go (GeneratePodHostNameAndDomain).
  static String hostname(Sync sync) {
    ApiObject pod = sync.pod();
    if (pod.spec().bool("hostNetwork")) {
      return sync.node();
    }
    String override = pod.spec().string("hostnameOverride");
    String given = pod.spec().string("hostname");
    String name = !override.isEmpty() ? override : given.isEmpty() ? pod.name() : given;
    return name.length() > 63 ? name.substring(0, 63).replaceAll("[-.]+$", "") : name;
  }

  /// What `uname -n` says. Upstream: pkg/kubelet/util/util.go (GetNodenameForKernel).
  private static String nodename(Sync sync) {
    String hostname = hostname(sync);
    return sync.pod().spec().bool("setHostnameAsFQDN")
        ? HostFiles.qualified(sync.pod(), hostname)
        : hostname;
  }

  /// What the kernel is told of a container, with the resources that it has been allocated.
  static Confinement confinement(Sync sync, JsonObject container) {
    JsonObject resources = sync.run().allocated(container);
    Map<String, String> sysctls = new LinkedHashMap<>();
    sync.pod()
        .spec()
        .objects("securityContext", "sysctls")
        .forEach(sysctl -> sysctls.put(sysctl.string("name"), sysctl.string("value")));
    OptionalLong cpu = limit(sync, resources, "cpu");
    return new Confinement(
        limit(sync, resources, "memory"),
        cpu,
        amount(resources, "requests", "cpu").orElse(cpu.orElse(0)),
        outOfMemoryScore(sync.pod(), resources),
        privileges(sync.pod(), container),
        sysctls);
  }

  static Privileges privileges(ApiObject pod, JsonObject container) {
    JsonObject context = container.object("securityContext");
    boolean privileged = context.bool("privileged");
    String apparmor = profile(pod, context, "appArmorProfile");
    String seccomp = profile(pod, context, "seccompProfile");
    return new Privileges(
        Privileges.capabilities(
            privileged,
            context.strings("capabilities", "add"),
            context.strings("capabilities", "drop")),
        context.findBoolean("allowPrivilegeEscalation").orElse(true),
        !privileged && !seccomp.isEmpty() && !seccomp.equals("Unconfined"),
        privileged || apparmor.equals("Unconfined") ? "unconfined" : Privileges.USUAL.profile(),
        !pod.spec().findBoolean("hostUsers").orElse(true));
  }

  /// The type of a profile; the container's own goes before the pod's.
  private static String profile(ApiObject pod, JsonObject context, String field) {
    return context
        .findString(field, "type")
        .orElse(pod.spec().string("securityContext", field, "type"));
  }

  /// Upstream: pkg/kubelet/qos/policy.go (GetContainerOOMScoreAdjust).
  private static int outOfMemoryScore(ApiObject pod, JsonObject resources) {
    return switch (pod.status().string("qosClass")) {
      case "Guaranteed" -> GUARANTEED;
      case "BestEffort" -> BEST_EFFORT;
      default -> {
        long request = amount(resources, "requests", "memory").orElse(0);
        long score = BEST_EFFORT - BEST_EFFORT * request / KernelFiles.MEMORY;
        yield (int) Math.clamp(score, BEST_EFFORT + GUARANTEED, BEST_EFFORT - 1);
      }
    };
  }

  /// A container without a limit of its own has that of its pod.
  private static OptionalLong limit(Sync sync, JsonObject resources, String resource) {
    OptionalLong own = amount(resources, "limits", resource);
    return own.isPresent()
        ? own
        : amount(sync.run().allocated(sync.run().whole()), "limits", resource);
  }

  private static OptionalLong amount(JsonObject resources, String kind, String resource) {
    return resources
        .findString(kind, resource)
        .map(Quantity::parse)
        .map(q -> OptionalLong.of(resource.equals("cpu") ? q.milliValue() : q.value()))
        .orElse(OptionalLong.empty());
  }
}
