package dev.podium.web.streams;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.ContainerRuntime.RuntimeFailure;
import dev.podium.kubelet.ContainerRuntime.Target;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.web.streams.CommandRelay.Start;
import dev.podium.web.streams.WebSocketCommand.Dialect;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `exec`, `attach` and `portforward` of pods: which container, over which protocol, and what is
/// said where it cannot be.
///
/// Upstream: pkg/registry/core/pod/rest/subresources.go and pod/strategy.go (streamLocation) for
/// the API server, pkg/kubelet/server/server.go and kubelet_pods.go (GetExec, GetAttach,
/// GetPortForward) for the kubelet behind it.
public final class PodStreams {
  private static final String CLOSING = "v5.channel.k8s.io";
  private static final List<String> SPDY_COMMAND =
      List.of("v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io");
  private static final String FORWARD = "portforward.k8s.io";
  private static final String TUNNEL = Handshake.SPDY + "+" + FORWARD;
  private static final List<String> SOCKET_FORWARD =
      List.of(TUNNEL, "v4.channel.k8s.io", "v4.base64.channel.k8s.io");

  private final ContainerRuntime runtime;
  private final OpenConnections open;

  public PodStreams(ContainerRuntime runtime, OpenConnections open) {
    this.runtime = runtime;
    this.open = open;
  }

  /// Runs a command in a container.
  ///
  /// @throws ApiException what the API server itself refuses
  public void exec(StreamRequest request) {
    CommandOptions options = CommandOptions.of(request.query());
    Target target = target(request.pod(), options.container());
    command(
        request,
        options,
        target,
        "container not found (" + GoText.quote(target.container()) + ")",
        new Start(
            () -> runtime.exec(target, options.command(), options.stdin(), options.tty()),
            "error executing command in container: ",
            true));
  }

  /// Joins a container's own process.
  ///
  /// @throws ApiException what the API server itself refuses
  public void attach(StreamRequest request) {
    CommandOptions options = CommandOptions.of(request.query());
    ApiObject pod = request.pod();
    Target target = target(pod, options.container());
    // Whether there is a terminal is settled by how the container was started.
    boolean tty = container(pod, target.container()).bool("tty");
    command(
        request,
        options,
        target,
        "container %s not found in pod %s_%s"
            .formatted(target.container(), pod.name(), pod.namespace()),
        new Start(
            () -> runtime.attach(target, options.stdin(), tty),
            "error attaching to container: ",
            false));
  }

  private void command(
      StreamRequest request, CommandOptions options, Target target, String missing, Start start) {
    requireUpgrade(request);
    Optional<String> unreachable = unreachable(request.pod());
    boolean socket = Handshake.isWebSocket(request.request());
    boolean found = isRunning(request.pod(), target.container());
    Optional<String> refusal =
        options.wantsNothing()
            ? Optional.of("you must specify at least 1 of stdin, stdout, stderr")
            : found ? Optional.empty() : Optional.of(missing);
    boolean closing = socket && Handshake.webSocketProtocols(request.request()).contains(CLOSING);
    if (unreachable.isPresent() && !closing) {
      throw ApiException.of(500, "", unreachable.get());
    }
    if (closing) {
      // The API server translates it, and meets the kubelet's refusal only when the client's
      // connection stands; what the kubelet calls an internal error is one to it too.
      Start translated = start.within("Internal error occurred: ");
      commandOverSocket(
          request,
          options,
          CLOSING,
          unreachable
              .map(PodStreams::undialled)
              .or(() -> refusal.map(PodStreams::refused))
              .orElse(translated));
    } else if (refusal.isPresent()) {
      request.refuse(options.wantsNothing() ? 400 : 500, refusal.get());
    } else if (socket) {
      Optional<String> protocol = socketCommandProtocol(request);
      if (protocol.isPresent()) {
        commandOverSocket(request, options, protocol.get(), start);
      } else {
        request.refuse(403, "");
      }
    } else {
      commandOverSpdy(request, options, start);
    }
  }

  private static Start refused(String why) {
    return new Start(
        () -> {
          throw new RuntimeFailure(why);
        },
        "unable to upgrade connection: ",
        true);
  }

  /// Why the API server does not come through to the kubelet.
  private Optional<String> unreachable(ApiObject pod) {
    return runtime
        .unreachable(pod.spec().string("nodeName"))
        .map(why -> "error dialing backend: " + why);
  }

  private static Start undialled(String why) {
    return new Start(
        () -> {
          throw new RuntimeFailure(why);
        },
        "",
        true);
  }

  private static Optional<String> socketCommandProtocol(StreamRequest request) {
    List<String> offered = Handshake.webSocketProtocols(request.request());
    if (offered.isEmpty()) {
      return Optional.of("");
    }
    return offered.stream().filter(name -> Dialect.of(name).isPresent()).findFirst();
  }

  private void commandOverSocket(
      StreamRequest request, CommandOptions options, String protocol, Start start) {
    Dialect dialect = Dialect.of(protocol).orElseThrow();
    Handshake.acceptWebSocket(request.request(), request.response(), protocol);
    request.upgrade(
        open,
        wire ->
            new CommandRelay(
                    new WebSocketCommand(new WebSocket(wire), dialect, options), options, start)
                .run(wire));
  }

  private void commandOverSpdy(StreamRequest request, CommandOptions options, Start start) {
    Optional<String> protocol = spdyProtocol(request, SPDY_COMMAND);
    if (protocol.isPresent()) {
      Handshake.acceptSpdy(request.response(), protocol.get());
      request.upgrade(
          open,
          wire ->
              new CommandRelay(
                      new SpdyCommand(new SpdyConnection(wire), options, protocol.get()),
                      options,
                      start)
                  .run(wire));
    }
  }

  /// Refuses where there is none to agree on.
  private static Optional<String> spdyProtocol(StreamRequest request, List<String> known) {
    if (!Handshake.isSpdy(request.request())) {
      request.refuse(400, "unable to upgrade: missing upgrade headers in request");
      return Optional.empty();
    }
    List<String> offered = Handshake.spdyProtocols(request.request());
    if (offered.isEmpty()) {
      request.refuse(400, "unable to upgrade: X-Stream-Protocol-Version is required");
      return Optional.empty();
    }
    Optional<String> agreed = Handshake.agree(offered, known);
    if (agreed.isEmpty()) {
      known.forEach(
          name -> request.response().addHeader("X-Accepted-Stream-Protocol-Versions", name));
      request.refuse(
          403,
          "unable to upgrade: unable to negotiate protocol: client supports [%s], server accepts"
                  .formatted(String.join(" ", offered))
              + " ["
              + String.join(" ", known)
              + "]");
    }
    return agreed;
  }

  /// Connects to ports of a pod.
  ///
  /// @throws ApiException what the API server itself refuses
  public void portForward(StreamRequest request) {
    ApiObject pod = request.pod();
    requireHost(pod);
    requireUpgrade(request);
    Optional<String> unreachable = unreachable(pod);
    if (unreachable.isPresent()) {
      throw ApiException.of(500, "", unreachable.get());
    }
    PortForward forward = new PortForward(runtime, pod);
    if (pod.status().string("podIP").isEmpty() || hasEnded(pod)) {
      String name = pod.name() + "_" + pod.namespace();
      request.refuse(500, "pod not found (" + GoText.quote(name) + ")");
    } else if (Handshake.isWebSocket(request.request())) {
      forwardOverSocket(request, forward);
    } else {
      spdyProtocol(request, List.of(FORWARD))
          .ifPresent(protocol -> {
            Handshake.acceptSpdy(request.response(), protocol);
            request.upgrade(
                open, wire -> new SpdyPortForward(new SpdyConnection(wire), forward).run());
          });
    }
  }

  private void forwardOverSocket(StreamRequest request, PortForward forward) {
    List<String> offered = Handshake.webSocketProtocols(request.request());
    Optional<String> agreed = Handshake.agree(offered, SOCKET_FORWARD);
    if (agreed.isEmpty()) {
      request.refuse(403, "");
      return;
    }
    boolean tunnel = agreed.get().equals(TUNNEL);
    List<Integer> ports = tunnel ? List.of() : ports(request);
    if (!tunnel && ports.isEmpty()) {
      request.refuse(400, "query parameter \"port\" is required");
      return;
    }
    Handshake.acceptWebSocket(request.request(), request.response(), agreed.get());
    request.upgrade(
        open,
        wire -> {
          WebSocket socket = new WebSocket(wire);
          if (tunnel) {
            WebSocketTunnel bytes = new WebSocketTunnel(socket, wire);
            new SpdyPortForward(new SpdyConnection(bytes), forward).run();
          } else {
            new WebSocketPortForward(socket, forward, ports).run();
          }
        });
  }

  private static List<Integer> ports(StreamRequest request) {
    return request.query().all("ports").stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .flatMap(value -> SpdyPortForward.port(value).stream())
        .toList();
  }

  private static void requireUpgrade(StreamRequest request) {
    if (!Handshake.isUpgrade(request.request())) {
      throw ApiException.badRequest("Upgrade request required");
    }
  }

  private static void requireHost(ApiObject pod) {
    if (pod.spec().string("nodeName").isEmpty()) {
      throw ApiException.badRequest("pod " + pod.name() + " does not have a host assigned");
    }
  }

  private static Target target(ApiObject pod, String asked) {
    Target target = new Target(pod.namespace(), pod.name(), PodContainers.choose(pod, asked));
    requireHost(pod);
    return target;
  }

  private static JsonObject container(ApiObject pod, String name) {
    return Stream.of("containers", "initContainers", "ephemeralContainers")
        .flatMap(field -> pod.spec().objects(field).stream())
        .filter(container -> container.string("name").equals(name))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }

  private static boolean hasEnded(ApiObject pod) {
    String phase = pod.status().string("phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static boolean isRunning(ApiObject pod, String container) {
    return PodContainers.status(pod, container).object("state").has("running");
  }
}
