package dev.podium.resources.devices;

import dev.podium.object.FieldError;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// One device of a slice.
///
/// Upstream: validateDevice in pkg/apis/resource/validation/validation.go.
final class DeviceFields {
  private static final int MOST_ATTRIBUTES = 32;
  private static final int MOST_TAINTS = 16;
  private static final int MOST_COUNTER_SETS = 2;
  private static final int MOST_COUNTERS = 32;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_VALUE = 64;

  /// A domain, a slash and an identifier.
  private static final int LONGEST_NAME = 63 + 1 + 32;

  private static final String ONE_PLACE =
      "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
          + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final String PRE_RELEASE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final String BUILD = "[0-9a-zA-Z-]+";
  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile(
          String.join("\\.", NUMBER, NUMBER, NUMBER)
              + "(-"
              + PRE_RELEASE
              + "(\\."
              + PRE_RELEASE
              + ")*)?"
              + "(\\+"
              + BUILD
              + "(\\."
              + BUILD
              + ")*)?");

  private DeviceFields() {}

  /// @param old the device of this name so far; what stays is not checked again
  /// @param perDevice whether each device says on which nodes it is
  static void check(Part device, JsonObject old, boolean perDevice) {
    DeviceNames.label(device, "name");
    int facts =
        device.value().object("attributes").size() + device.value().object("capacity").size();
    if (facts > MOST_ATTRIBUTES) {
      device.add(
          FieldError.invalid(
              device.path(),
              facts,
              "the total number of attributes and capacities must not exceed " + MOST_ATTRIBUTES));
    }
    DeviceLists.map(
        device,
        "attributes",
        Integer.MAX_VALUE,
        LONGEST_NAME,
        DeviceNames::qualified,
        DeviceFields::attribute);
    if (!device.value().object("capacity").equals(old.object("capacity"))) {
      boolean shared = device.bool("allowMultipleAllocations");
      DeviceLists.map(
          device,
          "capacity",
          Integer.MAX_VALUE,
          LONGEST_NAME,
          DeviceNames::qualified,
          capacity -> CapacityPolicies.check(capacity, shared));
    }
    if (!device.array("taints").equals(old.array("taints"))) {
      DeviceLists.each(device, "taints", MOST_TAINTS, DeviceChecks::taint);
    }
    DeviceLists.set(
        device,
        "consumesCounters",
        MOST_COUNTER_SETS,
        set -> counters(set, "counterSet"),
        set -> set.string("counterSet"));
    place(device, perDevice);
    DeviceChecks.bindingConditions(device);
  }

  /// A set of counters, offered or consumed.
  ///
  /// @param name the field that names it
  static void counters(Part set, String name) {
    if (set.requireText(name)) {
      DeviceNames.label(set, name);
    }
    if (set.value().object("counters").isEmpty()) {
      set.required("counters");
    } else {
      DeviceLists.map(set, "counters", MOST_COUNTERS, LONGEST_LABEL, DeviceNames::label, _ -> {});
    }
  }

  private static void attribute(Part attribute) {
    int values = 0;
    for (String type : new String[] {"bool", "int", "string", "version"}) {
      values += attribute.has(type) ? 1 : 0;
    }
    if (attribute.has("string")) {
      longest(attribute, "string");
    }
    if (attribute.has("version")) {
      if (!SEMANTIC_VERSION.matcher(attribute.string("version")).matches()) {
        attribute.invalid("version", "must be a string compatible with semver.org spec 2.0.0");
      }
      longest(attribute, "version");
    }
    if (values != 1) {
      attribute.add(
          FieldError.invalid(
              attribute.path(),
              values == 0 ? "" : shown(attribute.value()),
              "exactly one value must be specified"));
    }
  }

  private static void longest(Part attribute, String field) {
    if (attribute.string(field).getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
      attribute.add(FieldError.tooLong(attribute.child(field), LONGEST_VALUE));
    }
  }

  /// An attribute by the names that Go has for its fields.
  private static JsonObject shown(JsonObject attribute) {
    JsonObject shown = JsonObject.EMPTY;
    for (String type : new String[] {"int", "bool", "string", "version"}) {
      String name = Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Value";
      shown = shown.with(name, Objects.requireNonNullElse(attribute.get(type), JsonNull.NULL));
    }
    for (String type : new String[] {"Int", "Bool", "String", "Version"}) {
      shown = shown.with(type + "Values", JsonNull.NULL);
    }
    return shown;
  }

  private static void place(Part device, boolean perDevice) {
    boolean placed = device.has("nodeName") || device.has("nodeSelector") || device.has("allNodes");
    if (!perDevice) {
      if (placed) {
        device.add(
            FieldError.invalid(
                device.path(),
                JsonNull.NULL,
                "`nodeName`, `nodeSelector` and `allNodes` can only be set if"
                    + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec"));
      }
      return;
    }
    List<String> places = new ArrayList<>();
    if (device.has("nodeName")) {
      if (device.string("nodeName").isEmpty()) {
        device.invalid("nodeName", "must not be empty");
      } else {
        places.add("`nodeName`");
        device.faults("nodeName", NameFormats.dns1123Subdomain(device.string("nodeName")));
      }
    }
    device
        .find("nodeSelector")
        .ifPresent(selector -> {
          places.add("`nodeSelector`");
          NodeSelectorFields.check(selector);
        });
    if (device.bool("allNodes")) {
      places.add("`allNodes`");
    } else if (device.has("allNodes")) {
      device.invalid("allNodes", "must be either unset or set to true");
    }
    if (places.isEmpty()) {
      device.add(FieldError.required(device.path(), ONE_PLACE));
    } else if (places.size() > 1) {
      device.add(
          FieldError.invalid(device.path(), "{" + String.join(", ", places) + "}", ONE_PLACE));
    }
  }
}
