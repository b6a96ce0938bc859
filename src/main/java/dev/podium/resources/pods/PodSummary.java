package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pod's state in the words of `kubectl get pods`.
///
/// Upstream: pkg/printers/internalversion/printers.go (printPod).
///
/// @param ready how many of its containers are ready, sidecars counted
/// @param containers how many there are to be
/// @param status `Running`, `CrashLoopBackOff`, `Init:1/2`, `Terminating` …
/// @param lastRestart when a container that was started again had ended; empty where none has
public record PodSummary(
    int ready, int containers, String status, long restarts, String lastRestart) {

  public static PodSummary of(ApiObject pod) {
    return new Reading(pod).summary();
  }

  /// How often containers were started again, and when the last of them had ended.
  private record Restarts(long count, String last) {
    static final Restarts NONE = new Restarts(0, "");

    Restarts plus(JsonObject status) {
      String ended = status.string("lastState", "terminated", "finishedAt");
      // Times of one form compare as texts.
      return new Restarts(
          count + status.integer("restartCount"), ended.compareTo(last) > 0 ? ended : last);
    }
  }

  /// The way through the container statuses.
  private static final class Reading {
    private final ApiObject pod;
    private final Map<String, JsonObject> initContainers;
    private String reason;
    private int ready;
    private boolean initializing;
    private Restarts restarts = Restarts.NONE;
    private Restarts sidecarRestarts = Restarts.NONE;

    Reading(ApiObject pod) {
      this.pod = pod;
      this.initContainers =
          pod.spec().objects("initContainers").stream()
              .collect(
                  Collectors.toMap(
                      container -> container.string("name"), Function.identity(), (a, _) -> a));
      String given = pod.status().string("reason");
      this.reason = given.isEmpty() ? pod.status().string("phase") : given;
    }

    PodSummary summary() {
      boolean gated =
          pod.status().objects("conditions").stream()
              .anyMatch(c ->
                  c.string("type").equals("PodScheduled")
                      && c.string("reason").equals("SchedulingGated"));
      reason = gated ? "SchedulingGated" : reason;
      readInitContainers();
      if (!initializing || PodConditions.holds(pod, "Initialized")) {
        readContainers();
      }
      int sidecars = (int) initContainers.values().stream().filter(Reading::isSidecar).count();
      return new PodSummary(
          ready,
          pod.spec().objects("containers").size() + sidecars,
          deleting().orElse(reason),
          restarts.count(),
          restarts.last());
    }

    private Optional<String> deleting() {
      if (!pod.isBeingDeleted()) {
        return Optional.empty();
      }
      if (pod.status().string("reason").equals("NodeLost")) {
        return Optional.of("Unknown");
      }
      return switch (pod.status().string("phase")) {
        case "Succeeded", "Failed" -> Optional.empty();
        default -> Optional.of("Terminating");
      };
    }

    private void readInitContainers() {
      List<JsonObject> statuses = pod.status().objects("initContainerStatuses");
      for (int i = 0; i < statuses.size() && !initializing; i++) {
        JsonObject status = statuses.get(i);
        boolean sidecar = isSidecar(initContainers.get(status.string("name")));
        restarts = restarts.plus(status);
        sidecarRestarts = sidecar ? sidecarRestarts.plus(status) : sidecarRestarts;
        JsonObject state = status.object("state");
        if (state.has("terminated") && state.integer("terminated", "exitCode") == 0) {
          continue;
        }
        if (sidecar && status.bool("started")) {
          ready += status.bool("ready") ? 1 : 0;
          continue;
        }
        initializing = true;
        reason = "Init:" + initReason(state, i);
      }
    }

    private String initReason(JsonObject state, int done) {
      if (state.has("terminated")) {
        return ended(state.object("terminated"));
      }
      String waiting = state.string("waiting", "reason");
      return waiting.isEmpty() || waiting.equals("PodInitializing")
          ? done + "/" + pod.spec().objects("initContainers").size()
          : waiting;
    }

    private void readContainers() {
      restarts = sidecarRestarts;
      boolean running = false;
      String failure = "";
      for (JsonObject status : pod.status().objects("containerStatuses").reversed()) {
        restarts = restarts.plus(status);
        JsonObject state = status.object("state");
        if (!state.string("waiting", "reason").isEmpty()) {
          reason = state.string("waiting", "reason");
        } else if (state.has("terminated")) {
          reason = ended(state.object("terminated"));
          failure = state.integer("terminated", "exitCode") == 0 ? failure : reason;
        } else if (status.bool("ready") && state.has("running")) {
          running = true;
          ready++;
        }
      }
      if (reason.equals("Completed")) {
        reason = partlyCompleted(running, failure);
      }
    }

    private String partlyCompleted(boolean running, String failure) {
      if (running && PodConditions.holds(pod, "Ready")) {
        return "Running";
      }
      if (!failure.isEmpty()) {
        return failure;
      }
      return running ? "NotReady" : reason;
    }

    private static String ended(JsonObject terminated) {
      if (!terminated.string("reason").isEmpty()) {
        return terminated.string("reason");
      }
      long signal = terminated.integer("signal");
      return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.integer("exitCode");
    }

    private static boolean isSidecar(@Nullable JsonObject container) {
      return container != null && container.string("restartPolicy").equals("Always");
    }
  }
}
