package dev.podium.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a node's kubelet says of itself through `nodes/proxy`.
class KubeletServerTest {
  private static final String KUBELET = "/api/v1/nodes/w/proxy";

  private final ApiSlice slice =
      new ApiSlice(
          ResourceDefinition.of("v1", "Pod", "pods").build(),
          ResourceDefinition.of("v1", "Node", "nodes")
              .clusterScoped()
              .subresource(
                  new Subresource(
                      "proxy",
                      GroupVersionKind.of("v1", "NodeProxyOptions"),
                      Set.of(Verb.GET),
                      new Subresource.Connect()))
              .build());

  @BeforeEach
  void aNodeWithTwoPods() {
    create(
        "/api/v1/nodes",
        """
        {"metadata": {"name": "w"},
         "status": {"capacity": {"memory": "1Gi", "ephemeral-storage": "100k"}}}
        """);
    create(
        "/api/v1/namespaces/n/pods",
        """
        {"metadata": {"name": "web", "annotations": {"usage.podium.dev/cpu": "250m",
                                                     "usage.podium.dev/memory": "64Mi"}},
         "spec": {"nodeName": "w", "containers": [{"name": "c"}],
                  "volumes": [{"name": "data", "emptyDir": {}},
                              {"name": "claimed", "persistentVolumeClaim": {"claimName": "pvc"}}]},
         "status": {"phase": "Running", "startTime": "2020-01-01T00:00:00Z",
                    "containerStatuses": [{"name": "c", "restartCount": 1,
                      "containerID": "containerd://abc",
                      "state": {"running": {"startedAt": "2020-01-01T00:00:00Z"}}}]}}
        """);
    create(
        "/api/v1/namespaces/n/pods",
        """
        {"metadata": {"name": "elsewhere"}, "spec": {"nodeName": "x", "containers": [{"name": "c"}]},
         "status": {"phase": "Running"}}
        """);
  }

  @AfterEach
  void close() {
    slice.close();
  }

  @Test
  void theSummaryTellsWhatPodsUseAndKeep() {
    JsonObject summary = slice.json(slice.get(KUBELET + "/stats/summary"));
    assertThat(summary.string("node", "nodeName")).isEqualTo("w");
    assertThat(summary.object("node", "cpu").integer("usageNanoCores")).isGreaterThan(250_000_000);
    assertThat(summary.objects("pods")).hasSize(1);
    JsonObject pod = summary.objects("pods").getFirst();
    assertThat(pod.string("podRef", "name")).isEqualTo("web");
    assertThat(pod.object("ephemeral-storage").integer("usedBytes")).isEqualTo(1250);
    assertThat(pod.objects("volume").getLast().string("pvcRef", "name")).isEqualTo("pvc");
    JsonObject container = pod.objects("containers").getFirst();
    assertThat(container.object("memory").integer("workingSetBytes")).isEqualTo(64 << 20);
    assertThat(container.object("rootfs").integer("usedBytes")).isEqualTo(1000);
    assertThat(container.object("logs").integer("usedBytes")).isEqualTo(200);
  }

  @Test
  void cpuTimeNeverFalls() {
    long before = cpuTime();
    assertThat(before).isPositive();
    assertThat(cpuTime()).isGreaterThanOrEqualTo(before);
  }

  private long cpuTime() {
    return slice
        .json(slice.get(KUBELET + "/stats/summary"))
        .objects("pods")
        .getFirst()
        .object("cpu")
        .integer("usageCoreNanoSeconds");
  }

  @Test
  void theSameComesAsMetrics() {
    assertThat(slice.get(KUBELET + "/metrics/resource").body())
        .contains("# TYPE container_cpu_usage_seconds_total counter")
        .containsPattern(
            "container_memory_working_set_bytes\\{container=\"c\",namespace=\"n\",pod=\"web\"} 67108864 [0-9]+\n")
        .contains("resource_scrape_error 0\n");
    assertThat(slice.get(KUBELET + "/metrics").body()).contains("kubelet_running_pods 1\n");
  }

  @Test
  void logsAreADirectory() {
    assertThat(slice.get(KUBELET + "/logs/").body())
        .contains("<a href=\"containers/\">containers/</a>\n<a href=\"pods/\">pods/</a>\n");
    assertThat(slice.get(KUBELET + "/logs/containers/").body())
        .contains("<a href=\"web_n_c-abc.log\">web_n_c-abc.log</a>");
    assertThat(slice.get(KUBELET + "/logs/containers/web_n_c-abc.log").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, 200, ok",
    "/exec/n/web/c, 501, podium: the kubelet's /exec/n/web/c is not simulated; ask for pods/exec",
    "/metrics/probes, 501, podium: the kubelet's /metrics/probes is not simulated; see /metrics/resource and /stats/summary",
    "/logs/other, 404, 404 page not found",
    "/what, 404, 404 page not found",
  })
  void whatIsNotSimulatedSaysSo(String path, int status, String text) {
    assertThat(slice.get(KUBELET + path).statusCode()).isEqualTo(status);
    assertThat(slice.get(KUBELET + path).body().strip()).isEqualTo(text);
  }

  private void create(String path, String body) {
    assertThat(slice.send("POST", path, body).statusCode()).isEqualTo(201);
  }
}
