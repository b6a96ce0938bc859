package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The containers of a pod by what they are for.
final class Containers {
  private Containers() {}

  static List<JsonObject> regular(ApiObject pod) {
    return pod.spec().objects("containers");
  }

  static List<JsonObject> init(ApiObject pod) {
    return pod.spec().objects("initContainers");
  }

  static List<JsonObject> ephemeral(ApiObject pod) {
    return pod.spec().objects("ephemeralContainers");
  }

  /// All of them, in the order in which they begin.
  static Stream<JsonObject> all(ApiObject pod) {
    return Stream.of(init(pod), regular(pod), ephemeral(pod)).flatMap(List::stream);
  }

  /// An init container that goes on running beside the others.
  static boolean isSidecar(JsonObject container) {
    return container.string("restartPolicy").equals("Always");
  }

  /// Whether a container that ended is made anew. Upstream:
  /// kubecontainer.ShouldContainerBeRestarted.
  static boolean restarts(ApiObject pod, JsonObject container, int code) {
    String policy =
        container.findString("restartPolicy").orElse(pod.spec().string("restartPolicy"));
    if (hasRule(container, code)) {
      return true;
    }
    return switch (policy) {
      case "Never" -> false;
      case "OnFailure" -> code != 0;
      default -> true;
    };
  }

  /// An init container, unlike others, is done when it succeeded.
  static boolean initRestarts(ApiObject pod, JsonObject container, int code) {
    String policy =
        container.findString("restartPolicy").orElse(pod.spec().string("restartPolicy"));
    return isSidecar(container)
        || code != 0 && (!policy.equals("Never") || hasRule(container, code));
  }

  static boolean isMadeAgain(ApiObject pod, JsonObject container, int code) {
    return init(pod).contains(container)
        ? initRestarts(pod, container, code)
        : restarts(pod, container, code);
  }

  /// Whether one of the container's own rules has it restarted for its exit code.
  private static boolean hasRule(JsonObject container, int code) {
    return action(container, code).filter(action -> action.equals("Restart")).isPresent();
  }

  /// Whether a container's end has all of them begin anew.
  static boolean restartsAll(JsonObject container, int code) {
    return action(container, code)
        .filter(action -> action.equals("RestartAllContainers"))
        .isPresent();
  }

  static boolean mayRestartAll(ApiObject pod) {
    return Stream.concat(init(pod).stream(), regular(pod).stream())
        .flatMap(container -> container.objects("restartPolicyRules").stream())
        .anyMatch(rule -> rule.string("action").equals("RestartAllContainers"));
  }

  /// What the first of a container's rules that matches its exit code has done
  /// (findMatchingContainerRestartRule).
  private static Optional<String> action(JsonObject container, int code) {
    return container.objects("restartPolicyRules").stream()
        .filter(rule -> matches(rule.object("exitCodes"), code))
        .map(rule -> rule.string("action"))
        .findFirst();
  }

  private static boolean matches(JsonObject codes, int code) {
    boolean named = codes.array("values").stream().anyMatch(v -> ((Number) v).intValue() == code);
    return codes.string("operator").equals("NotIn") != named;
  }

  static String fieldPath(ApiObject pod, String name) {
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      if (pod.spec().objects(list).stream().anyMatch(c -> c.string("name").equals(name))) {
        return "spec." + list + "{" + name + "}";
      }
    }
    return "";
  }

  /// How upstream writes a pod in messages (format.Pod).
  static String describe(ApiObject pod) {
    return pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
  }
}
