package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.kernel.ContainerSpec;
import dev.podium.kubelet.kernel.Exit;
import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.kernel.StartFailure;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pod.ContainerFiles.MountFailure;
import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Pulling;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Phase.Starting;
import dev.podium.kubelet.pod.Phase.Waiting;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

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

  private static final String RUNC =
      "failed to create containerd task: failed to create shim task: OCI runtime create failed:"
          + " runc create failed: unable to start container process: error during container init: ";

  static final String CRASH_LOOP = "CrashLoopBackOff";
  private static final String NOT_STARTED = "RunContainerError";

  /// What is shown of a container that ended and is to be made again.
  static final Set<String> AGAIN = Set.of(CRASH_LOOP, NOT_STARTED);

  private ContainerLife() {}

  /// What has been waited for does not matter to another image.
  static void beginAnew(Sync sync, JsonObject container) {
    sync.put(container, sync.state(container).withoutBackOff());
    begin(sync, container);
  }

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
    sync.run().attempts(container.string("name"), given);
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
    String id = ContainerIds.of(sync.run().uid(), container, state);
    sync.run().begun(container);
    ContainerState next =
        state.dead().isPresent() ? state.withRestarts(state.restarts() + 1) : state;
    ContainerSpec spec = ContainerSpecs.of(sync, container, image, environment.variables());
    ContainerFiles files = ContainerFiles.of(sync, container, spec);
    LiveContainer live =
        new LiveContainer(
            sync.world().kernel(),
            spec,
            files,
            sync.run().network(),
            sync.run().processes(container),
            sync.run()::wake);
    try {
      if (files.isUrgent()) {
        live.mounts();
      }
    } catch (MountFailure e) {
      fail(sync, container, "CreateContainerConfigError", String.valueOf(e.getMessage()), RESYNC);
      return;
    }
    sync.normal(container, "Created", "Container created");
    try {
      live.start(ContainerSpecs.command(container, image, spec.environment()));
      sync.normal(container, "Started", "Container started");
      Optional<Attempt> hook =
          container
              .findObject("lifecycle", "postStart")
              .map(postStart -> Handlers.hook(sync, container, live, postStart));
      sync.put(
          container,
          next.to(
              new Running(
                  sync.now(), id, live, Probes.of(container, sync.now()), hook, Optional.empty())));
    } catch (StartFailure e) {
      notStarted(sync, container, next, id, RUNC + e.getMessage());
    }
  }

  private static void notStarted(
      Sync sync, JsonObject container, ContainerState state, String id, String message) {
    sync.warning(container, "Failed", "Error: " + message);
    Ended ended =
        new Ended(Instant.EPOCH, sync.now(), id, 128, "StartError", message, Optional.empty());
    ContainerState after = state.to(ended);
    sync.put(
        container,
        Containers.isMadeAgain(sync.pod(), container, ended.code())
            ? after.to(
                new Waiting(
                    NOT_STARTED,
                    message,
                    Optional.of(sync.now().plus(sync.world().pause(END_SHOWN)))))
            : after);
  }

  private static void running(Sync sync, JsonObject container, Running running) {
    Optional<Exit> exit = running.container().exit();
    if (exit.isPresent()) {
      ended(sync, container, running, exit.get());
    } else if (running.stopping().isPresent()) {
      ContainerEnd.stopping(sync, container, running, running.stopping().get());
    } else if (running.postStart().isPresent()) {
      hooked(sync, container, running, running.postStart().get());
    } else {
      ProbeRound.ask(sync, container, running);
    }
  }

  private static void hooked(Sync sync, JsonObject container, Running running, Attempt postStart) {
    if (postStart.outcome().isEmpty()) {
      return;
    }
    sync.put(container, sync.state(container).to(running.hooked(sync.now(), container)));
    if (!postStart.outcome().get().answer().success()) {
      sync.warning(container, "FailedPostStartHook", "PostStartHook failed");
      ContainerEnd.stop(sync, container, "FailedPostStartHook", ContainerEnd.grace(sync));
    }
  }

  static void ended(Sync sync, JsonObject container, Running running, Exit exit) {
    // Of three runs the first one's log is gone.
    sync.state(container).previous().flatMap(Ended::log).ifPresent(ContainerLog::discard);
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
                    TerminationMessage.of(container, running.container(), exit.code()),
                    Optional.of(running.container().log()))));
    running.container().close();
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
    if (sync.run().restartIsDue(container.string("name"))) {
      begin(sync, container);
      return;
    }
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
}
