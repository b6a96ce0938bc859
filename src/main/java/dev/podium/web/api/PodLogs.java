package dev.podium.web.api;

import dev.podium.kubelet.RunningPods;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.time.Clock;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The logs of containers.
///
/// Upstream: pkg/registry/core/pod/strategy.go (LogLocation), pkg/kubelet/kubelet_pods.go
/// (validateContainerLogStatus).
public final class PodLogs {
  private static final String TEXT = "text/plain";

  private final RunningPods running;
  private final WatchStreams streams;
  private final Clock clock;

  public PodLogs(RunningPods running, WatchStreams streams, Clock clock) {
    this.running = running;
    this.streams = streams;
    this.clock = clock;
  }

  Answer read(ApiObject pod, Exchange exchange) {
    Instant now = clock.now();
    LogOptions options = LogOptions.of(exchange.query(), now);
    String container = container(pod, options.container());
    if (pod.spec().string("nodeName").isEmpty()) {
      return new Answer.Raw(200, TEXT, new byte[0]);
    }
    boolean previous = requireLog(pod, container, options.previous());
    Optional<ContainerLog> log = running.log(pod.namespace(), pod.name(), container, previous);
    if (log.isEmpty()) {
      return new Answer.Raw(200, TEXT, new byte[0]);
    }
    if (options.follow() && log.get().end().isEmpty()) {
      streams.start(exchange, TEXT, new LogStream(log.get(), options));
      return new Answer.Elsewhere();
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (LogLine line : options.begin(log.get().lines())) {
      text.writeBytes(options.bytes(line));
    }
    byte[] bytes = text.toByteArray();
    long most = options.bytes().orElse((long) bytes.length);
    return new Answer.Raw(200, TEXT, Arrays.copyOf(bytes, (int) Math.min(most, bytes.length)));
  }

  private static String container(ApiObject pod, String asked) {
    List<String> regular = names(pod, "containers");
    List<String> init = names(pod, "initContainers");
    if (asked.isEmpty()) {
      if (regular.size() == 1) {
        return regular.getFirst();
      }
      String message =
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(pod.name(), String.join(" ", regular));
      throw ApiException.badRequest(
          init.isEmpty()
              ? message
              : message + " or one of the init containers: [" + String.join(" ", init) + "]");
    }
    List<String> all = new ArrayList<>(regular);
    all.addAll(init);
    all.addAll(names(pod, "ephemeralContainers"));
    if (!all.contains(asked)) {
      throw ApiException.badRequest("container " + asked + " is not valid for pod " + pod.name());
    }
    return asked;
  }

  private static List<String> names(ApiObject pod, String field) {
    return pod.spec().objects(field).stream().map(c -> c.string("name")).toList();
  }

  /// @return whether it is the log of the run before
  private static boolean requireLog(ApiObject pod, String container, boolean previous) {
    String which = "container \"%s\" in pod \"%s\"".formatted(container, pod.name());
    JsonObject status = status(pod, container);
    boolean ranBefore = status.object("lastState", "terminated").has("containerID");
    if (previous) {
      if (!ranBefore) {
        throw ApiException.badRequest("previous terminated " + which + " not found");
      }
      return true;
    }
    JsonObject state = status.object("state");
    if (status.isEmpty()) {
      throw ApiException.badRequest(which + " is not available");
    }
    if (state.has("running") || state.has("terminated") || ranBefore) {
      return false;
    }
    String reason = state.string("waiting", "reason");
    throw ApiException.badRequest(
        which
            + " is waiting to start: "
            + switch (reason) {
              case "ErrImagePull" -> "image can't be pulled";
              case "ImagePullBackOff" -> "trying and failing to pull image";
              default -> reason;
            });
  }

  private static JsonObject status(ApiObject pod, String container) {
    for (String field :
        List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
      for (JsonObject status : pod.status().objects(field)) {
        if (status.string("name").equals(container)) {
          return status;
        }
      }
    }
    return JsonObject.EMPTY;
  }
}
