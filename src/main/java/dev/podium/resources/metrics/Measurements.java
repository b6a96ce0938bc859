package dev.podium.resources.metrics;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodView;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.usage.ContainerUsage;
import dev.podium.usage.SimulatedLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Measures the pods and nodes of the cluster as a metrics server does: every fifteen seconds, what
/// has run for so long.
public final class Measurements {
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final GroupResource PODS = new GroupResource("", "pods");
  private static final GroupResource NODES = new GroupResource("", "nodes");

  /// What a node's own system uses besides its pods: nanocores and bytes.
  private static final long SYSTEM_CPU = 45_000_000;

  private static final long SYSTEM_MEMORY = 420L << 20;

  private final Store store;
  private final Clock clock;
  private final ContainerUsage running;

  /// @param store where the pods and nodes are that are measured
  /// @param running what runs in them
  public Measurements(Store store, Clock clock, ContainerUsage running) {
    this.store = store;
    this.clock = clock;
    this.running = running;
  }

  /// Nanocores and bytes.
  public record Usage(long cpu, long memory) {
    Usage plus(Usage other) {
      return new Usage(cpu + other.cpu, memory + other.memory);
    }
  }

  /// What one node uses, all in all and by the uids of pods and the names of their containers.
  ///
  /// @param taken when it was measured
  public record NodeUsage(
      Instant taken, Usage total, Map<String, Map<String, Usage>> containersOfPods) {}

  /// As the kubelet of a node measures it.
  public NodeUsage on(String node) {
    Round round = new Round();
    Map<String, Map<String, Usage>> pods = new HashMap<>();
    stored(PODS, "")
        .filter(pod -> pod.spec().string("nodeName").equals(node))
        .filter(round::isMeasured)
        .forEach(pod -> pods.put(pod.uid(), containers(pod, round)));
    Usage total =
        pods.values().stream()
            .flatMap(containers -> containers.values().stream())
            .reduce(new Usage(SYSTEM_CPU, SYSTEM_MEMORY), Usage::plus);
    return new NodeUsage(round.taken, total, pods);
  }

  private static Map<String, Usage> containers(ApiObject pod, Round round) {
    List<JsonObject> containers = SimulatedLoad.containers(pod.spec());
    long[] cpu = round.usage(SimulatedLoad.CPU, pod);
    long[] memory = round.usage(SimulatedLoad.MEMORY, pod);
    Map<String, Usage> usages = new HashMap<>();
    for (int i = 0; i < containers.size(); i++) {
      usages.put(containers.get(i).string("name"), new Usage(cpu[i], memory[i]));
    }
    return usages;
  }

  /// @param namespace empty for all
  List<ApiObject> pods(String namespace) {
    Round round = new Round();
    return stored(PODS, namespace)
        .filter(round::isMeasured)
        .map(pod -> podMetrics(pod, round))
        .toList();
  }

  List<ApiObject> nodes() {
    Round round = new Round();
    Map<String, long[]> used = new HashMap<>();
    stored(PODS, "")
        .filter(round::isMeasured)
        .forEach(pod -> {
          long[] total =
              used.computeIfAbsent(
                  pod.spec().string("nodeName"), _ -> new long[] {SYSTEM_CPU, SYSTEM_MEMORY});
          for (SimulatedLoad load : SimulatedLoad.values()) {
            for (long amount : round.usage(load, pod)) {
              total[load.ordinal()] += amount;
            }
          }
        });
    return stored(NODES, "")
        .filter(node -> used.containsKey(node.name()))
        .map(node ->
            metrics("NodeMetrics", node, round)
                .with("usage", usage(used.getOrDefault(node.name(), new long[2]))))
        .toList();
  }

  private Stream<ApiObject> stored(GroupResource resource, String namespace) {
    return store.snapshot(resource).stream(namespace, "");
  }

  private ApiObject podMetrics(ApiObject pod, Round round) {
    List<JsonObject> containers = SimulatedLoad.containers(pod.spec());
    long[] cpu = round.usage(SimulatedLoad.CPU, pod);
    long[] memory = round.usage(SimulatedLoad.MEMORY, pod);
    List<JsonObject> measured = new ArrayList<>(containers.size());
    for (int i = 0; i < containers.size(); i++) {
      measured.add(
          JsonObject.of(
              "name",
              containers.get(i).string("name"),
              "usage",
              usage(new long[] {cpu[i], memory[i]})));
    }
    return metrics("PodMetrics", pod, round).with("containers", measured);
  }

  private static JsonObject usage(long[] amounts) {
    return JsonObject.of(
        "cpu",
        SimulatedLoad.CPU.format(amounts[0]),
        "memory",
        SimulatedLoad.MEMORY.format(amounts[1]));
  }

  private static ApiObject metrics(String kind, ApiObject of, Round round) {
    return ApiObject.named(
            new GroupVersionKind(MetricsKinds.GROUP, MetricsKinds.VERSION, kind),
            of.namespace(),
            of.name())
        .editMetadata(metadata -> {
          metadata.set("creationTimestamp", Timestamps.format(round.taken));
          of.metadata().findObject("labels").ifPresent(labels -> metadata.set("labels", labels));
        })
        .with("timestamp", Timestamps.format(round.taken))
        .with("window", round.window.isZero() ? "0s" : "%d.0s".formatted(round.window.toSeconds()));
  }

  /// One measurement of everything.
  private final class Round {
    private final Duration window = clock.pause(WINDOW);
    private final long number = clock.now().getEpochSecond() / WINDOW.toSeconds();
    private final Instant taken =
        window.isZero() ? clock.now() : Instant.ofEpochSecond(number * WINDOW.toSeconds());
    private final Map<String, Optional<ApiObject>> controllers = new HashMap<>();
    private final Map<String, Map<String, Long>> ready = new HashMap<>();

    /// Whether all of a pod runs, and has so for a window.
    boolean isMeasured(ApiObject pod) {
      List<JsonObject> statuses = pod.status().objects("containerStatuses");
      return pod.status().string("phase").equals("Running")
          && !statuses.isEmpty()
          && statuses.stream()
              .allMatch(status ->
                  status
                      .findString("state", "running", "startedAt")
                      .map(Timestamps::parse)
                      .filter(since -> !since.plus(window).isAfter(taken))
                      .isPresent());
    }

    long[] usage(SimulatedLoad load, ApiObject pod) {
      return load.of(
          pod,
          share(load, pod),
          number,
          container -> running.of(load, pod.namespace(), pod.name(), container));
    }

    /// A pod's part of what the nearest controller above it has to bear.
    private OptionalLong share(SimulatedLoad load, ApiObject pod) {
      Optional<ApiObject> controller = controller(pod);
      while (controller.isPresent()) {
        OptionalLong total = load.load(controller.get());
        if (total.isPresent()) {
          long sharing = ready(pod.namespace()).getOrDefault(controller.get().uid(), 0L);
          boolean shares = PodView.of(pod).isReady() && PodView.of(pod).isActive();
          return OptionalLong.of(shares ? total.getAsLong() / sharing : 0);
        }
        controller = controller(controller.get());
      }
      return OptionalLong.empty();
    }

    /// How many ready pods of a namespace each controller has, of pods or of what controls them.
    private Map<String, Long> ready(String namespace) {
      return ready.computeIfAbsent(
          namespace,
          _ -> {
            Map<String, Long> counts = new HashMap<>();
            stored(PODS, namespace)
                .filter(pod -> PodView.of(pod).isReady() && PodView.of(pod).isActive())
                .forEach(pod ->
                    Stream.iterate(
                            controller(pod), Optional::isPresent, c -> c.flatMap(this::controller))
                        .forEach(c -> counts.merge(c.orElseThrow().uid(), 1L, Long::sum)));
            return counts;
          });
    }

    private Optional<ApiObject> controller(ApiObject object) {
      return object
          .controllerReference()
          .flatMap(reference ->
              controllers.computeIfAbsent(
                  reference.string("uid"), _ -> find(object.namespace(), reference)));
    }
  }

  private Optional<ApiObject> find(String namespace, JsonObject reference) {
    GroupVersionKind kind =
        GroupVersionKind.of(reference.string("apiVersion"), reference.string("kind"));
    String plural = kind.kind().toLowerCase(Locale.ROOT) + "s";
    return store
        .get(
            new ObjectKey(
                new GroupResource(kind.group(), plural), namespace, reference.string("name")))
        .filter(owner -> owner.uid().equals(reference.string("uid")));
  }
}
