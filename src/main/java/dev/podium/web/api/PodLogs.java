package dev.podium.web.api;

import dev.podium.kubelet.RunningPods;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.time.Clock;
import dev.podium.web.streams.MessageSockets;
import dev.podium.web.streams.PodContainers;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
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

  /// What a client wants to see, which is looked at before the pod is.
  ///
  /// @throws ApiException 400 or 422
  LogOptions options(String pod, Exchange exchange) {
    return LogOptions.of(exchange.query(), clock.now(), pod);
  }

  Answer read(ApiObject pod, LogOptions options, Exchange exchange) {
    String container = PodContainers.choose(pod, options.container());
    if (pod.spec().string("nodeName").isEmpty()) {
      return text(new byte[0], exchange);
    }
    requireKubelet(pod, container);
    boolean previous = requireLog(pod, container, options.previous());
    Optional<ContainerLog> log = running.log(pod.namespace(), pod.name(), container, previous);
    if (log.isEmpty()) {
      return text(new byte[0], exchange);
    }
    if (options.follow() && log.get().end().isEmpty()) {
      streams.startBytes(exchange, TEXT, new LogStream(log.get(), options));
      return new Answer.Elsewhere();
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (LogLine line : options.begin(log.get().lines())) {
      text.writeBytes(options.bytes(line));
    }
    byte[] bytes = text.toByteArray();
    long most = options.bytes().orElse((long) bytes.length);
    return text(Arrays.copyOf(bytes, (int) Math.min(most, bytes.length)), exchange);
  }

  private void requireKubelet(ApiObject pod, String container) {
    Optional<String> why = running.unreachable(pod.spec().string("nodeName"));
    if (why.isPresent()) {
      // The kubelet's address is at the head of what went wrong.
      String address = why.get().replaceFirst("dial tcp (\\S+): .*", "$1");
      throw ApiException.of(
          500,
          "",
          "Get \"https://%s/containerLogs/%s/%s/%s\": %s"
              .formatted(address, pod.namespace(), pod.name(), container, why.get()));
    }
  }

  private Answer text(byte[] text, Exchange exchange) {
    if (MessageSockets.asked(exchange.request())) {
      streams.startBytes(exchange, TEXT, new OneMessage(text));
      return new Answer.Elsewhere();
    }
    return new Answer.Raw(200, TEXT, text);
  }

  /// @return whether it is the log of the run before
  private static boolean requireLog(ApiObject pod, String container, boolean previous) {
    String which = "container \"%s\" in pod \"%s\"".formatted(container, pod.name());
    JsonObject status = PodContainers.status(pod, container);
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
}
