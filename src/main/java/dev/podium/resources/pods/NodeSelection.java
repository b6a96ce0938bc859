package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;

/// Node selectors and node affinity (upstream: component-helpers/scheduling/corev1/nodeaffinity).
public final class NodeSelection {
  private NodeSelection() {}

  /// Whether a pod's `nodeSelector` and required node affinity let it on a node.
  public static boolean admits(ApiObject pod, ApiObject node) {
    Map<String, String> labels = node.labels();
    boolean selected =
        pod.spec().stringMap("nodeSelector").entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    List<JsonObject> terms =
        pod.spec()
            .objects(
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms");
    return selected && (terms.isEmpty() || terms.stream().anyMatch(term -> matches(term, node)));
  }

  /// The sum of the weights of the preferred terms that a node fulfils.
  public static long preference(ApiObject pod, ApiObject node) {
    return pod
        .spec()
        .objects("affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
        .stream()
        .filter(preferred -> matches(preferred.object("preference"), node))
        .mapToLong(preferred -> preferred.integer("weight"))
        .sum();
  }

  /// An empty term selects nothing.
  public static boolean matches(JsonObject term, ApiObject node) {
    List<JsonObject> expressions = term.objects("matchExpressions");
    List<JsonObject> fields = term.objects("matchFields");
    Map<String, String> labels = node.labels();
    return !(expressions.isEmpty() && fields.isEmpty())
        && expressions.stream().allMatch(e -> holds(e, labels))
        && fields.stream().allMatch(e -> holds(e, Map.of("metadata.name", node.name())));
  }

  private static boolean holds(JsonObject expression, Map<String, String> labels) {
    String key = expression.string("key");
    List<String> values = expression.strings("values");
    String value = labels.getOrDefault(key, "");
    boolean present = labels.containsKey(key);
    return switch (expression.string("operator")) {
      case "In" -> present && values.contains(value);
      case "NotIn" -> !present || !values.contains(value);
      case "Exists" -> present;
      case "DoesNotExist" -> !present;
      case "Gt" -> present && compare(value, values) > 0;
      case "Lt" -> present && compare(value, values) < 0;
      default -> false;
    };
  }

  /// 0, which is neither greater nor less, where one of both is no number.
  private static int compare(String value, List<String> values) {
    try {
      return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
