package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The containers of a pod: regular, init and ephemeral ones.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateContainers, validateInitContainers,
/// validateEphemeralContainers, validateContainerCommon).
final class ContainerChecks {
  static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
  private static final List<String> RESTART_ACTIONS = List.of("Restart", "RestartAllContainers");
  private static final int MOST_RESTART_RULES = 20;
  private static final int MOST_EXIT_CODES = 255;
  private static final List<String> NOT_IN_PLAIN_INIT =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

  /// The fields of containers that one added to a running pod may have.
  private static final Set<String> IN_EPHEMERAL =
      Set.of(
          "name",
          "image",
          "command",
          "args",
          "workingDir",
          "envFrom",
          "env",
          "volumeMounts",
          "volumeDevices",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "imagePullPolicy",
          "securityContext",
          "stdin",
          "stdinOnce",
          "tty",
          "targetContainerName");

  /// What a container is checked against.
  ///
  /// @param volumes the good volumes of the pod by name
  /// @param claims the names of the pod's resource claims
  record Surroundings(
      Map<String, JsonObject> volumes,
      Set<String> claims,
      String restartPolicy,
      boolean hostUsers,
      OptionalLong gracePeriod) {}

  private final Part spec;
  private final Surroundings pod;
  private final ProbeChecks probes;

  ContainerChecks(Part spec, Surroundings pod) {
    this.spec = spec;
    this.pod = pod;
    this.probes = new ProbeChecks(pod.gracePeriod());
  }

  void all() {
    regular();
    init();
    ephemeral();
  }

  private void regular() {
    List<Part> containers = spec.items("containers");
    if (containers.isEmpty()) {
      spec.required("containers");
      return;
    }
    Set<String> names = new HashSet<>();
    for (Part container : containers) {
      common(container);
      restartPolicy(container);
      if (!names.add(container.string("name"))) {
        container.duplicate("name", container.string("name"));
      }
      probes.all(container);
    }
    Set<String> ports = new HashSet<>();
    containers.forEach(container -> hostPorts(container, ports));
  }

  private void init() {
    Set<String> names = names("containers");
    for (Part container : spec.items("initContainers")) {
      common(container);
      restartPolicy(container);
      String name = container.string("name");
      if (!name.isEmpty() && !names.add(name)) {
        container.duplicate("name", name);
      }
      // They run one by one, so only the ports of one can collide. The index is that of a list of
      // one, as upstream's is.
      hostPorts(container.under(spec.child("initContainers").index(0)), new HashSet<>());
      if (container.string("restartPolicy").equals("Always")) {
        probes.all(container);
      } else {
        for (String field : NOT_IN_PLAIN_INIT) {
          if (container.has(field)) {
            container.forbidden(
                field, "may not be set for init containers without restartPolicy=Always");
          }
        }
      }
    }
  }

  private Set<String> names(String list) {
    Set<String> names = new HashSet<>();
    spec.value().objects(list).forEach(container -> names.add(container.string("name")));
    return names;
  }

  private void ephemeral() {
    Set<String> others = names("containers");
    others.addAll(names("initContainers"));
    Set<String> all = new HashSet<>(others);
    for (Part container : spec.items("ephemeralContainers")) {
      common(container);
      onlyInPods(container);
      if (!all.add(container.string("name"))) {
        container.duplicate("name", container.string("name"));
      }
      String target = container.string("targetContainerName");
      if (!target.isEmpty() && !others.contains(target)) {
        container.notFound("targetContainerName", target);
      }
      onlyEphemeralFields(container);
    }
  }

  private static void onlyEphemeralFields(Part container) {
    String detail = "cannot be set for an Ephemeral Container";
    for (String field : container.value().keys()) {
      boolean empty = container.value().get(field) instanceof JsonObject object && object.isEmpty();
      if (!IN_EPHEMERAL.contains(field) && !(empty && field.equals("resources"))) {
        container.forbidden(field, detail);
      }
    }
    for (Part mount : container.items("volumeMounts")) {
      for (String field : List.of("subPath", "subPathExpr")) {
        if (!mount.string(field).isEmpty()) {
          mount.forbidden(field, detail);
        }
      }
    }
  }

  private void common(Part container) {
    if (container.requireText("name")) {
      container.faults("name", NameFormats.dns1123Label(container.string("name")));
    }
    container.requireText("image");
    container.oneOf("terminationMessagePolicy", List.of("File", "FallbackToLogsOnError"));
    ports(container);
    EnvironmentChecks.variables(container);
    EnvironmentChecks.sources(container);
    MountChecks.check(container, pod.volumes());
    container.oneOf("imagePullPolicy", PULL_POLICIES);
    ResourceRequirements.container(container.at("resources"), pod.claims());
    resizePolicy(container);
    container
        .find("securityContext")
        .ifPresent(context -> SecurityContextChecks.container(context, pod.hostUsers()));
  }

  /// What is asked of containers of pods and not of templates (validateContainerOnlyForPod).
  static void onlyInPods(Part container) {
    String image = container.string("image");
    if (!image.equals(image.strip())) {
      container.invalid("image", "must not have leading or trailing whitespace");
    }
  }

  private static void ports(Part container) {
    Set<String> names = new HashSet<>();
    for (Part port : container.items("ports")) {
      String name = port.string("name");
      List<String> faults = name.isEmpty() ? List.of() : NameFormats.portName(name);
      port.faults("name", faults);
      if (!name.isEmpty() && faults.isEmpty() && !names.add(name)) {
        port.duplicate("name", name);
      }
      long number = port.integer("containerPort");
      if (number == 0) {
        port.required("containerPort");
      } else {
        port.faults("containerPort", NameFormats.portNumber(number));
      }
      if (port.integer("hostPort") != 0) {
        port.faults("hostPort", NameFormats.portNumber(port.integer("hostPort")));
      }
      port.oneOf("protocol", PROTOCOLS);
    }
  }

  /// Upstream: AccumulateUniqueHostPorts.
  private static void hostPorts(Part container, Set<String> taken) {
    for (Part port : container.items("ports")) {
      String key =
          port.string("protocol") + "/" + port.string("hostIP") + "/" + port.integer("hostPort");
      if (port.integer("hostPort") != 0 && !taken.add(key)) {
        port.duplicate("hostPort", key);
      }
    }
  }

  /// Upstream: validateContainerRestartPolicy.
  private static void restartPolicy(Part container) {
    List<Part> rules = container.items("restartPolicyRules");
    if (container.has("restartPolicy")) {
      container.oneOfIfPresent("restartPolicy", RESTART_POLICIES);
    } else if (!rules.isEmpty()) {
      container.required("restartPolicy", "must specify restartPolicy when restart rules are used");
    }
    if (rules.size() > MOST_RESTART_RULES) {
      container.add(
          FieldError.tooMany(
              container.child("restartPolicyRules"), rules.size(), MOST_RESTART_RULES));
    }
    rules.forEach(ContainerChecks::restartRule);
  }

  private static void restartRule(Part rule) {
    if (!RESTART_ACTIONS.contains(rule.string("action"))) {
      rule.notSupported("action", RESTART_ACTIONS);
    }
    if (!rule.has("exitCodes")) {
      rule.required("exitCodes", "must be specified");
      return;
    }
    Part codes = rule.at("exitCodes");
    if (!List.of("In", "NotIn").contains(codes.string("operator"))) {
      codes.notSupported("operator", List.of("In", "NotIn"));
    }
    if (codes.array("values").size() > MOST_EXIT_CODES) {
      codes.add(
          FieldError.tooMany(codes.child("values"), codes.array("values").size(), MOST_EXIT_CODES));
    }
  }

  /// Upstream: validateResizePolicy.
  private void resizePolicy(Part container) {
    FieldPath path = container.child("resizePolicy");
    Set<String> seen = new HashSet<>();
    for (Part policy : container.items("resizePolicy")) {
      String resource = policy.string("resourceName");
      if (!seen.add(resource)) {
        policy.add(FieldError.duplicate(policy.path(), resource));
      }
      oneOf(resource, List.of("cpu", "memory"), path, container);
      String restart = policy.string("restartPolicy");
      oneOf(restart, List.of("NotRequired", "RestartContainer"), path, container);
      if (pod.restartPolicy().equals("Never") && !restart.equals("NotRequired")) {
        container.add(
            FieldError.invalid(
                path, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
      }
    }
  }

  private static void oneOf(String text, List<String> supported, FieldPath path, Part part) {
    if (text.isEmpty()) {
      part.add(FieldError.required(path, ""));
    } else if (!supported.contains(text)) {
      part.add(FieldError.notSupported(path, text, supported));
    }
  }
}
