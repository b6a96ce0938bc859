package dev.podium.resources.fields;

import dev.podium.object.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Labels of nodes that have other names by now, which is worth a warning where nodes are selected.
///
/// Upstream: pkg/api/node/util.go.
public final class OldNodeLabels {
  private static final Map<String, String> WORDS =
      Map.of(
          "beta.kubernetes.io/arch",
          "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
          "beta.kubernetes.io/os",
          "deprecated since v1.14; use \"kubernetes.io/os\" instead",
          "failure-domain.beta.kubernetes.io/region",
          "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
          "failure-domain.beta.kubernetes.io/zone",
          "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
          "beta.kubernetes.io/instance-type",
          "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead");

  private OldNodeLabels() {}

  /// What to say of a label, if it is one of them.
  public static Optional<String> word(String label) {
    return Optional.ofNullable(WORDS.get(label));
  }

  /// Warns of a label that stands at a place of its own.
  public static void warn(FieldPath path, String label, List<String> warnings) {
    word(label).ifPresent(word -> warnings.add(path + ": " + word));
  }

  /// Warns of the labels in `matchExpressions`. Upstream: GetWarningsForNodeSelectorTerm.
  public static void expressions(Part term, List<String> warnings) {
    for (Part expression : term.items("matchExpressions")) {
      String key = expression.string("key");
      word(key)
          .ifPresent(word -> warnings.add(expression.child("key") + ": " + key + " is " + word));
    }
  }
}
