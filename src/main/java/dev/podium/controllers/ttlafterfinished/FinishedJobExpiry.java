package dev.podium.controllers.ttlafterfinished;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Deletes Jobs, and with them their pods, `ttlSecondsAfterFinished` after they have finished.
///
/// Upstream: pkg/controller/ttlafterfinished/ttlafterfinished_controller.go.
public final class FinishedJobExpiry implements Reconciler {
  private final ApiClient client;
  private final Clock clock;
  private final Informer jobs;

  private FinishedJobExpiry(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("ttl-after-finished-controller");
    this.clock = clock;
    this.jobs = loops.informer(Kinds.JOB);
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    FinishedJobExpiry expiry = new FinishedJobExpiry(loops, client, clock);
    loops.controller("ttl-after-finished", expiry).on(expiry.jobs);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> job = jobs.find(key).filter(found -> !found.isBeingDeleted());
    Optional<Instant> expiry = job.flatMap(FinishedJobExpiry::expiry);
    if (expiry.isEmpty()) {
      return Outcome.DONE;
    }
    Duration left = Duration.between(clock.now(), expiry.get());
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    ApiClient.unlessGone(() ->
        client.delete(
            Kinds.JOB,
            key.namespace(),
            key.name(),
            DeleteOptions.propagating(DeleteOptions.Propagation.FOREGROUND)
                .onlyUid(job.orElseThrow().uid())));
    return Outcome.DONE;
  }

  private static Optional<Instant> expiry(ApiObject job) {
    return job.spec().findLong("ttlSecondsAfterFinished").stream()
        .boxed()
        .flatMap(ttl -> finished(job).map(time -> time.plusSeconds(ttl)).stream())
        .findFirst();
  }

  private static Optional<Instant> finished(ApiObject job) {
    return job.status().objects("conditions").stream()
        .filter(c -> c.string("type").equals("Complete") || c.string("type").equals("Failed"))
        .filter(c -> c.string("status").equals("True"))
        .map(c -> Timestamps.parse(c.string("lastTransitionTime")))
        .findFirst();
  }
}
