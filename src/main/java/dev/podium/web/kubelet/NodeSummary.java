package dev.podium.web.kubelet;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.pod.DiskUse;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.object.Timestamps;
import dev.podium.resources.metrics.Measurements;
import dev.podium.resources.metrics.Measurements.NodeUsage;
import dev.podium.resources.metrics.Measurements.Usage;
import dev.podium.web.kubelet.CpuTime.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a node and its pods use, as `/stats/summary` has it. CPU and memory are simulated, what is
/// on disks is there; networks are not measured and so left out.
///
/// Upstream: pkg/kubelet/server/stats/summary.go, kubelet/pkg/apis/stats/v1alpha1.
final class NodeSummary {
  private final Measurements measurements;
  private final ContainerRuntime runtime;
  private final CpuTime cpuTime = new CpuTime();

  NodeSummary(Measurements measurements, ContainerRuntime runtime) {
    this.measurements = measurements;
    this.runtime = runtime;
  }

  /// @param pods those of the node
  JsonObject of(ApiObject node, List<ApiObject> pods) {
    Look look = new Look(node, measurements.on(node.name()));
    List<JsonObject> shown = pods.stream().filter(NodeSummary::isOn).map(look::pod).toList();
    JsonObject whole = look.node(look.onDisk);
    cpuTime.keep(node.name(), look.present);
    return JsonObject.of("node", whole, "pods", shown);
  }

  private static boolean isOn(ApiObject pod) {
    String phase = pod.status().string("phase");
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  /// One look at everything on a node.
  private final class Look {
    private final ApiObject node;
    private final NodeUsage usage;
    private final String time;
    private final long disk;
    private final long images;
    private final Set<Subject> present = new HashSet<>();
    private long onDisk;

    Look(ApiObject node, NodeUsage usage) {
      this.node = node;
      this.usage = usage;
      this.time = Timestamps.format(usage.taken());
      this.disk = capacity("ephemeral-storage");
      this.images =
          node.status().objects("images").stream().mapToLong(i -> i.integer("sizeBytes")).sum();
    }

    private long capacity(String resource) {
      return node.status()
          .findString("capacity", resource)
          .map(text -> Quantity.parse(text).value())
          .orElse(0L);
    }

    JsonObject node(long ofPods) {
      Instant since =
          node.metadata()
              .findString("creationTimestamp")
              .map(Timestamps::parse)
              .orElse(usage.taken());
      return JsonObject.of(
          "nodeName",
          node.name(),
          "startTime",
          Timestamps.format(since),
          "cpu",
          cpu(new Subject(node.uid(), "", since), usage.total()),
          "memory",
          memory(usage.total(), capacity("memory")),
          "fs",
          files(images + ofPods),
          "runtime",
          JsonObject.of("imageFs", files(images)));
    }

    JsonObject pod(ApiObject pod) {
      Map<String, Usage> used = usage.containersOfPods().getOrDefault(pod.uid(), Map.of());
      Optional<DiskUse> kept = runtime.diskUse(pod.namespace(), pod.name());
      List<JsonObject> containers = new ArrayList<>();
      long cpuSum = 0;
      for (JsonObject status : running(pod)) {
        JsonObject container = container(pod, status, used, kept);
        cpuSum += container.integer("cpu", "usageCoreNanoSeconds");
        containers.add(container);
      }
      JsonObject shown =
          JsonObject.of(
              "podRef",
              JsonObject.of("name", pod.name(), "namespace", pod.namespace(), "uid", pod.uid()),
              "startTime",
              pod.status().string("startTime"),
              "containers",
              containers);
      if (!used.isEmpty()) {
        Usage total =
            used.values().stream()
                .reduce(
                    new Usage(0, 0),
                    (a, b) -> new Usage(a.cpu() + b.cpu(), a.memory() + b.memory()));
        shown = shown.with("cpu", cpu(total, cpuSum)).with("memory", memory(total, 0));
      }
      return kept.isPresent() ? withDisk(shown, pod, kept.get()) : shown;
    }

    private JsonObject withDisk(JsonObject shown, ApiObject pod, DiskUse kept) {
      onDisk += kept.onDisk();
      List<JsonObject> volumes = new ArrayList<>();
      for (JsonObject volume : pod.spec().objects("volumes")) {
        String name = volume.string("name");
        if (kept.volumes().containsKey(name)) {
          JsonObject files = files(kept.volumes().getOrDefault(name, 0L)).with("name", name);
          String claim = volume.string("persistentVolumeClaim", "claimName");
          volumes.add(
              claim.isEmpty()
                  ? files
                  : files.with(
                      "pvcRef", JsonObject.of("name", claim, "namespace", pod.namespace())));
        }
      }
      JsonObject withVolumes = volumes.isEmpty() ? shown : shown.with("volume", volumes);
      return withVolumes.with("ephemeral-storage", files(kept.onDisk()));
    }

    private JsonObject container(
        ApiObject pod, JsonObject status, Map<String, Usage> used, Optional<DiskUse> kept) {
      String name = status.string("name");
      String started = status.string("state", "running", "startedAt");
      JsonObject shown = JsonObject.of("name", name, "startTime", started);
      Usage own = used.get(name);
      if (own != null) {
        long limit =
            status
                .findString("resources", "limits", "memory")
                .map(text -> Quantity.parse(text).value())
                .orElse(0L);
        Subject subject = new Subject(pod.uid(), name, Timestamps.parse(started));
        shown = shown.with("cpu", cpu(subject, own)).with("memory", memory(own, limit));
      }
      DiskUse.Share share = kept.map(DiskUse::containers).orElse(Map.of()).get(name);
      return share == null
          ? shown
          : shown.with("rootfs", files(share.files())).with("logs", files(share.logs()));
    }

    private JsonObject cpu(Subject subject, Usage now) {
      present.add(subject);
      return cpu(now, cpuTime.used(node.name(), subject, now, usage.taken()));
    }

    private JsonObject cpu(Usage now, long total) {
      return JsonObject.of(
          "time", time, "usageNanoCores", now.cpu(), "usageCoreNanoSeconds", total);
    }

    /// @param limit 0 for none
    private JsonObject memory(Usage now, long limit) {
      JsonObject memory =
          JsonObject.of(
              "time",
              time,
              "usageBytes",
              now.memory(),
              "workingSetBytes",
              now.memory(),
              "rssBytes",
              now.memory());
      return limit > 0 ? memory.with("availableBytes", Math.max(0, limit - now.memory())) : memory;
    }

    private JsonObject files(long used) {
      return JsonObject.of(
          "time",
          time,
          "availableBytes",
          Math.max(0, disk - images),
          "capacityBytes",
          disk,
          "usedBytes",
          used);
    }
  }

  /// The statuses of containers that run, by name.
  private static List<JsonObject> running(ApiObject pod) {
    Map<String, JsonObject> all = new TreeMap<>();
    Stream.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
        .flatMap(list -> pod.status().objects(list).stream())
        .filter(status -> status.object("state", "running").has("startedAt"))
        .forEach(status -> all.put(status.string("name"), status));
    return List.copyOf(all.values());
  }
}
