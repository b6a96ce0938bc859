package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.TableLayout;
import java.time.Instant;
import java.util.List;

/// The Table of pods.
///
/// Upstream: pkg/printers/internalversion/printers.go (printPod).
final class PodTable {
  private PodTable() {}

  static TableLayout layout() {
    return TableLayout.of(
            PodTable::cells,
            TableLayout.name(),
            TableLayout.string("Ready"),
            TableLayout.string("Status"),
            TableLayout.string("Restarts"),
            TableLayout.age(),
            TableLayout.string("IP").wide(),
            TableLayout.string("Node").wide(),
            TableLayout.string("Nominated Node").wide(),
            TableLayout.string("Readiness Gates").wide())
        .withConditions(PodTable::conditions);
  }

  private static List<Object> cells(ApiObject pod, Instant now) {
    PodSummary summary = PodSummary.of(pod);
    List<JsonObject> addresses = pod.status().objects("podIPs");
    return List.of(
        pod.name(),
        summary.ready() + "/" + summary.containers(),
        summary.status(),
        restarts(summary, now),
        Cells.age(pod, now),
        addresses.isEmpty() ? Cells.NONE : addresses.getFirst().string("ip"),
        Cells.orNone(pod.spec().string("nodeName")),
        Cells.orNone(pod.status().string("nominatedNodeName")),
        readinessGates(pod));
  }

  private static String restarts(PodSummary summary, Instant now) {
    return summary.restarts() == 0 || summary.lastRestart().isEmpty()
        ? Long.toString(summary.restarts())
        : summary.restarts() + " (" + HumanDuration.since(summary.lastRestart(), now) + " ago)";
  }

  private static String readinessGates(ApiObject pod) {
    List<JsonObject> gates = pod.spec().objects("readinessGates");
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    long open =
        gates.stream()
            .filter(gate -> PodConditions.holds(pod, gate.string("conditionType")))
            .count();
    return open + "/" + gates.size();
  }

  private static List<JsonObject> conditions(ApiObject pod) {
    return switch (pod.status().string("phase")) {
      case "Succeeded" -> List.of(completed("Succeeded", "The pod has completed successfully."));
      case "Failed" -> List.of(completed("Failed", "The pod failed."));
      default -> List.of();
    };
  }

  private static JsonObject completed(String reason, String message) {
    return JsonObject.of(
        "type", "Completed", "status", "True", "reason", reason, "message", message);
  }
}
