package dev.podium.web.proxy;

import dev.podium.network.http.HttpResponse;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ResourceService;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a kubelet says of itself over HTTP, as far as it is simulated.
///
/// Upstream: pkg/kubelet/server/server.go.
final class KubeletPaths {
  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");

  private final ResourceService service;

  KubeletPaths(ResourceService service) {
    this.service = service;
  }

  HttpResponse answer(ApiObject node, String path) {
    return switch (path.replaceAll("/+$", "")) {
      case "/healthz", "/healthz/ping", "/healthz/syncloop" ->
          HttpResponse.of(200, "text/plain; charset=utf-8", "ok");
      case "/pods" -> json(pods(node));
      case "/configz" -> json(configuration(node));
      default ->
          HttpResponse.of(
              404,
              "text/plain; charset=utf-8",
              "podium: the kubelet's " + path + " is not simulated\n");
    };
  }

  private static HttpResponse json(JsonObject body) {
    return HttpResponse.of(
        200, "application/json", new String(Json.bytes(body), StandardCharsets.UTF_8));
  }

  private JsonObject pods(ApiObject node) {
    List<JsonObject> items =
        service.list(service.catalog().require(POD), "", ListQuery.ALL).items().stream()
            .filter(pod -> pod.spec().string("nodeName").equals(node.name()))
            .map(pod -> pod.root().without("kind").without("apiVersion"))
            .toList();
    return JsonObject.of(
        "kind", "PodList", "apiVersion", "v1", "metadata", JsonObject.EMPTY, "items", items);
  }

  private static JsonObject configuration(ApiObject node) {
    return JsonObject.of(
        "kubeletconfig",
        JsonObject.of(
            "enableServer",
            true,
            "port",
            10250,
            "clusterDomain",
            "cluster.local",
            "cgroupDriver",
            "systemd",
            "maxPods",
            node.status().object("capacity").findString("pods").map(Long::parseLong).orElse(110L)));
  }
}
