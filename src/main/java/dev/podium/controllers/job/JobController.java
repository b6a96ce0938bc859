package dev.podium.controllers.job;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs the pods of Jobs, counts how they end, and says when a Job is done.
///
/// Upstream: pkg/controller/job/job_controller.go.
public final class JobController implements Reconciler {
  /// What happens to pods is looked at in batches of so long (syncJobBatchPeriod).
  private static final Duration BATCH = Duration.ofSeconds(1);

  private final ApiClient client;
  private final Clock clock;
  private final Informer jobs;
  private final Informer pods;
  private final OwnedObjects owned;
  private final EventRecorder events;
  private final PodControl control;

  /// By the uid of the Job; as upstream's, it does not outlive the process.
  private final Map<String, Backoff> backoffs = new ConcurrentHashMap<>();

  private JobController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("job-controller");
    this.clock = clock;
    this.jobs = loops.informer(Kinds.JOB);
    this.pods = loops.informer(Kinds.POD);
    this.owned = new OwnedObjects(this.client, pods);
    this.events = new EventRecorder(this.client, clock, "job-controller", "");
    this.control = new PodControl(this.client, events);
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    JobController sync = new JobController(loops, client, clock);
    Function<String, List<ApiObject>> byNamespace =
        sync.jobs.indexed("namespace", job -> List.of(job.namespace()));
    Controller controller = loops.controller("job", sync).workers(5).on(sync.jobs).reads(sync.pods);
    sync.pods.listen(delta -> {
      Duration delay = clock.pause(BATCH);
      Stream.concat(controllers(delta), sync.selecting(delta, byNamespace))
          .distinct()
          .forEach(key -> controller.enqueueAfter(key, delay));
    });
    loops
        .controller("job-orphan-pods", sync::releaseOrphan)
        .on(sync.pods, sync::orphan)
        .on(sync.jobs, sync::orphans);
  }

  private static Stream<Key> controllers(Delta delta) {
    return delta.states().flatMap(pod -> Controller.controller(pod, Kinds.JOB).stream());
  }

  /// A pod of nobody's concerns every Job that might adopt it.
  private Stream<Key> selecting(Delta delta, Function<String, List<ApiObject>> byNamespace) {
    ApiObject pod = delta.latest();
    if (pod.controllerReference().isPresent() || delta.isDeletion()) {
      return Stream.empty();
    }
    return byNamespace.apply(pod.namespace()).stream()
        .filter(job -> new JobView(job).selector().matches(pod))
        .map(Key::of);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = jobs.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    JobView job = new JobView(found.get());
    String uid = job.object().uid();
    if (job.isManagedElsewhere()) {
      return Outcome.DONE;
    }
    if (job.isFinished()) {
      backoffs.remove(uid);
      return Outcome.DONE;
    }
    List<JobPod> its = owned.claim(job.object(), job.selector()).stream().map(JobPod::of).toList();
    Backoff before = backoffs.getOrDefault(uid, Backoff.NONE);
    JobSync sync = new JobSync(client, events, job, its, before, clock.now());
    try {
      return sync.run();
    } finally {
      sync.backoff().ifPresent(known -> backoffs.put(uid, known));
    }
  }

  /// Finished and deleted Jobs count nothing any longer.
  private Stream<Key> orphans(Delta delta) {
    boolean counts = !delta.isDeletion() && !new JobView(delta.latest()).isFinished();
    if (delta.isDeletion()) {
      backoffs.remove(delta.latest().uid());
    }
    return counts
        ? Stream.empty()
        : pods.controlledBy(delta.latest().uid()).stream().filter(JobPod::isTracked).map(Key::of);
  }

  private Stream<Key> orphan(Delta delta) {
    boolean concerned = !delta.isDeletion() && JobPod.isTracked(delta.latest());
    return concerned && !isCounted(delta.latest())
        ? Stream.of(Key.of(delta.latest()))
        : Stream.empty();
  }

  private Outcome releaseOrphan(Key key) {
    pods.find(key).filter(pod -> !isCounted(pod)).ifPresent(control::untrack);
    return Outcome.DONE;
  }

  /// Whether the Job of a pod still is there to count it (syncOrphanPod).
  private boolean isCounted(ApiObject pod) {
    Optional<String> uid = pod.controllerReference().map((JsonObject owner) -> owner.string("uid"));
    return Controller.controller(pod, Kinds.JOB)
        .flatMap(jobs::find)
        .filter(job -> uid.equals(Optional.of(job.uid())))
        .filter(job -> !new JobView(job).isFinished())
        .isPresent();
  }
}
