package dev.podium.kubelet.pod;

import dev.podium.client.Kinds;
import dev.podium.kubelet.process.Errno;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Whether the volumes of a pod can be had.
///
/// Upstream: pkg/volume/configmap, secret, projected (SetUpAt), and the back-off of
/// pkg/util/goroutinemap/exponentialbackoff.
final class VolumeMounts {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(122);

  private VolumeMounts() {}

  static boolean areReady(Sync sync) {
    if (sync.run().mountAt().isPresent() && !sync.isDue(sync.run().mountAt().get())) {
      return false;
    }
    for (JsonObject volume : sync.pod().spec().objects("volumes")) {
      Optional<String> problem = problem(sync, volume);
      if (problem.isPresent()) {
        fail(sync, volume, problem.get());
        return false;
      }
    }
    return set(sync);
  }

  private static boolean set(Sync sync) {
    Map<String, PodVolume> all = PodVolumes.of(sync);
    for (JsonObject volume : sync.pod().spec().objects("volumes")) {
      PodVolume made = all.get(volume.string("name"));
      try {
        if (made != null) {
          made.check();
        }
      } catch (Errno e) {
        fail(sync, volume, hostPathProblem(volume.object("hostPath"), e));
        return false;
      }
    }
    sync.run().mounted(all);
    return true;
  }

  private static String hostPathProblem(JsonObject hostPath, Errno e) {
    String type = hostPath.string("type");
    String kind = type.startsWith("Directory") ? "directory" : "file";
    return e.code() == Errno.Code.ENOENT
            || e.code() == Errno.Code.ENOTDIR
            || e.code() == Errno.Code.EISDIR
        ? "hostPath type check failed: %s is not a %s".formatted(hostPath.string("path"), kind)
        : "hostPath %s: %s".formatted(hostPath.string("path"), e.code().text());
  }

  private static void fail(Sync sync, JsonObject volume, String problem) {
    boolean claim = volume.has("persistentVolumeClaim");
    // The controller that publishes the root certificate needs a moment in a new namespace.
    boolean early = volume.has("projected") && sync.run().mountFailures() < 3;
    if (!claim && !early) {
      sync.warning(
          "FailedMount",
          "MountVolume.SetUp failed for volume \"%s\" : %s"
              .formatted(volume.string("name"), problem));
    }
    int doublings = Math.min(sync.run().mountFailures(), 8);
    Duration delay = FIRST_RETRY.multipliedBy(1L << doublings);
    Instant retry = sync.now().plus(delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay);
    sync.run().mountFailed(retry);
    sync.wakeAt(retry);
  }

  private static Optional<String> problem(Sync sync, JsonObject volume) {
    if (volume.has("configMap")) {
      return missing(sync, Kinds.CONFIG_MAP, "name", volume.object("configMap"));
    }
    if (volume.has("secret")) {
      return missing(sync, Kinds.SECRET, "secretName", volume.object("secret"));
    }
    if (volume.has("persistentVolumeClaim")) {
      String name = volume.string("persistentVolumeClaim", "claimName");
      return sync.world()
              .find(Kinds.PERSISTENT_VOLUME_CLAIM, sync.pod().namespace(), name)
              .filter(claim -> claim.status().string("phase").equals("Bound"))
              .isPresent()
          ? Optional.empty()
          : Optional.of("PVC is not bound");
    }
    return volume.object("projected").objects("sources").stream()
        .flatMap(source -> projected(sync, source).stream())
        .findFirst();
  }

  private static Optional<String> projected(Sync sync, JsonObject source) {
    if (source.has("configMap")) {
      return missing(sync, Kinds.CONFIG_MAP, "name", source.object("configMap"));
    }
    return source.has("secret")
        ? missing(sync, Kinds.SECRET, "name", source.object("secret"))
        : Optional.empty();
  }

  private static Optional<String> missing(
      Sync sync, GroupVersionKind kind, String field, JsonObject source) {
    String word = kind.equals(Kinds.SECRET) ? "secret" : "configmap";
    String name = source.string(field);
    Optional<ApiObject> object = sync.world().find(kind, sync.pod().namespace(), name);
    if (source.bool("optional")) {
      return Optional.empty();
    }
    if (object.isEmpty()) {
      return Optional.of(word + " \"" + name + "\" not found");
    }
    JsonObject root = object.get().root();
    return source.objects("items").stream()
        .map(item -> item.string("key"))
        .filter(key -> !root.object("data").has(key) && !root.object("binaryData").has(key))
        .findFirst()
        .map(key ->
            word
                + " references non-existent "
                + (word.equals("secret") ? "secret" : "config")
                + " key: "
                + key);
  }
}
