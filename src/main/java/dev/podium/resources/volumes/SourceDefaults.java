package dev.podium.resources.volumes;

import dev.podium.object.ObjectDraft;

/// What is filled into the source of a PersistentVolume.
///
/// Upstream: pkg/apis/core/v1/defaults.go and the markers of the source types.
final class SourceDefaults {
  private SourceDefaults() {}

  static void apply(ObjectDraft spec) {
    spec.findObject("hostPath").ifPresent(path -> path.setDefault("type", ""));
    spec.findObject("iscsi").ifPresent(s -> s.setDefaultString("iscsiInterface", "default"));
    spec.findObject("rbd")
        .ifPresent(rbd ->
            rbd.setDefaultString("pool", "rbd")
                .setDefaultString("user", "admin")
                .setDefaultString("keyring", "/etc/ceph/keyring"));
    spec.findObject("azureDisk")
        .ifPresent(disk ->
            disk.setDefault("cachingMode", "ReadWrite")
                .setDefault("fsType", "ext4")
                .setDefault("readOnly", false)
                .setDefault("kind", "Shared"));
    spec.findObject("scaleIO")
        .ifPresent(source ->
            source
                .setDefaultString("storageMode", "ThinProvisioned")
                .setDefaultString("fsType", "xfs"));
  }
}
