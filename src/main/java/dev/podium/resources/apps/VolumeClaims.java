package dev.podium.resources.apps;

import dev.podium.object.ObjectDraft;
import dev.podium.resources.pods.PodTemplates;

/// The claims that a StatefulSet makes for its pods.
final class VolumeClaims {
  private VolumeClaims() {}

  /// Upstream: SetDefaults_PersistentVolumeClaim and SetDefaults_PersistentVolumeClaimSpec.
  static void defaults(ObjectDraft claim) {
    PodTemplates.claimSpecDefaults(claim.object("spec"));
    claim.object("status").setDefaultString("phase", "Pending");
  }
}
