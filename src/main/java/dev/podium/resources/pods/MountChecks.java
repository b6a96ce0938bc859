package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.Paths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where containers mount volumes.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices).
final class MountChecks {
  private static final List<String> PROPAGATIONS =
      List.of("Bidirectional", "HostToContainer", "None");
  private static final List<String> RECURSIVE_READ_ONLY =
      List.of("Disabled", "Enabled", "IfPossible");

  private final Part container;
  private final Map<String, JsonObject> volumes;

  private MountChecks(Part container, Map<String, JsonObject> volumes) {
    this.container = container;
    this.volumes = volumes;
  }

  static void check(Part container, Map<String, JsonObject> volumes) {
    MountChecks checks = new MountChecks(container, volumes);
    checks.mounts();
    checks.devices();
  }

  private Map<String, String> byName(String list, String path) {
    Map<String, String> result = new HashMap<>();
    container
        .value()
        .objects(list)
        .forEach(mount -> result.put(mount.string("name"), mount.string(path)));
    return result;
  }

  private void mounts() {
    Map<String, String> devices = byName("volumeDevices", "devicePath");
    Set<String> points = new HashSet<>();
    for (Part mount : container.items("volumeMounts")) {
      String name = mount.string("name");
      mount.requireText("name");
      if (!volumes.containsKey(name)) {
        mount.notFound("name", name);
      }
      mount.requireText("mountPath");
      if (!points.add(mount.string("mountPath"))) {
        mount.invalid("mountPath", mount.string("mountPath"), "must be unique");
      }
      if (devices.containsKey(name)) {
        mount.invalid("name", "must not already exist in volumeDevices");
      }
      if (devices.containsValue(mount.string("mountPath"))) {
        mount.invalid(
            "mountPath",
            mount.string("mountPath"),
            "must not already exist as a path in volumeDevices");
      }
      subPaths(mount);
      propagation(mount);
    }
  }

  private void subPaths(Part mount) {
    String path = mount.string("subPath");
    String expression = mount.string("subPathExpr");
    // From here on upstream's paths name the list of mounts, not the mount.
    if (!path.isEmpty()) {
      Paths.descending(path, container.child("volumeMounts").child("subPath"), mount.errors());
    }
    if (!expression.isEmpty()) {
      if (!path.isEmpty()) {
        mount.invalid("subPathExpr", "subPathExpr and subPath are mutually exclusive");
      }
      Paths.descending(
          expression, container.child("volumeMounts").child("subPathExpr"), mount.errors());
    }
  }

  private void propagation(Part mount) {
    Part list = mount.under(container.child("volumeMounts"));
    String propagation = mount.string("mountPropagation");
    list.oneOfIfPresent("mountPropagation", PROPAGATIONS);
    boolean privileged = container.value().bool("securityContext", "privileged");
    if (propagation.equals("Bidirectional") && !privileged) {
      list.forbidden(
          "mountPropagation",
          "Bidirectional mount propagation is available only to privileged containers");
    }
    switch (mount.string("recursiveReadOnly")) {
      case "Enabled", "IfPossible" -> {
        if (!mount.bool("readOnly")) {
          list.forbidden("recursiveReadOnly", "may only be specified when readOnly is true");
        }
        if (!propagation.isEmpty() && !propagation.equals("None")) {
          list.forbidden(
              "recursiveReadOnly",
              "may only be specified when mountPropagation is None or not specified");
        }
      }
      default -> list.oneOfIfPresent("recursiveReadOnly", RECURSIVE_READ_ONLY);
    }
  }

  private void devices() {
    Map<String, String> mounts = byName("volumeMounts", "mountPath");
    Set<String> paths = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Part device : container.items("volumeDevices")) {
      String name = device.string("name");
      String path = device.string("devicePath");
      device.requireText("name");
      if (names.contains(name)) {
        device.invalid("name", name, "must be unique");
      }
      knownDevice(device);
      device.requireText("devicePath");
      if (paths.contains(path)) {
        device.invalid("devicePath", path, "must be unique");
      }
      if (Paths.hasBacksteps(path)) {
        device.invalid("devicePath", "can not contain backsteps ('..')");
      } else {
        paths.add(path);
      }
      if (mounts.containsKey(name)) {
        device.invalid("name", name, "must not already exist in volumeMounts");
      }
      if (mounts.containsValue(path)) {
        device.invalid("devicePath", path, "must not already exist as a path in volumeMounts");
      }
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
  }

  private void knownDevice(Part device) {
    JsonObject volume = volumes.get(device.string("name"));
    if (volume == null) {
      device.notFound("name", device.string("name"));
    } else if (!volume.has("persistentVolumeClaim") && !volume.has("ephemeral")) {
      device.invalid(
          "name",
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
  }
}
