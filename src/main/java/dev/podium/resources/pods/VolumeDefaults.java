package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;

/// What is filled into a volume.
///
/// Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Volume and its like) and the field markers
/// of the volume types.
final class VolumeDefaults {
  /// 0644.
  private static final int FILE_MODE = 420;

  private VolumeDefaults() {}

  static void apply(ObjectDraft volume) {
    if (volume.keys().stream().noneMatch(key -> volume.get(key) instanceof JsonObject)) {
      volume.set("emptyDir", JsonObject.EMPTY);
      return;
    }
    volume.findObject("image").ifPresent(VolumeDefaults::image);
    volume.findObject("hostPath").ifPresent(path -> path.setDefault("type", ""));
    volume.findObject("secret").ifPresent(VolumeDefaults::mode);
    volume.findObject("configMap").ifPresent(VolumeDefaults::mode);
    volume.findObject("downwardAPI").ifPresent(VolumeDefaults::downward);
    volume.findObject("downwardAPI").ifPresent(VolumeDefaults::mode);
    volume.findObject("projected").ifPresent(VolumeDefaults::projected);
    volume.findObject("iscsi").ifPresent(v -> v.setDefaultString("iscsiInterface", "default"));
    volume.findObject("rbd").ifPresent(VolumeDefaults::rbd);
    volume.findObject("azureDisk").ifPresent(VolumeDefaults::azureDisk);
    volume.findObject("scaleIO").ifPresent(VolumeDefaults::scaleIo);
    volume
        .findObject("ephemeral", "volumeClaimTemplate", "spec")
        .ifPresent(VolumeDefaults::claimSpec);
  }

  /// Upstream: SetDefaults_PersistentVolumeClaimSpec.
  static void claimSpec(ObjectDraft spec) {
    spec.setDefault("volumeMode", "Filesystem");
    spec.findObject("resources").ifPresent(ResourceLists::roundRequirements);
  }

  private static void image(ObjectDraft image) {
    image.setDefaultString(
        "pullPolicy", ImageReference.parse(image.string("reference")).defaultPullPolicy());
  }

  private static void mode(ObjectDraft source) {
    source.setDefault("defaultMode", FILE_MODE);
  }

  private static void downward(ObjectDraft source) {
    for (ObjectDraft file : source.objects("items")) {
      file.findObject("fieldRef").ifPresent(ContainerDefaults::fieldReference);
    }
  }

  private static void projected(ObjectDraft source) {
    mode(source);
    for (ObjectDraft projection : source.objects("sources")) {
      projection.findObject("downwardAPI").ifPresent(VolumeDefaults::downward);
      projection
          .findObject("serviceAccountToken")
          .ifPresent(token -> token.setDefault("expirationSeconds", 3600));
    }
  }

  private static void rbd(ObjectDraft source) {
    source
        .setDefaultString("pool", "rbd")
        .setDefaultString("user", "admin")
        .setDefaultString("keyring", "/etc/ceph/keyring");
  }

  private static void azureDisk(ObjectDraft source) {
    source
        .setDefault("cachingMode", "ReadWrite")
        .setDefault("fsType", "ext4")
        .setDefault("readOnly", false)
        .setDefault("kind", "Shared");
  }

  private static void scaleIo(ObjectDraft source) {
    source.setDefaultString("storageMode", "ThinProvisioned").setDefaultString("fsType", "xfs");
  }
}
