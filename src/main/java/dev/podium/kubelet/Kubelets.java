package dev.podium.kubelet;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.UserImages;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.node.NodeHeartbeat;
import dev.podium.kubelet.node.NodeSpec;
import dev.podium.kubelet.node.StaticPods;
import dev.podium.kubelet.pod.NodeAdmission;
import dev.podium.kubelet.pod.NodeAdmission.Rejection;
import dev.podium.kubelet.pod.PodEvent;
import dev.podium.kubelet.pod.PodRun;
import dev.podium.kubelet.pod.PodStatusReport;
import dev.podium.kubelet.pod.PodSync;
import dev.podium.network.Network;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/// The kubelets of all simulated nodes: one reconciler that looks after every pod that is bound to
/// one of them.
///
/// What runs is known only here; a pod that is looked at for the first time begins anew. One lock,
/// held while a kubelet decides whether it takes a pod.
public final class Kubelets implements Reconciler {
  private static final int WORKERS = 8;
  private static final String STATIC = "kubernetes.io/config.source";

  private final Clock clock;
  private final Informer pods;
  private final Informer nodes;
  private final Function<String, List<ApiObject>> podsOfNode;
  private final NodeWorld world;
  private final Map<String, ApiClient> clients = new HashMap<>();
  private final Map<String, EventRecorder> recorders = new HashMap<>();
  private final RunningPods runs;
  private final Controller controller;
  private final Informer configMaps;
  private final ImageCatalog images;
  private final ReentrantLock admission = new ReentrantLock();

  private Kubelets(
      ControlLoops loops, ApiClient client, Machinery machinery, List<NodeSpec> fleet) {
    this.runs = machinery.running();
    this.clock = machinery.kernel().clock();
    this.pods = loops.informer(Kinds.POD);
    this.nodes = loops.informer(Kinds.NODE);
    this.podsOfNode = pods.indexedBy("spec", "nodeName");
    Informer services = loops.informer(Kinds.SERVICE);
    this.configMaps = loops.informer(Kinds.CONFIG_MAP);
    this.images = machinery.images();
    this.world =
        new NodeWorld(
            client,
            machinery.kernel(),
            machinery.network(),
            machinery.images(),
            services,
            fleet,
            this::lacksRoom);
    this.controller =
        loops
            .controller("kubelet", this)
            .on(pods, this::concerned)
            .on(nodes, this::powered)
            .on(loops.informer(Kinds.PERSISTENT_VOLUME), this::volumeChanged)
            .on(configMaps, this::imagesChanged)
            .reads(services)
            .workers(WORKERS);
    for (NodeSpec node : fleet) {
      ApiClient own = NodeHeartbeat.identity(client, node.name());
      clients.put(node.name(), own);
      recorders.put(node.name(), new EventRecorder(own, clock, "kubelet", node.name()));
    }
  }

  /// The components of the control plane, as pods of the first node.
  ///
  /// @param services the range of the Services' addresses
  public static void registerControlPlane(
      ControlLoops loops, ApiClient client, Clock clock, String services) {
    StaticPods.register(loops, client, clock, NodeSpec.fleet(1).getFirst(), services);
  }

  /// What kubelets work with.
  ///
  /// @param running where they note what runs
  public record Machinery(
      Kernel kernel, Network network, ImageCatalog images, RunningPods running) {}

  /// @param nodes how many there are, the control plane included
  public static void register(
      ControlLoops loops, ApiClient client, Machinery machinery, int nodes) {
    List<NodeSpec> fleet = NodeSpec.fleet(nodes);
    NodeHeartbeat.register(loops, client, machinery.kernel().clock(), fleet);
    new Kubelets(loops, client, machinery, fleet);
  }

  private Stream<Key> imagesChanged(Delta delta) {
    if (delta.states().anyMatch(UserImages::isMarked)) {
      images.add(UserImages.of(configMaps.list("")));
    }
    return Stream.empty();
  }

  private Stream<Key> volumeChanged(Delta delta) {
    if (delta.after().isEmpty()) {
      world.forgetVolume(delta.latest().uid());
    }
    return Stream.empty();
  }

  private Stream<Key> concerned(Delta delta) {
    return clients.containsKey(delta.latest().spec().string("nodeName"))
        ? Stream.of(Key.of(delta.latest()))
        : Stream.empty();
  }

  /// A node that comes back looks after its pods again.
  private Stream<Key> powered(Delta delta) {
    ApiObject latest = delta.latest();
    boolean off =
        !delta.isDeletion() && clients.containsKey(latest.name()) && NodeHeartbeat.isOff(latest);
    runs.power(
        latest.name(), off ? Optional.of(world.nodeAddress(latest.name())) : Optional.empty());
    boolean back =
        delta.before().filter(NodeHeartbeat::isOff).isPresent()
            && delta.after().filter(node -> !NodeHeartbeat.isOff(node)).isPresent();
    return back ? podsOfNode.apply(latest.name()).stream().map(Key::of) : Stream.empty();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found =
        pods.find(key).filter(pod -> clients.containsKey(pod.spec().string("nodeName")));
    if (found.map(pod -> pod.spec().string("nodeName")).filter(this::isOff).isPresent()) {
      return Outcome.DONE;
    }
    runs.find(key)
        .filter(run -> found.filter(pod -> pod.uid().equals(run.uid())).isEmpty())
        .ifPresent(run -> forget(key, run));
    return found.map(pod -> look(key, pod)).orElse(Outcome.DONE);
  }

  private boolean isOff(String node) {
    return nodes.find("", node).filter(NodeHeartbeat::isOff).isPresent();
  }

  private Outcome look(Key key, ApiObject pod) {
    Instant now = clock.now();
    Optional<PodRun> known = runs.find(key);
    if (known.isEmpty() && hasEnded(pod)) {
      return pod.isBeingDeleted() ? remove(pod) : Outcome.DONE;
    }
    Optional<PodRun> admitted = known.or(() -> admit(key, pod, now));
    if (admitted.isEmpty()) {
      return Outcome.DONE;
    }
    PodRun run = admitted.get();
    boolean fresh = !pod.status().has("startTime");
    PodSync.Result result = PodSync.sync(pod, run, world, now);
    tell(pod, result.events());
    if (!result.quiet() || !run.isReported(pod)) {
      report(pod, run, now);
    }
    if (run.isFinished()) {
      world.release(run);
      return pod.isBeingDeleted() ? remove(pod) : Outcome.DONE;
    }
    return result
        .wake()
        .map(at -> Outcome.after(fresh ? Duration.ZERO : Duration.between(now, at)))
        .orElse(Outcome.DONE);
  }

  /// One after the other, so that of two pods for which there is no room together one is run.
  private Optional<PodRun> admit(Key key, ApiObject pod, Instant now) {
    Optional<Rejection> rejection;
    PodRun run = new PodRun(pod, now, () -> controller.enqueue(key));
    admission.lock();
    try {
      rejection = NodeAdmission.check(pod).or(() -> unfit(pod));
      if (rejection.isEmpty()) {
        runs.put(key, run);
        return Optional.of(run);
      }
    } finally {
      admission.unlock();
    }
    reject(pod, rejection.get(), now);
    return Optional.empty();
  }

  /// What the scheduler placed, fits; so does what has run before, and the node's own pods.
  private Optional<Rejection> unfit(ApiObject pod) {
    boolean begun = pod.status().has("startTime") || pod.annotations().containsKey(STATIC);
    if (begun || pod.isBeingDeleted() || PodConditions.holds(pod, "PodScheduled")) {
      return Optional.empty();
    }
    String name = pod.spec().string("nodeName");
    return nodes
        .find("", name)
        .flatMap(node -> NodeAdmission.check(pod, node, runningBeside(pod, name)));
  }

  private Optional<Rejection> lacksRoom(ApiObject pod) {
    String name = pod.spec().string("nodeName");
    return nodes
        .find("", name)
        .flatMap(node -> NodeAdmission.resize(pod, node, runningBeside(pod, name)));
  }

  private List<ApiObject> runningBeside(ApiObject pod, String node) {
    return podsOfNode.apply(node).stream()
        .filter(other -> !other.uid().equals(pod.uid()))
        .filter(other -> runs.find(Key.of(other)).filter(run -> !run.isFinished()).isPresent())
        .toList();
  }

  private void reject(ApiObject pod, Rejection rejection, Instant now) {
    tell(pod, List.of(new PodEvent("", "Warning", rejection.reason(), rejection.message())));
    client(pod.spec().string("nodeName"))
        .updateStatus(
            Kinds.POD,
            pod.namespace(),
            pod.name(),
            current ->
                current.uid().equals(pod.uid())
                    ? PodStatusReport.rejected(current, rejection, now)
                    : current);
  }

  private static boolean hasEnded(ApiObject pod) {
    String phase = pod.status().string("phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private void tell(ApiObject pod, List<PodEvent> events) {
    EventRecorder recorder = recorders.get(pod.spec().string("nodeName"));
    if (recorder == null) {
      return;
    }
    for (PodEvent event : events) {
      JsonObject about =
          event.fieldPath().isEmpty()
              ? EventRecorder.reference(pod)
              : EventRecorder.reference(pod, event.fieldPath());
      recorder.record(about, event.type(), event.reason(), event.message());
    }
  }

  private void report(ApiObject pod, PodRun run, Instant now) {
    String node = pod.spec().string("nodeName");
    String host = world.nodeAddress(node);
    if (PodStatusReport.apply(pod, run, host, now) == pod) {
      run.reported(pod);
      return;
    }
    try {
      client(node)
          .updateStatus(
              Kinds.POD,
              pod.namespace(),
              pod.name(),
              current ->
                  current.uid().equals(run.uid())
                      ? PodStatusReport.apply(current, run, host, now)
                      : current);
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  /// The pod has stopped; nothing keeps it any longer.
  private Outcome remove(ApiObject pod) {
    if (pod.metadata().integer("deletionGracePeriodSeconds") == 0 && !pod.finalizers().isEmpty()) {
      return Outcome.DONE;
    }
    try {
      client(pod.spec().string("nodeName"))
          .delete(
              Kinds.POD,
              pod.namespace(),
              pod.name(),
              DeleteOptions.withGracePeriod(0).onlyUid(pod.uid()));
    } catch (ApiException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
    return Outcome.DONE;
  }

  /// The pod is gone from the API: what still runs is stopped without a word to anybody.
  private void forget(Key key, PodRun run) {
    runs.remove(key, run);
    world.release(run);
    run.forgetLogs();
  }

  private ApiClient client(String node) {
    ApiClient client = clients.get(node);
    if (client == null) {
      throw new IllegalArgumentException("not a node of ours: " + node);
    }
    return client;
  }
}
