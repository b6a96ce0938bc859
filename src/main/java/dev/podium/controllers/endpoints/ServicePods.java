package dev.podium.controllers.endpoints;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.Informer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The pods behind a Service and the ports that they offer for it.
///
/// Upstream: endpointslice/util (ShouldPodBeInEndpoints, FindPort),
/// pkg/controller/endpoint/endpoints_controller.go.
record ServicePods(ApiObject service, List<PodView> pods) {
  static final String HEADLESS = "service.kubernetes.io/headless";
  static final String TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";

  static ServicePods of(ApiObject service, Informer pods) {
    LabelSelector selector = LabelSelector.ofLabels(service.spec().stringMap("selector"));
    return new ServicePods(
        service, pods.select(service.namespace(), selector).stream().map(PodView::of).toList());
  }

  /// Whether Endpoints are made for it at all.
  static boolean isSelecting(ApiObject service) {
    return !service.spec().object("selector").isEmpty()
        && !service.spec().string("type").equals("ExternalName");
  }

  static boolean isHeadless(ApiObject service) {
    return service.spec().string("clusterIP").equals("None");
  }

  boolean publishesUnready() {
    return service.spec().bool("publishNotReadyAddresses");
  }

  /// The pods with an address that may still serve.
  Stream<PodView> present(boolean terminatingToo) {
    return pods.stream()
        .filter(pod -> !pod.isFinished() && !address(pod).isEmpty())
        .filter(pod -> terminatingToo || !pod.isTerminating());
  }

  static String address(PodView pod) {
    return pod.object().status().string("podIP");
  }

  /// A port of the Service as one pod offers it.
  static JsonObject port(JsonObject servicePort, long number) {
    JsonObject port =
        JsonObject.of(
            "name",
            servicePort.string("name"),
            "port",
            number,
            "protocol",
            servicePort.string("protocol"));
    return servicePort
        .findString("appProtocol")
        .map(protocol -> port.with("appProtocol", protocol))
        .orElse(port);
  }

  /// The Service's ports as a pod offers them; those that it does not name are left out.
  List<JsonObject> portsOf(PodView pod) {
    List<JsonObject> ports = new ArrayList<>();
    for (JsonObject port : service.spec().objects("ports")) {
      find(port, pod).ifPresent(number -> ports.add(port(port, number)));
    }
    return ports;
  }

  private static OptionalLong find(JsonObject port, PodView pod) {
    Optional<Object> target = port.find("targetPort");
    return switch (target.orElse(port.integer("port"))) {
      case Long number -> OptionalLong.of(number);
      case String name -> named(name, port.string("protocol"), pod);
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong named(String name, String protocol, PodView pod) {
    return Stream.concat(
            pod.object().spec().objects("containers").stream(),
            pod.object().spec().objects("initContainers").stream()
                .filter(container -> container.string("restartPolicy").equals("Always")))
        .flatMap(container -> container.objects("ports").stream())
        .filter(p -> p.string("name").equals(name) && p.string("protocol").equals(protocol))
        .mapToLong(p -> p.integer("containerPort"))
        .findFirst();
  }

  static JsonObject reference(PodView pod) {
    return JsonObject.of(
        "kind",
        "Pod",
        "namespace",
        pod.object().namespace(),
        "name",
        pod.name(),
        "uid",
        pod.object().uid());
  }

  /// The name under which a headless Service resolves the pod itself.
  Optional<String> hostname(PodView pod) {
    JsonObject spec = pod.object().spec();
    return spec.string("subdomain").equals(service.name())
        ? spec.findString("hostname").filter(name -> !name.isEmpty())
        : Optional.empty();
  }
}
