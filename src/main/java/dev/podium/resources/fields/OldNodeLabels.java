package dev.podium.resources.fields;

import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Labels of nodes that have other names by now, which is worth a warning where nodes are selected.
///
/// Upstream: pkg/api/node/util.go.
public final class OldNodeLabels {
  /// @param name what the label is called now
  /// @param since the version that brought the name
  private record Rename(String name, String since) {}

  private static final Map<String, Rename> RENAMES =
      Map.of(
          "beta.kubernetes.io/arch",
          new Rename("kubernetes.io/arch", "v1.14"),
          "beta.kubernetes.io/os",
          new Rename("kubernetes.io/os", "v1.14"),
          "failure-domain.beta.kubernetes.io/region",
          new Rename("topology.kubernetes.io/region", "v1.17"),
          "failure-domain.beta.kubernetes.io/zone",
          new Rename("topology.kubernetes.io/zone", "v1.17"),
          "beta.kubernetes.io/instance-type",
          new Rename("node.kubernetes.io/instance-type", "v1.17"));

  private OldNodeLabels() {}

  /// What to say of a label, if it is one of them.
  public static Optional<String> word(String label) {
    return Optional.ofNullable(RENAMES.get(label))
        .map(now -> "deprecated since %s; use \"%s\" instead".formatted(now.since(), now.name()));
  }

  /// A volume's node affinity with those of its labels renamed that another affinity calls by their
  /// new names. Upstream: getMaskNodeSelectorLabelChangeEqualities in core validation.
  public static JsonObject renamed(JsonObject affinity, JsonObject now) {
    List<JsonObject> current = now.objects("required", "nodeSelectorTerms");
    return affinity.edit(draft -> {
      int i = 0;
      for (ObjectDraft term : draft.object("required").objects("nodeSelectorTerms")) {
        JsonObject changed = i < current.size() ? current.get(i) : JsonObject.EMPTY;
        rename(term, changed.objects("matchExpressions"));
        i++;
      }
    });
  }

  private static void rename(ObjectDraft term, List<JsonObject> now) {
    int i = 0;
    for (ObjectDraft expression : term.objects("matchExpressions")) {
      Rename rename = RENAMES.get(expression.string("key"));
      if (rename != null && i < now.size() && now.get(i).string("key").equals(rename.name())) {
        expression.set("key", rename.name());
      }
      i++;
    }
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
