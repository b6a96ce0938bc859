package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Phase.Waiting;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.util.List;
import java.util.Optional;

/// The status of one container.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses).
final class ContainerStatus {
  private static final JsonObject LOST =
      JsonObject.of(
          "terminated",
          JsonObject.of(
              "exitCode",
              137,
              "reason",
              "ContainerStatusUnknown",
              "message",
              "The container could not be located when the pod was terminated",
              "startedAt",
              JsonNull.NULL,
              "finishedAt",
              JsonNull.NULL));

  private ContainerStatus() {}

  static JsonObject of(ApiObject pod, JsonObject container, PodRun run) {
    ContainerState state = run.container(container.string("name"));
    boolean init = Containers.init(pod).contains(container);
    Phase shown = shown(run, state);
    Optional<Ended> last = shown instanceof Ended ? state.previous() : state.dead();
    Optional<ImageName> image = ImageName.parse(container.string("image"));
    boolean made = shown instanceof Running || state.dead().isPresent();
    return JsonObject.EMPTY.edit(status -> {
      status.set("name", container.string("name"));
      status.set("state", isLost(pod, run, shown, init) ? LOST : state(pod, shown));
      status.set("lastState", last.map(ContainerStatus::terminated).orElse(JsonObject.EMPTY));
      status.set("ready", isReady(container, shown, state, init));
      status.set("restartCount", state.restarts());
      status.set(
          "image", made && image.isPresent() ? image.get().toString() : container.string("image"));
      status.set("imageID", made ? image.map(ImageCatalog::imageId).orElse("") : "");
      id(shown, state).ifPresent(id -> status.set("containerID", id));
      status.set("started", state.isStarted());
      resources(status, container, run, made);
      mounts(status, container);
      if (made) {
        user(status, pod, container);
      }
    });
  }

  /// Nothing waits in a pod that is over.
  private static Phase shown(PodRun run, ContainerState state) {
    Phase shown = state.isRunning() && !state.isHooked() ? state.phase() : state.shown();
    return run.isFinished() && shown instanceof Waiting && state.dead().isPresent()
        ? state.dead().get()
        : shown;
  }

  /// Whether a container never began though nothing but the end of its pod kept it from that
  /// (TerminatePod in pkg/kubelet/status/status_manager.go).
  private static boolean isLost(ApiObject pod, PodRun run, Phase shown, boolean init) {
    return run.isFinished()
        && !init
        && !(shown instanceof Ended)
        && Containers.init(pod).stream()
            .allMatch(container ->
                run.container(container.string("name")).dead().isPresent()
                    && (Containers.isSidecar(container)
                        || run.container(container.string("name"))
                            .dead()
                            .orElseThrow()
                            .succeeded()));
  }

  /// Init containers are ready when they are done.
  private static boolean isReady(
      JsonObject container, Phase shown, ContainerState state, boolean init) {
    return init && !Containers.isSidecar(container)
        ? shown instanceof Ended ended && ended.succeeded()
        : state.isReady();
  }

  private static Optional<String> id(Phase shown, ContainerState state) {
    return switch (shown) {
      case Running running -> Optional.of(running.id());
      case Ended ended -> Optional.of(ended.id());
      default -> state.dead().map(Ended::id);
    };
  }

  private static JsonObject state(ApiObject pod, Phase shown) {
    return switch (shown) {
      case Running running ->
          JsonObject.of("running", JsonObject.of("startedAt", Timestamps.format(running.since())));
      case Ended ended -> terminated(ended);
      case Waiting waiting when !waiting.reason().isEmpty() ->
          JsonObject.of(
              "waiting", JsonObject.of("reason", waiting.reason(), "message", waiting.message()));
      default ->
          JsonObject.of(
              "waiting",
              JsonObject.of(
                  "reason",
                  Containers.init(pod).isEmpty() ? "ContainerCreating" : "PodInitializing"));
    };
  }

  private static JsonObject terminated(Ended ended) {
    JsonObject fields =
        JsonObject.of(
            "exitCode",
            ended.code(),
            "reason",
            ended.reason(),
            "startedAt",
            Timestamps.format(ended.since()),
            "finishedAt",
            Timestamps.format(ended.at()),
            "containerID",
            ended.id());
    return JsonObject.of(
        "terminated", ended.message().isEmpty() ? fields : fields.with("message", ended.message()));
  }

  /// What it has, and what it is to have.
  private static void resources(
      ObjectDraft status, JsonObject container, PodRun run, boolean made) {
    if (made) {
      JsonObject allocated = run.allocated(container);
      status.set("resources", run.begun(container.string("name")).orElse(allocated));
      allocated.findObject("requests").ifPresent(r -> status.set("allocatedResources", r));
    }
  }

  private static void mounts(ObjectDraft status, JsonObject container) {
    List<JsonObject> mounts =
        container.objects("volumeMounts").stream()
            .map(mount -> {
              JsonObject shown =
                  JsonObject.of(
                      "name", mount.string("name"), "mountPath", mount.string("mountPath"));
              return mount.bool("readOnly")
                  ? shown.with("readOnly", true).with("recursiveReadOnly", "Disabled")
                  : shown;
            })
            .toList();
    if (!mounts.isEmpty()) {
      status.set("volumeMounts", mounts);
    }
  }

  private static void user(ObjectDraft status, ApiObject pod, JsonObject container) {
    JsonObject own = container.object("securityContext");
    JsonObject pods = pod.spec().object("securityContext");
    long uid = own.findLong("runAsUser").orElse(pods.integer("runAsUser"));
    long gid = own.findLong("runAsGroup").orElse(pods.integer("runAsGroup"));
    status
        .object("user")
        .set("linux", JsonObject.of("uid", uid, "gid", gid, "supplementalGroups", List.of(gid)));
  }
}
