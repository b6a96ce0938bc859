package dev.podium.kubelet.pod;

import dev.podium.kubelet.program.ContainerLog;
import dev.podium.object.ApiObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a kubelet knows of a pod beyond the API. Belongs to one reconcile at a time; only [#log] is
/// for everybody.
public final class PodRun {
  private final String uid;
  private final Instant seen;
  private final Map<String, ContainerState> containers = new ConcurrentHashMap<>();
  private ApiObject pod;
  private Optional<Instant> sandboxAt = Optional.empty();
  private boolean sandboxReady;
  private String address = "";
  private int mountFailures;
  private Optional<Instant> mountAt = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private boolean finished;

  /// Why a kubelet ends a pod by itself.
  record Failure(String reason, String message) {}

  public PodRun(ApiObject pod, Instant seen) {
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

  Instant seen() {
    return seen;
  }

  ContainerState container(String name) {
    return containers.getOrDefault(name, ContainerState.NEW);
  }

  void put(String name, ContainerState state) {
    containers.put(name, state);
  }

  /// @param previous of the run before the present or latest one
  public Optional<ContainerLog> log(String container, boolean previous) {
    ContainerState state = container(container);
    if (state.phase() instanceof Phase.Running running) {
      return previous
          ? state.dead().flatMap(Phase.Ended::log)
          : Optional.of(new ContainerLog(running.process(), Optional.empty()));
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

  void sandboxReady(String ip) {
    sandboxReady = true;
    address = ip;
  }

  void sandboxGone() {
    sandboxReady = false;
  }

  /// Empty before the sandbox is there.
  public String address() {
    return address;
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

  Optional<Failure> failure() {
    return failure;
  }

  void fail(String reason, String message) {
    failure = Optional.of(new Failure(reason, message));
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
