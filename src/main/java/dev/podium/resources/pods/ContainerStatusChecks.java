package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// As whom containers are said to run, and how the devices that they have are said to be.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateContainerStatusUsers,
/// validateContainerStatusAllocatedResourcesStatus).
final class ContainerStatusChecks {
  private static final String DEVICES = "allocatedResourcesStatus";
  private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");
  private static final List<String> LISTS =
      List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

  private ContainerStatusChecks() {}

  /// @param pod the whole pod
  static void check(Part pod) {
    Part status = pod.at("status");
    String os = pod.value().findString("spec", "os", "name").orElse("linux");
    for (String list : LISTS) {
      status.items(list).forEach(container -> user(container, os));
    }
    devices(status.items("containerStatuses"), pod.at("spec").value().objects("containers"));
    devices(
        status.items("initContainerStatuses"), pod.at("spec").value().objects("initContainers"));
    for (Part container : status.items("ephemeralContainerStatuses")) {
      if (!container.array(DEVICES).isEmpty()) {
        container.forbidden(DEVICES, "must not be specified in container status");
      }
    }
  }

  /// The path leaves out `user`, as upstream's does.
  private static void user(Part container, String os) {
    Optional<Part> found = container.at("user").find("linux");
    if (found.isEmpty()) {
      return;
    }
    Part linux = found.get().under(container.child("linux"));
    switch (os) {
      case "windows" -> container.forbidden("linux", "cannot be set for a windows pod");
      case "linux" -> linuxUser(linux);
      default -> {}
    }
  }

  private static void linuxUser(Part linux) {
    for (String field : List.of("uid", "gid")) {
      long id = linux.integer(field);
      NameFormats.userOrGroupId(id).forEach(fault -> linux.invalid(field, id, fault));
    }
    int i = 0;
    for (Object group : linux.array("supplementalGroups")) {
      if (group instanceof Long id) {
        for (String fault : NameFormats.userOrGroupId(id)) {
          linux.add(FieldError.invalid(linux.child("supplementalGroups").index(i), id, fault));
        }
      }
      i++;
    }
  }

  private static void devices(List<Part> statuses, List<JsonObject> containers) {
    for (Part status : statuses) {
      Optional<JsonObject> container =
          containers.stream()
              .filter(c -> c.string("name").equals(status.string("name")))
              .findFirst();
      for (Part resource : status.items(DEVICES)) {
        container.ifPresent(c -> asked(resource, c.object("resources")));
        Set<String> seen = new HashSet<>();
        for (Part device : resource.items("resources")) {
          if (!HEALTH.contains(device.string("health"))) {
            device.add(
                FieldError.notSupported(device.child("health"), device.string("health"), HEALTH));
          }
          if (!seen.add(device.string("resourceID"))) {
            device.duplicate("resourceID", device.string("resourceID"));
          }
        }
      }
    }
  }

  private static void asked(Part resource, JsonObject resources) {
    String name = resource.string("name");
    if (!name.startsWith("claim:")) {
      if (!resources.object("requests").has(name)) {
        resource.invalid("name", name, "must match one of the container's resource requests");
      }
      return;
    }
    boolean claimed =
        resources.objects("claims").stream()
            .anyMatch(claim -> {
              String request = claim.string("request");
              String whole = "claim:" + claim.string("name");
              return name.equals(request.isEmpty() ? whole : whole + "/" + request);
            });
    if (!claimed) {
      resource.invalid(
          "name",
          name,
          "must match one of the container's resource claims in a format"
              + " 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty");
    }
  }
}
