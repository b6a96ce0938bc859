package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;

/// What everything that holds a pod template has in common.
public final class PodTemplates {
  private static final long GRACE_SECONDS = 30;

  private PodTemplates() {}

  /// Fills in the defaults of a template: those of a pod's spec, but not those that only a pod gets
  /// (SetDefaults_PodSpec, which says why).
  public static void defaults(ObjectDraft template) {
    template.findObject("spec").ifPresent(PodTemplates::specDefaults);
  }

  /// Fills in the defaults of the spec of a claim that something makes for its pods.
  public static void claimSpecDefaults(ObjectDraft spec) {
    VolumeDefaults.claimSpec(spec);
  }

  static void specDefaults(ObjectDraft spec) {
    spec.setDefaultString("dnsPolicy", "ClusterFirst")
        .setDefaultString("restartPolicy", "Always")
        .setDefault("securityContext", JsonObject.EMPTY)
        .setDefault("terminationGracePeriodSeconds", GRACE_SECONDS)
        .setDefaultString("schedulerName", "default-scheduler");
    mirrorServiceAccount(spec);
    spec.objects("volumes").forEach(VolumeDefaults::apply);
    spec.objects("initContainers").forEach(ContainerDefaults::apply);
    spec.objects("containers").forEach(ContainerDefaults::apply);
    spec.objects("ephemeralContainers").forEach(ContainerDefaults::apply);
    spec.findObject("overhead").ifPresent(ResourceLists::round);
    spec.findObject("resources").ifPresent(ResourceLists::roundRequirements);
  }

  /// `serviceAccount` is the old name of `serviceAccountName` and always shows the same
  /// (Convert_v1_PodSpec_To_core_PodSpec and back).
  static void mirrorServiceAccount(ObjectDraft spec) {
    String name = spec.string("serviceAccountName");
    String account = name.isEmpty() ? spec.string("serviceAccount") : name;
    if (account.isEmpty()) {
      spec.remove("serviceAccountName").remove("serviceAccount");
    } else {
      spec.set("serviceAccountName", account).set("serviceAccount", account);
    }
  }
}
