package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Pulling;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Phase.Starting;
import dev.podium.kubelet.pod.Phase.Stopping;
import dev.podium.kubelet.pod.Phase.Waiting;
import dev.podium.kubelet.program.Exit;
import dev.podium.kubelet.program.Launch;
import dev.podium.kubelet.program.Program.StartFailure;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The life of one container: image, start, end, and again.
///
/// Upstream: pkg/kubelet/images/image_manager.go (EnsureImageExists),
/// kuberuntime/kuberuntime_container.go (startContainer, killContainer), kuberuntime_manager.go
/// (doBackOff).
final class ContainerLife {
  private static final Duration CREATION = Duration.ofMillis(150);

  /// How long a failure is shown before the back-off that follows it.
  private static final Duration FAILURE_SHOWN = Duration.ofSeconds(2);

  /// What went wrong is looked at again, and told again, about so often.
  private static final Duration RESYNC = Duration.ofSeconds(13);

  private static final Duration END_SHOWN = Duration.ofSeconds(1);

  static final String CRASH_LOOP = "CrashLoopBackOff";

  private ContainerLife() {}

  /// What time alone does to a container.
  static void advance(Sync sync, JsonObject container) {
    switch (sync.state(container).phase()) {
      case Waiting _, Ended _ -> {}
      case Pulling pulling -> {
        if (sync.isDue(pulling.until())) {
          pulled(sync, container, pulling);
        }
      }
      case Starting starting -> {
        if (sync.isDue(starting.until())) {
          start(sync, container);
        }
      }
      case Running running -> running(sync, container, running);
    }
  }

  /// Sees to the image, then to the container.
  static void begin(Sync sync, JsonObject container) {
    String given = container.string("image");
    Optional<ImageName> parsed = ImageName.parse(given);
    if (parsed.isEmpty()) {
      String message =
          "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": invalid reference format"
              .formatted(given, given);
      sync.warning(container, "InspectFailed", message);
      fail(sync, container, "InvalidImageName", message, RESYNC);
      return;
    }
    ImageName image = parsed.get();
    boolean present = sync.world().hasImage(sync.node(), image);
    String policy = container.findString("imagePullPolicy").orElse("IfNotPresent");
    if (policy.equals("Never") && !present) {
      String message = "Container image \"" + given + "\" is not present with pull policy of Never";
      sync.warning(container, "ErrImageNeverPull", message);
      fail(sync, container, "ErrImageNeverPull", message, RESYNC);
    } else if (present && !policy.equals("Always")) {
      sync.normal(
          container,
          "Pulled",
          "Container image \""
              + given
              + "\" already present on machine and can be accessed by the pod");
      creating(sync, container);
    } else {
      pull(sync, container, image);
    }
  }

  private static void pull(Sync sync, JsonObject container, ImageName image) {
    ContainerState state = sync.state(container);
    String given = container.string("image");
    Optional<Instant> held = state.pulls().until(state.pulls().updated(), sync.now());
    if (held.isPresent()) {
      String message = "Back-off pulling image \"" + given + "\"";
      sync.normal(container, "BackOff", message);
      sync.warning(container, "Failed", "Error: ImagePullBackOff");
      wait(
          sync,
          container,
          "ImagePullBackOff",
          message + ": ErrImagePull: " + state.pullError(),
          earlier(held.get(), sync.now().plus(RESYNC)));
      return;
    }
    sync.normal(container, "Pulling", "Pulling image \"" + given + "\"");
    ImageStore.Pull pull = sync.world().pull(sync.node(), image, sync.now());
    sync.put(container, state.to(new Pulling(sync.now(), pull.until(), pull.failure())));
  }

  private static void pulled(Sync sync, JsonObject container, Pulling pulling) {
    ContainerState state = sync.state(container);
    String given = container.string("image");
    if (pulling.failure().isPresent()) {
      String message = pulling.failure().get();
      sync.warning(container, "Failed", "Failed to pull image \"" + given + "\": " + message);
      sync.put(container, state.withPulls(state.pulls().next(sync.now(), sync.now()), message));
      fail(sync, container, "ErrImagePull", message, FAILURE_SHOWN);
      return;
    }
    String span = Spans.text(Duration.between(pulling.since(), pulling.until()));
    long size = sync.world().image(ImageName.parse(given).orElseThrow()).size();
    sync.normal(
        container,
        "Pulled",
        "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
            .formatted(given, span, span, size));
    creating(sync, container);
  }

  private static void creating(Sync sync, JsonObject container) {
    Instant until = sync.now().plus(sync.world().pause(CREATION));
    sync.put(container, sync.state(container).to(new Starting(until)));
  }

  private static void start(Sync sync, JsonObject container) {
    ContainerState state = sync.state(container);
    Image image = sync.world().image(ImageName.parse(container.string("image")).orElseThrow());
    Environment.Result environment = Environment.resolve(sync, container, image);
    if (environment.problem().isPresent()) {
      fail(sync, container, "CreateContainerConfigError", environment.problem().get(), RESYNC);
      return;
    }
    Launch launch = Launches.of(sync, container, image, environment.variables());
    String id = ContainerIds.of(sync.run().uid(), container, state);
    ContainerState next =
        state.dead().isPresent() ? state.withRestarts(state.restarts() + 1) : state;
    sync.normal(container, "Created", "Container created");
    try {
      var process = sync.world().start(launch);
      sync.normal(container, "Started", "Container started");
      sync.put(
          container,
          next.to(
              new Running(
                  sync.now(), id, process, Probes.of(container, sync.now()), Optional.empty())));
    } catch (StartFailure e) {
      sync.warning(container, "Failed", "Error: " + String.valueOf(e.getMessage()));
      sync.put(
          container,
          next.to(
              new Ended(
                  Instant.EPOCH,
                  sync.now(),
                  id,
                  128,
                  "StartError",
                  String.valueOf(e.getMessage()),
                  Optional.empty())));
    }
  }

  private static void running(Sync sync, JsonObject container, Running running) {
    Optional<Stopping> stopping = running.stopping();
    Optional<Exit> own = running.process().exit();
    if (stopping.isPresent() && sync.isDue(stopping.get().at())) {
      Stopping stop = stopping.get();
      ended(sync, container, running, new Exit(stop.at(), stop.code(), false));
    } else if (own.isPresent() && sync.isDue(own.get().at())) {
      ended(sync, container, running, own.get());
    } else if (stopping.isEmpty()) {
      ProbeRound.ask(sync, container, running);
    }
  }

  private static void ended(Sync sync, JsonObject container, Running running, Exit exit) {
    sync.put(
        container,
        sync.state(container)
            .to(
                new Ended(
                    running.since(),
                    exit.at(),
                    running.id(),
                    exit.code(),
                    exit.reason(),
                    TerminationMessage.of(container, running.process(), exit),
                    Optional.of(running.process()))));
  }

  /// Makes a container anew that has ended, at once or when its back-off is over.
  static void restart(Sync sync, JsonObject container, Ended ended) {
    ContainerState state = sync.state(container);
    // The end itself is seen for a moment before what follows.
    if (state.phase() instanceof Ended
        && !sync.isDue(ended.at().plus(sync.world().pause(END_SHOWN)))) {
      return;
    }
    Optional<Instant> held = state.crashes().until(ended.at(), sync.now());
    if (held.isEmpty()) {
      sync.put(container, state.withCrashes(state.crashes().next(ended.at(), sync.now())));
      begin(sync, container);
      return;
    }
    String pod = Containers.describe(sync.pod());
    String name = container.string("name");
    sync.warning(
        container,
        "BackOff",
        "Back-off restarting failed container %s in pod %s".formatted(name, pod));
    wait(
        sync,
        container,
        CRASH_LOOP,
        "back-off %s restarting failed container=%s pod=%s"
            .formatted(state.crashes().text(), name, pod),
        earlier(held.get(), sync.now().plus(RESYNC)));
  }

  /// Told to stop: by SIGTERM, and when the grace period is over by SIGKILL.
  static void stop(Sync sync, JsonObject container) {
    ContainerState state = sync.state(container);
    switch (state.phase()) {
      case Pulling _, Starting _ -> sync.put(container, state.reverted());
      case Running running -> {
        if (running.stopping().isEmpty()) {
          stop(sync, container, "Stopping container " + container.string("name"), grace(sync));
        } else {
          shorten(sync, container, running);
        }
      }
      case Waiting _, Ended _ -> {}
    }
  }

  static void stop(Sync sync, JsonObject container, String message, long grace) {
    if (!(sync.state(container).phase() instanceof Running running)) {
      return;
    }
    sync.normal(container, "Killing", message);
    Instant deadline = sync.now().plusSeconds(Math.max(grace, 1));
    Instant asked = PreStop.over(container, running.process(), sync.now());
    Optional<Exit> polite =
        running.process().onTerminate(asked).filter(exit -> !exit.at().isAfter(deadline));
    Stopping stopping =
        polite
            .map(exit ->
                new Stopping(
                    deadline,
                    sync.now().plus(sync.world().pause(Duration.between(sync.now(), exit.at()))),
                    exit.code()))
            .orElse(new Stopping(deadline, deadline, Exit.KILLED));
    sync.put(container, sync.state(container).to(stoppingFrom(running, stopping)));
  }

  private static Running stoppingFrom(Running running, Stopping stopping) {
    return new Running(
        running.since(), running.id(), running.process(), running.probes(), Optional.of(stopping));
  }

  /// A second deletion may leave less time than the first did.
  private static void shorten(Sync sync, JsonObject container, Running running) {
    Stopping stopping = running.stopping().orElseThrow();
    Optional<Instant> end = sync.pod().deletionTimestamp().map(Timestamps::parse);
    if (end.isPresent() && end.get().plusSeconds(1).isBefore(stopping.deadline())) {
      Instant deadline = later(end.get(), sync.now());
      if (stopping.at().isAfter(deadline)) {
        sync.put(
            container,
            sync.state(container)
                .to(stoppingFrom(running, new Stopping(deadline, deadline, Exit.KILLED))));
      }
    }
  }

  private static long grace(Sync sync) {
    return sync.pod()
        .metadata()
        .findLong("deletionGracePeriodSeconds")
        .orElse(sync.pod().spec().findLong("terminationGracePeriodSeconds").orElse(30));
  }

  private static void fail(
      Sync sync, JsonObject container, String reason, String message, Duration shown) {
    boolean config = reason.equals("CreateContainerConfigError");
    sync.warning(container, "Failed", "Error: " + (config ? message : reason));
    wait(sync, container, reason, message, sync.now().plus(shown));
  }

  private static void wait(
      Sync sync, JsonObject container, String reason, String message, Instant retryAt) {
    sync.put(
        container, sync.state(container).to(new Waiting(reason, message, Optional.of(retryAt))));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
