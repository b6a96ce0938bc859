package dev.podium.admission;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;

/// Pods stay five minutes on a node that is not ready or not reachable, unless they say otherwise.
///
/// Upstream: plugin/pkg/admission/defaulttolerationseconds.
final class DefaultTolerationSeconds implements AdmissionStep {
  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final long SECONDS = 300;

  @Override
  public String name() {
    return "DefaultTolerationSeconds";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject pod) {
    if (!request.isFor("pods")) {
      return pod;
    }
    List<JsonObject> tolerations = pod.spec().objects("tolerations");
    List<String> missing =
        TAINTS.stream()
            .filter(taint -> tolerations.stream().noneMatch(t -> tolerates(t, taint)))
            .toList();
    return missing.isEmpty()
        ? pod
        : pod.editSpec(
            spec -> missing.forEach(taint -> spec.list("tolerations").add(toleration(taint))));
  }

  private static boolean tolerates(JsonObject toleration, String taint) {
    String key = toleration.string("key");
    String effect = toleration.string("effect");
    return (key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"));
  }

  private static JsonObject toleration(String taint) {
    return JsonObject.of(
        "key", taint, "operator", "Exists", "effect", "NoExecute", "tolerationSeconds", SECONDS);
  }
}
