package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.resources.fields.ConditionFields;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which devices a claim got, who uses it, and what drivers say of the devices.
///
/// Upstream: validateResourceClaimStatusUpdate in pkg/apis/resource/validation/validation.go,
/// dropDeallocatedStatusDevices in pkg/registry/resource/resourceclaim/strategy.go.
final class ClaimStatusChecks {
  private static final int MOST_RESERVATIONS = 256;
  private static final int MOST_RESULTS = 32;
  private static final int MOST_CONDITIONS = 8;
  private static final int MOST_ADDRESSES = 16;
  private static final int LONGEST_INTERFACE = 256;
  private static final int LONGEST_HARDWARE_ADDRESS = 128;
  private static final String ALLOCATION_TYPE = "io.k8s.api.resource.v1.AllocationResult";

  private ClaimStatusChecks() {}

  /// Forgets what drivers said of devices that the claim no longer has.
  static void dropDeallocated(ObjectDraft claim, ApiObject old) {
    JsonArray devices = claim.object("status").freeze().array("devices");
    if (devices.isEmpty()) {
      claim.object("status").remove("devices");
      return;
    }
    Set<String> gone =
        results(old.status()).stream()
            .map(r -> id(r, false))
            .collect(Collectors.toCollection(HashSet::new));
    results(claim.object("status").freeze()).forEach(result -> gone.remove(id(result, false)));
    List<JsonObject> kept =
        devices.objects().stream().filter(device -> !gone.contains(id(device, false))).toList();
    if (kept.isEmpty()) {
      claim.object("status").remove("devices");
    } else if (kept.size() < devices.size()) {
      claim.object("status").set("devices", JsonArray.of(kept));
    }
  }

  static void check(ApiObject claim, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(claim, errors).at("status");
    DeviceLists.set(
        status,
        "reservedFor",
        MOST_RESERVATIONS,
        ClaimStatusChecks::consumer,
        consumer -> consumer.string("uid"));
    Set<String> allocated =
        results(claim.status()).stream().map(r -> id(r, true)).collect(Collectors.toSet());
    devices(status, allocated);
    reservations(status, old.status(), claim.isBeingDeleted());
    JsonObject before = old.status();
    if (status.find("allocation").isPresent()) {
      if (before.findObject("allocation").isEmpty()) {
        allocation(status.at("allocation"), RequestNames.of(claim.spec().object("devices")));
      } else {
        status.immutable("allocation", before, ALLOCATION_TYPE);
      }
    }
  }

  private static void consumer(Part consumer) {
    for (String field : new String[] {"resource", "name", "uid"}) {
      consumer.requireText(field);
    }
  }

  private static void reservations(Part status, JsonObject before, boolean going) {
    List<JsonObject> consumers = status.value().objects("reservedFor");
    if (consumers.isEmpty()) {
      return;
    }
    if (status.find("allocation").isEmpty()) {
      status.forbidden("reservedFor", "may not be specified when `allocated` is not set");
    } else if (going && !before.objects("reservedFor").containsAll(consumers)) {
      status.forbidden(
          "reservedFor",
          "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are"
              + " set");
    }
  }

  private static List<JsonObject> results(JsonObject status) {
    return status.objects("allocation", "devices", "results");
  }

  /// What a device is called as a whole.
  private static String id(JsonObject device, boolean withShare) {
    String id =
        device.string("driver") + "/" + device.string("pool") + "/" + device.string("device");
    String share = device.string("shareID");
    return withShare && !share.isEmpty() ? id + "/" + share : id;
  }

  private static void devices(Part status, Set<String> allocated) {
    Set<String> seen = new HashSet<>();
    List<Part> devices = status.items("devices");
    devices.forEach(device -> device(device, allocated));
    for (Part device : devices) {
      String id = id(device.value(), true);
      if (!seen.add(id)) {
        device.add(FieldError.duplicate(device.path(), id));
      }
    }
  }

  private static void device(Part device, Set<String> allocated) {
    DeviceNames.driver(device, "driver");
    DeviceNames.pool(device, "pool");
    DeviceNames.label(device, "device");
    DeviceNames.share(device, "shareID");
    String id = id(device.value(), true);
    if (!allocated.contains(id)) {
      // Upstream's value is no text and therefore not quoted.
      device.add(
          FieldError.invalidWithoutValue(
              device.path(), id + ": must be an allocated device in the claim"));
    }
    DeviceLists.fits(device, "conditions", MOST_CONDITIONS);
    ConditionFields.check(device);
    if (device.has("data")) {
      DeviceChecks.raw(device, "data");
    }
    device.find("networkData").ifPresent(ClaimStatusChecks::network);
  }

  private static void network(Part network) {
    longest(network, "interfaceName", LONGEST_INTERFACE);
    longest(network, "hardwareAddress", LONGEST_HARDWARE_ADDRESS);
    DeviceLists.texts(
        network,
        "ips",
        MOST_ADDRESSES,
        (address, path, errors) ->
            FieldChecks.format(address, IpFormats.interfaceAddress(address), path, errors));
  }

  private static void longest(Part part, String field, int most) {
    if (part.string(field).getBytes(StandardCharsets.UTF_8).length > most) {
      part.add(FieldError.tooLong(part.child(field), most));
    }
  }

  private static void allocation(Part allocation, RequestNames names) {
    Part devices = allocation.at("devices");
    DeviceLists.each(devices, "results", MOST_RESULTS, result -> result(result, names));
    DeviceLists.each(
        devices,
        "config",
        2 * DeviceChecks.MOST_CONFIGURATIONS,
        configuration -> {
          configuration.oneOf("source", List.of("FromClaim", "FromClass"));
          ClaimChecks.configuration(configuration, names);
        });
    allocation.find("nodeSelector").ifPresent(NodeSelectorFields::check);
  }

  private static void result(Part result, RequestNames names) {
    FieldPath path = result.child("request");
    names.check(result.string("request"), path, result.errors());
    DeviceNames.driver(result, "driver");
    DeviceNames.pool(result, "pool");
    DeviceNames.label(result, "device");
    DeviceChecks.bindingConditions(result);
    DeviceChecks.tolerations(result);
    DeviceNames.share(result, "shareID");
  }
}
