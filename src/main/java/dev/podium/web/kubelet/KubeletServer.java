package dev.podium.web.kubelet;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ResourceService;
import dev.podium.resources.metrics.Measurements;
import dev.podium.web.Exposition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a kubelet says of itself over HTTP, as far as it is simulated; for what a real one serves
/// besides, a sentence.
///
/// Upstream: pkg/kubelet/server/server.go.
public final class KubeletServer {
  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
  private static final String TEXT = "text/plain; charset=utf-8";

  /// What a real kubelet serves and this one does not, and who does.
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("containerLogs", "; ask for pods/log, or /logs/"),
          Map.entry("exec", "; ask for pods/exec"),
          Map.entry("run", "; ask for pods/exec"),
          Map.entry("attach", "; ask for pods/attach"),
          Map.entry("portForward", "; ask for pods/portforward"),
          Map.entry("metrics", "; see /metrics/resource and /stats/summary"),
          Map.entry("stats", "; see /stats/summary"),
          Map.entry("checkpoint", ""),
          Map.entry("debug", ""),
          Map.entry("flagz", ""),
          Map.entry("statusz", ""));

  private final ResourceService service;
  private final NodeSummary summaries;
  private final NodeLogs logs;

  public KubeletServer(
      ResourceService service, Measurements measurements, ContainerRuntime runtime) {
    this.service = service;
    this.summaries = new NodeSummary(measurements, runtime);
    this.logs = new NodeLogs(runtime);
  }

  /// @param path as the kubelet itself gets it
  public HttpResponse answer(ApiObject node, String path) {
    if (path.startsWith("/logs/")) {
      return logs.answer(pods(node), path.substring("/logs/".length()));
    }
    if (path.equals("/logs")) {
      return HttpResponse.of(301, Headers.of("Location", "/logs/"), new byte[0]);
    }
    return switch (path.replaceAll("/+$", "")) {
      case "/healthz", "/healthz/ping", "/healthz/syncloop", "/healthz/log" ->
          HttpResponse.of(200, TEXT, "ok");
      case "/pods" -> json(podList(pods(node)));
      case "/runningpods" -> json(podList(running(node)));
      case "/configz" -> json(configuration(node));
      case "/stats/summary" -> json(summary(node));
      case "/metrics/resource" -> metrics(NodeMetrics.resource(summary(node)));
      case "/metrics" -> metrics(NodeMetrics.own(node.name(), summary(node)));
      default -> otherwise(path);
    };
  }

  private static HttpResponse otherwise(String path) {
    String first = path.split("/", 3).length > 1 ? path.split("/", 3)[1] : "";
    return Optional.ofNullable(ELSEWHERE.get(first))
        .map(hint ->
            HttpResponse.of(
                501, TEXT, "podium: the kubelet's " + path + " is not simulated" + hint + "\n"))
        .orElseGet(() -> HttpResponse.of(404, TEXT, "404 page not found\n"));
  }

  private static HttpResponse metrics(String text) {
    return HttpResponse.of(200, Exposition.TYPE, text);
  }

  private JsonObject summary(ApiObject node) {
    return summaries.of(node, pods(node));
  }

  private List<ApiObject> pods(ApiObject node) {
    return service.list(service.catalog().require(POD), "", ListQuery.ALL).items().stream()
        .filter(pod -> pod.spec().string("nodeName").equals(node.name()))
        .toList();
  }

  private List<ApiObject> running(ApiObject node) {
    return pods(node).stream()
        .filter(pod -> pod.status().string("phase").equals("Running"))
        .toList();
  }

  private static HttpResponse json(JsonObject body) {
    return HttpResponse.of(
        200, "application/json", new String(Json.bytes(body), StandardCharsets.UTF_8));
  }

  private static JsonObject podList(List<ApiObject> pods) {
    List<JsonObject> items =
        pods.stream().map(pod -> pod.root().without("kind").without("apiVersion")).toList();
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
