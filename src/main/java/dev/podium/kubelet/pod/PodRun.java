package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.kernel.ProcessSpace;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.network.NetworkStack;
import dev.podium.network.Standing;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a kubelet knows of a pod beyond the API. Belongs to one reconcile at a time; only [#log],
/// [#running], [#diskUse] and [#wake] are for everybody.
public final class PodRun {
  private final String uid;
  private final Instant seen;
  private final Runnable wake;
  private final Map<String, ContainerState> containers = new ConcurrentHashMap<>();
  private volatile ApiObject pod;
  private Optional<ApiObject> reported = Optional.empty();
  private Optional<Instant> sandboxAt = Optional.empty();
  private boolean sandboxReady;
  private Optional<NetworkStack> network = Optional.empty();
  private Optional<ProcessSpace> processes = Optional.empty();
  private volatile Map<String, PodVolume> volumes = Map.of();
  private int mountFailures;
  private Optional<Instant> mountAt = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private boolean finished;
  private Map<String, JsonObject> allocated = Map.of();
  private Optional<Resizing.Pending> pendingResize = Optional.empty();
  private Optional<Long> resizeGeneration = Optional.empty();
  private final Map<String, JsonObject> begun = new HashMap<>(2);
  private final Map<String, String> attempted = new HashMap<>(2);
  private final Set<String> restartDue = new HashSet<>(0);
  private boolean restartingAll;

  /// Why a kubelet ends a pod by itself.
  ///
  /// @param disruption whether the pod itself is not to blame
  record Failure(String reason, String message, boolean disruption) {}

  /// @param wake has the pod looked at again
  public PodRun(ApiObject pod, Instant seen, Runnable wake) {
    this.wake = wake;
    this.uid = pod.uid();
    this.pod = pod;
    this.seen = seen;
  }

  public String uid() {
    return uid;
  }

  /// The pod as it was last looked at.
  public ApiObject pod() {
    return pod;
  }

  void look(ApiObject latest) {
    pod = latest;
  }

  /// Whether this very pod's status is known to be right.
  public boolean isReported(ApiObject latest) {
    return reported.filter(right -> right == latest).isPresent();
  }

  public void reported(ApiObject right) {
    reported = Optional.of(right);
  }

  Instant seen() {
    return seen;
  }

  ContainerState container(String name) {
    return containers.getOrDefault(name, ContainerState.NEW);
  }

  void put(String name, ContainerState state) {
    containers.put(name, state);
  }

  void wake() {
    wake.run();
  }

  void wakeWhenOver(Standing standing) {
    standing.whenOver(wake);
  }

  /// The container of a name, as long as it runs.
  public Optional<LiveContainer> running(String container) {
    return container(container).phase() instanceof Phase.Running running
            && running.container().exit().isEmpty()
        ? Optional.of(running.container())
        : Optional.empty();
  }

  /// @param previous of the run before the present or latest one
  public Optional<ContainerLog> log(String container, boolean previous) {
    ContainerState state = container(container);
    if (state.phase() instanceof Phase.Running running) {
      return previous
          ? state.dead().flatMap(Phase.Ended::log)
          : Optional.of(running.container().log());
    }
    boolean again = previous && state.shown() instanceof Phase.Ended;
    return (again ? state.previous() : state.dead()).flatMap(Phase.Ended::log);
  }

  /// When the sandbox is going to be there, once it is being made.
  Optional<Instant> sandboxAt() {
    return sandboxAt;
  }

  void makeSandbox(Instant until) {
    sandboxAt = Optional.of(until);
  }

  boolean isSandboxReady() {
    return sandboxReady;
  }

  void sandboxReady(NetworkStack joined) {
    sandboxReady = true;
    network = Optional.of(joined);
  }

  /// Only once the sandbox is there.
  public NetworkStack network() {
    return network.orElseThrow();
  }

  /// Which processes a new container sees.
  ProcessSpace processes(JsonObject container) {
    if (!pod.spec().bool("shareProcessNamespace")) {
      return running(container.string("targetContainerName"))
          .map(LiveContainer::space)
          .orElseGet(ProcessSpace::own);
    }
    ProcessSpace shared = processes.orElseGet(ProcessSpace::shared);
    processes = Optional.of(shared);
    return shared;
  }

  /// Nobody can read what its containers wrote any longer.
  public void forgetLogs() {
    for (ContainerState state : containers.values()) {
      state.dead().flatMap(Phase.Ended::log).ifPresent(ContainerLog::discard);
      state.previous().flatMap(Phase.Ended::log).ifPresent(ContainerLog::discard);
      if (state.phase() instanceof Phase.Running running) {
        running.container().log().discard();
      }
    }
  }

  /// Ends everything that runs, without a word to anybody.
  public void kill() {
    for (ContainerState state : containers.values()) {
      if (state.phase() instanceof Phase.Running running) {
        running.container().kill();
        running.container().close();
      }
    }
    volumes.values().forEach(PodVolume::release);
  }

  /// Empty before the sandbox is there.
  public String address() {
    return network.map(stack -> stack.addresses().getFirst()).orElse("");
  }

  /// What it keeps on the node's disk at present.
  public DiskUse diskUse() {
    return DiskUse.of(this);
  }

  Map<String, PodVolume> volumes() {
    return volumes;
  }

  void mounted(Map<String, PodVolume> all) {
    volumes = all;
  }

  int mountFailures() {
    return mountFailures;
  }

  Optional<Instant> mountAt() {
    return mountAt;
  }

  void mountFailed(Instant retryAt) {
    mountFailures++;
    mountAt = Optional.of(retryAt);
  }

  /// The resources of the containers that may be given others, by name; empty before the first
  /// look.
  Map<String, JsonObject> allocated() {
    return allocated;
  }

  void allocate(Map<String, JsonObject> resources) {
    allocated = Map.copyOf(resources);
  }

  JsonObject allocated(JsonObject container) {
    return allocated.getOrDefault(container.string("name"), container.object("resources"));
  }

  /// The pod as if it were a container, without a name: what it has for all of them together.
  JsonObject whole() {
    return JsonObject.of("resources", pod.spec().object("resources"));
  }

  Optional<Resizing.Pending> pendingResize() {
    return pendingResize;
  }

  void pendingResize(Optional<Resizing.Pending> pending) {
    pendingResize = pending;
  }

  /// Of the pod whose resources the containers are being given; empty where they have them.
  Optional<Long> resizeGeneration() {
    return resizeGeneration;
  }

  void resizes(Optional<Long> generation) {
    resizeGeneration = generation;
  }

  /// What a container had when it was made, or has been given since.
  Optional<JsonObject> begun(String container) {
    return Optional.ofNullable(begun.get(container));
  }

  /// The container is as its spec says now.
  void begun(JsonObject container) {
    String name = container.string("name");
    begun.put(name, allocated(container));
    restartDue.remove(name);
  }

  /// Which image the latest attempt to make a container was with.
  Optional<String> attempted(String container) {
    return Optional.ofNullable(attempted.get(container));
  }

  void attempts(String container, String image) {
    attempted.put(container, image);
  }

  /// Whether a container was stopped in order to be made anew, whatever its policy is.
  boolean restartIsDue(String container) {
    return restartDue.contains(container);
  }

  void demandRestart(String container) {
    restartDue.add(container);
  }

  /// Whether all containers are being stopped because one of them asked for a new beginning.
  boolean isRestartingAll() {
    return restartingAll;
  }

  void restartingAll(boolean whether) {
    restartingAll = whether;
  }

  Optional<Failure> failure() {
    return failure;
  }

  void fail(String reason, String message) {
    failure = Optional.of(new Failure(reason, message, false));
  }

  void evict(String message) {
    failure = Optional.of(new Failure("Evicted", message, true));
  }

  /// Whether all of its containers have ended for good.
  public boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
    sandboxReady = false;
  }
}
