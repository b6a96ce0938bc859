package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.TemplateMetadata;
import java.util.ArrayList;
import java.util.List;

/// What everything that holds a pod template has in common.
public final class PodTemplates {
  private static final long GRACE_SECONDS = 30;

  private PodTemplates() {}

  /// Fills in the defaults of a template: those of a pod's spec, but not those that only a pod gets
  /// (SetDefaults_PodSpec, which says why).
  public static void defaults(ObjectDraft template) {
    specDefaults(template.object("spec"));
  }

  /// What is wrong with a template (ValidatePodTemplateSpec).
  public static void check(Part template) {
    TemplateMetadata.ofPodTemplate(template);
    Part spec = template.at("spec");
    JsonObject metadata = template.value().object("metadata");
    AnnotationChecks.check(metadata, spec, template.child("annotations"));
    PodSpecChecks.template(spec);
    AnnotationChecks.seccompAgrees(metadata, spec);
    AnnotationChecks.appArmorAgrees(metadata, spec);
    if (!spec.array("ephemeralContainers").isEmpty()) {
      spec.forbidden("ephemeralContainers", "ephemeral containers not allowed in pod template");
    }
  }

  /// Checks a template whose pods a selector must find and which run for good
  /// (ValidatePodTemplateSpecForReplicaSet).
  ///
  /// @param selector empty where it matches nothing to complain about
  /// @param owner the kind in the message about a deadline
  public static void checkForGood(Part template, LabelSelector selector, String owner) {
    matches(template, selector);
    check(template);
    Part spec = template.at("spec");
    if (!spec.string("restartPolicy").equals("Always")) {
      spec.add(
          FieldError.notSupported(
              spec.child("restartPolicy"), spec.string("restartPolicy"), List.of("Always")));
    }
    if (spec.has("activeDeadlineSeconds")) {
      spec.forbidden(
          "activeDeadlineSeconds", "activeDeadlineSeconds in " + owner + " is not Supported");
    }
  }

  /// As [#checkForGood], where claims stand for volumes of their names as well
  /// (ValidatePodTemplateSpecForStatefulSet).
  public static void checkForStatefulSet(
      Part template, LabelSelector selector, List<JsonObject> claims) {
    JsonObject spec = template.value().object("spec");
    List<JsonObject> volumes = new ArrayList<>(spec.objects("volumes"));
    for (JsonObject claim : claims) {
      String name = claim.string("metadata", "name");
      volumes.removeIf(volume -> volume.string("name").equals(name));
      volumes.add(
          JsonObject.of("name", name, "persistentVolumeClaim", JsonObject.of("claimName", name)));
    }
    JsonObject whole = volumes.isEmpty() ? spec : spec.with("volumes", volumes);
    checkForGood(
        new Part(template.value().with("spec", whole), template.path(), template.errors()),
        selector,
        "StatefulSet");
  }

  /// What is wrong with an overhead, as a RuntimeClass has it (validateOverhead).
  public static void overhead(Part overhead) {
    ResourceRequirements.overhead(overhead);
  }

  /// The selector must find the pods of the template.
  public static void matches(Part template, LabelSelector selector) {
    Part metadata = template.at("metadata");
    if (!selector.matches(metadata.value().stringMap("labels"))) {
      metadata.invalid(
          "labels", metadata.shown("labels"), "`selector` does not match template `labels`");
    }
  }

  /// Warnings about a template.
  public static List<String> warnings(JsonObject template, FieldPath path) {
    return PodWarnings.ofTemplate(template, path);
  }

  /// The warning about a name that pods will have in theirs, where it is no good there.
  public static List<String> nameWarnings(ApiObject object) {
    List<String> faults = NameFormats.dns1123Label(object.name());
    return faults.isEmpty()
        ? List.of()
        : List.of(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising"
                + " behavior; a DNS label is recommended: ["
                + String.join(" ", faults)
                + "]");
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
