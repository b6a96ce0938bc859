package dev.podium.web.kubelet;

import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.web.Exposition;
import dev.podium.web.Exposition.Sample;
import java.util.ArrayList;
import java.util.List;

/// A summary of a node as metrics.
///
/// Upstream: pkg/kubelet/metrics/collectors/resource_metrics.go.
final class NodeMetrics {
  private NodeMetrics() {}

  /// `/metrics/resource`.
  static String resource(JsonObject summary) {
    List<Sample> containerCpu = new ArrayList<>();
    List<Sample> containerMemory = new ArrayList<>();
    List<Sample> containerStart = new ArrayList<>();
    List<Sample> podCpu = new ArrayList<>();
    List<Sample> podMemory = new ArrayList<>();
    for (JsonObject pod : summary.objects("pods")) {
      String name = pod.string("podRef", "name");
      String namespace = pod.string("podRef", "namespace");
      for (JsonObject container : pod.objects("containers")) {
        String[] labels = {
          "container", container.string("name"), "namespace", namespace, "pod", name
        };
        cpu(container, containerCpu, labels);
        memory(container, containerMemory, labels);
        long started = Timestamps.parse(container.string("startTime")).getEpochSecond();
        containerStart.add(Sample.of(started, labels));
      }
      cpu(pod, podCpu, "namespace", namespace, "pod", name);
      memory(pod, podMemory, "namespace", namespace, "pod", name);
    }
    List<Sample> nodeCpu = new ArrayList<>();
    List<Sample> nodeMemory = new ArrayList<>();
    cpu(summary.object("node"), nodeCpu);
    memory(summary.object("node"), nodeMemory);
    return new Exposition()
        .counter(
            "container_cpu_usage_seconds_total",
            "CPU time of the container in core-seconds.",
            containerCpu)
        .gauge(
            "container_memory_working_set_bytes",
            "Present working set of the container.",
            containerMemory)
        .gauge(
            "container_start_time_seconds",
            "When the container started, since the epoch.",
            containerStart)
        .counter("node_cpu_usage_seconds_total", "CPU time of the node in core-seconds.", nodeCpu)
        .gauge("node_memory_working_set_bytes", "Present working set of the node.", nodeMemory)
        .counter("pod_cpu_usage_seconds_total", "CPU time of the pod in core-seconds.", podCpu)
        .gauge("pod_memory_working_set_bytes", "Present working set of the pod.", podMemory)
        .gauge(
            "resource_scrape_error",
            "1 where the containers could not be measured.",
            List.of(Sample.of(0)))
        .text();
  }

  /// `/metrics`: the few of a kubelet's own that mean something here.
  static String own(String node, JsonObject summary) {
    List<JsonObject> pods = summary.objects("pods");
    long containers = pods.stream().mapToLong(pod -> pod.objects("containers").size()).sum();
    return new Exposition()
        .gauge("kubelet_node_name", "The node's name.", List.of(Sample.of(1, "node", node)))
        .gauge(
            "kubelet_running_containers",
            "Containers that run.",
            List.of(Sample.of(containers, "container_state", "running")))
        .gauge("kubelet_running_pods", "Pods that have a sandbox.", List.of(Sample.of(pods.size())))
        .text();
  }

  private static void cpu(JsonObject of, List<Sample> to, String... labels) {
    if (of.has("cpu")) {
      double seconds = of.integer("cpu", "usageCoreNanoSeconds") / 1e9;
      to.add(Sample.of(seconds, labels).at(Timestamps.parse(of.string("cpu", "time"))));
    }
  }

  private static void memory(JsonObject of, List<Sample> to, String... labels) {
    if (of.has("memory")) {
      long bytes = of.integer("memory", "workingSetBytes");
      to.add(Sample.of(bytes, labels).at(Timestamps.parse(of.string("memory", "time"))));
    }
  }
}
