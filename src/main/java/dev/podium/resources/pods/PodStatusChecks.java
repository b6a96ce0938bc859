package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.IpAddress;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A pod's status as kubelets and others write it.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePodStatusUpdate).
final class PodStatusChecks {
  private static final Set<String> SYSTEM_CONDITIONS =
      Set.of("PodScheduled", "Ready", "Initialized");

  private PodStatusChecks() {}

  static void check(ApiObject pod, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(pod, errors);
    Part status = root.at("status");
    PodChecks.annotationUpdates(pod, old, root.at("spec"));
    conditions(root, status);
    String nominated = status.string("nominatedNodeName");
    if (!nominated.isEmpty() && !nominated.equals(old.status().string("nominatedNodeName"))) {
      status.faults("nominatedNodeName", NameFormats.dns1123Subdomain(nominated));
    }
    if (!status.string("qosClass").equals(old.status().string("qosClass"))) {
      status.invalid("qosClass", status.string("qosClass"), FieldChecks.IMMUTABLE);
    }
    transitions(status, old, "containerStatuses", old.spec().string("restartPolicy"));
    transitions(status, old, "initContainerStatuses", old.spec().string("restartPolicy"));
    transitions(status, old, "ephemeralContainerStatuses", "Never");
    claims(status, root.value().objects("spec", "resourceClaims"));
    addresses(status, "podIPs", old.status());
    List<JsonObject> hosts = status.value().objects("hostIPs");
    if (!hosts.isEmpty() && !status.string("hostIP").equals(hosts.getFirst().string("ip"))) {
      status.items("hostIPs").getFirst().invalid("ip", "must be equal to `hostIP`");
    }
    addresses(status, "hostIPs", old.status());
    ContainerStatusChecks.check(root);
  }

  /// The path begins at `metadata`, as upstream's does.
  private static void conditions(Part root, Part status) {
    List<Part> conditions = status.items("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      String type = conditions.get(i).string("type");
      if (!SYSTEM_CONDITIONS.contains(type)) {
        FieldChecks.format(
            type,
            LabelFormats.key(type),
            root.child("metadata").child("conditions").index(i).child("Type"),
            root.errors());
      }
    }
  }

  /// What has ended does not come back, unless it is to be restarted.
  private static void transitions(Part status, ApiObject old, String list, String restartPolicy) {
    if (restartPolicy.equals("Always")) {
      return;
    }
    List<JsonObject> before = old.status().objects(list);
    for (int i = 0; i < before.size(); i++) {
      JsonObject ended = before.get(i).object("state");
      boolean mayRestart =
          !ended.has("terminated")
              || restartPolicy.equals("OnFailure") && ended.integer("terminated", "exitCode") != 0
              || restartsOnItsOwn(old, before.get(i).string("name"));
      if (mayRestart) {
        continue;
      }
      String name = before.get(i).string("name");
      boolean back =
          status.value().objects(list).stream()
              .anyMatch(
                  now -> now.string("name").equals(name) && !now.object("state").has("terminated"));
      if (back) {
        status.add(
            FieldError.forbidden(
                status.child(list).index(i).child("state"),
                "may not be transitioned to non-terminated state"));
      }
    }
  }

  private static boolean restartsOnItsOwn(ApiObject pod, String name) {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> pod.spec().objects(list).stream())
        .filter(container -> container.string("name").equals(name))
        .anyMatch(container ->
            container.string("restartPolicy").equals("Always")
                || !container.objects("restartPolicyRules").isEmpty());
  }

  /// Upstream: validatePodResourceClaimStatuses.
  private static void claims(Part status, List<JsonObject> claims) {
    Set<String> known = new HashSet<>();
    claims.forEach(claim -> known.add(claim.string("name")));
    Set<String> seen = new HashSet<>();
    for (Part claim : status.items("resourceClaimStatuses")) {
      String name = claim.string("name");
      if (!known.contains(name)) {
        claim.invalid("name", name, "must match the name of an entry in `spec.resourceClaims`");
      }
      if (!seen.add(name)) {
        claim.duplicate("name", name);
      }
      claim
          .findString("resourceClaimName")
          .ifPresent(made ->
              NameFormats.dns1123Subdomain(made)
                  .forEach(fault -> claim.invalid("name", made, fault)));
    }
  }

  /// Upstream: validatePodIPs and validateHostIPs, whose paths name the entries.
  ///
  /// @param old the status before, whose addresses are let pass
  private static void addresses(Part status, String field, JsonObject old) {
    List<Part> addresses = status.items(field);
    List<String> known = old.objects(field).stream().map(a -> a.string("ip")).toList();
    Set<String> seen = new HashSet<>();
    Set<Object> families = new HashSet<>();
    List<FieldError> repeated = new ArrayList<>(0);
    for (Part address : addresses) {
      String ip = address.string("ip");
      if (!known.contains(ip)) {
        FieldChecks.format(ip, IpFormats.legacyIp(ip), address.path(), status.errors());
      }
      if (!seen.add(ip)) {
        repeated.add(FieldError.duplicate(address.path(), JsonObject.of("IP", ip)));
      }
      IpAddress.parse(ip).ifPresent(parsed -> families.add(parsed.family()));
    }
    if (addresses.size() > 2 || addresses.size() == 2 && families.size() < 2) {
      status.invalid(
          field,
          addresses.stream().map(a -> JsonObject.of("IP", a.string("ip"))).toList(),
          "may specify no more than one IP for each IP family");
    }
    status.errors().addAll(repeated);
  }
}
