package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectMetaValidation;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.TolerationFields;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The spec of a pod or of a pod template.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodSpec), whose order this keeps.
final class PodSpecChecks {
  private static final List<String> DNS_POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final String CLAIM_TYPE = "io.k8s.api.core.v1.PodResourceClaim";
  private static final String INT32_FROM_ONE = "must be between 1 and 2147483647, inclusive";

  private PodSpecChecks() {}

  static void template(Part spec) {
    check(spec, false, "");
  }

  static void pod(Part spec, String podName) {
    check(spec, true, podName);
  }

  private static void check(Part spec, boolean inPod, String podName) {
    if (!spec.has("terminationGracePeriodSeconds")) {
      spec.required("terminationGracePeriodSeconds");
    }
    Map<String, JsonObject> volumes = VolumeChecks.check(spec, inPod, podName);
    resourceClaims(spec);
    boolean hostUsers = !spec.has("hostUsers") || spec.bool("hostUsers");
    new ContainerChecks(
            spec,
            new ContainerChecks.Surroundings(
                volumes,
                claimNames(spec),
                spec.string("restartPolicy"),
                hostUsers,
                spec.findLong("terminationGracePeriodSeconds")))
        .all();
    ResourceRequirements.pod(spec);
    HostChecks.network(spec, inPod);
    spec.oneOf("restartPolicy", List.of("Always", "OnFailure", "Never"));
    spec.oneOf("dnsPolicy", DNS_POLICIES);
    ObjectMetaValidation.labels(
        spec.value().stringMap("nodeSelector"), spec.child("nodeSelector"), spec.errors());
    SecurityContextChecks.pod(spec);
    spec.find("affinity").ifPresent(SchedulingChecks::affinity);
    HostChecks.dns(spec);
    gates(spec);
    SchedulingChecks.spread(spec);
    WindowsChecks.hostProcesses(spec);
    HostChecks.users(spec);
    names(spec);
    rest(spec);
  }

  private static void gates(Part spec) {
    for (Part gate : spec.items("readinessGates")) {
      gate.faults("conditionType", LabelFormats.key(gate.string("conditionType")));
    }
    Set<String> seen = new HashSet<>();
    for (Part gate : spec.items("schedulingGates")) {
      String name = gate.string("name");
      for (String fault : LabelFormats.key(name)) {
        gate.add(FieldError.invalid(gate.path(), name, fault));
      }
      if (!seen.add(name)) {
        gate.add(FieldError.duplicate(gate.path(), name));
      }
    }
  }

  private static void names(Part spec) {
    subdomain(spec, "serviceAccountName");
    subdomain(spec, "nodeName");
    spec.findLong("activeDeadlineSeconds")
        .ifPresent(seconds -> {
          if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            spec.invalid("activeDeadlineSeconds", INT32_FROM_ONE);
          }
        });
    HostChecks.names(spec);
  }

  private static void subdomain(Part spec, String field) {
    if (!spec.string(field).isEmpty()) {
      spec.faults(field, NameFormats.dns1123Subdomain(spec.string(field)));
    }
  }

  private static void rest(Part spec) {
    TolerationFields.check(spec);
    HostChecks.aliases(spec);
    subdomain(spec, "priorityClassName");
    if (spec.has("runtimeClassName")) {
      spec.faults(
          "runtimeClassName", NameFormats.dns1123Subdomain(spec.string("runtimeClassName")));
    }
    if (spec.has("preemptionPolicy")) {
      spec.oneOf("preemptionPolicy", List.of("PreemptLowerPriority", "Never"));
    }
    spec.find("overhead").ifPresent(ResourceRequirements::overhead);
    WindowsChecks.operatingSystem(spec);
  }

  private static Set<String> claimNames(Part spec) {
    Set<String> names = new HashSet<>();
    spec.value().objects("resourceClaims").forEach(claim -> names.add(claim.string("name")));
    names.remove("");
    return names;
  }

  /// Upstream: validatePodResourceClaims.
  private static void resourceClaims(Part spec) {
    Set<String> names = new HashSet<>();
    for (Part claim : spec.items("resourceClaims")) {
      String name = claim.string("name");
      if (name.isEmpty()) {
        claim.required("name");
      } else if (!names.add(name)) {
        claim.duplicate("name", name);
      } else {
        claim.faults("name", NameFormats.dns1123Label(name));
      }
      boolean direct = claim.has("resourceClaimName");
      boolean template = claim.has("resourceClaimTemplateName");
      FieldPath path = claim.path();
      if (direct && template) {
        claim.add(
            FieldError.invalid(
                path,
                InternalForm.of(CLAIM_TYPE, claim.value()),
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be"
                    + " specified"));
      }
      if (!direct && !template) {
        claim.add(
            FieldError.invalid(
                path,
                InternalForm.of(CLAIM_TYPE, claim.value()),
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"));
      }
      for (String field : List.of("resourceClaimName", "resourceClaimTemplateName")) {
        if (claim.has(field)) {
          claim.faults(field, NameFormats.dns1123Subdomain(claim.string(field)));
        }
      }
    }
  }
}
