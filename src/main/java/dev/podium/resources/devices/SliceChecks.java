package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether a slice says whose devices it tells of, and where they are.
///
/// Upstream: validateResourceSliceSpec in pkg/apis/resource/validation/validation.go.
final class SliceChecks {
  private static final int MOST_DEVICES = 128;
  private static final int MOST_DEVICES_WITH_MORE = 64;
  private static final int MOST_COUNTER_SETS = 8;
  private static final String ONE_PLACE =
      "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is"
          + " required";

  private SliceChecks() {}

  static void onCreate(ApiObject slice, List<FieldError> errors) {
    Part spec = Part.of(slice, errors).at("spec");
    owner(spec);
    devices(spec, Map.of());
  }

  static void onUpdate(ApiObject slice, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(slice, errors).at("spec");
    owner(spec);
    spec.at("pool").immutable("name", old.spec().object("pool"));
    spec.immutable("driver", old.spec());
    spec.immutable("nodeName", old.spec());
    devices(
        spec,
        old.spec().objects("devices").stream()
            .collect(
                Collectors.toMap(
                    device -> device.string("name"), Function.identity(), (first, _) -> first)));
  }

  static List<String> warnings(ApiObject slice) {
    String driver = slice.spec().string("driver");
    return DeviceNames.isLowerCase(driver)
        ? List.of()
        : List.of(
            "spec.driver: driver names should be lowercase; "
                + GoText.quote(driver)
                + " contains uppercase characters");
  }

  private static void owner(Part spec) {
    DeviceNames.driver(spec, "driver");
    Part pool = spec.at("pool");
    DeviceNames.pool(pool, "name");
    if (pool.integer("resourceSliceCount") <= 0) {
      pool.invalid(
          "resourceSliceCount", pool.integer("resourceSliceCount"), "must be greater than zero");
    }
    if (pool.integer("generation") < 0) {
      pool.invalid("generation", "must be greater than or equal to zero");
    }
  }

  /// @param before the devices of the slice so far, by name: what stays is not checked again
  private static void devices(Part spec, Map<String, JsonObject> before) {
    place(spec);
    if (spec.has("sharedCounters") && spec.has("devices")) {
      spec.add(
          FieldError.invalid(
              spec.path(), "", "only one of `sharedCounters` or `devices` is allowed"));
    }
    boolean more =
        spec.items("devices").stream()
            .anyMatch(d -> !d.array("taints").isEmpty() || !d.array("consumesCounters").isEmpty());
    boolean perDevice = spec.bool("perDeviceNodeSelection");
    DeviceLists.set(
        spec,
        "devices",
        more ? MOST_DEVICES_WITH_MORE : MOST_DEVICES,
        device -> {
          JsonObject old = before.getOrDefault(device.string("name"), JsonObject.EMPTY);
          DeviceFields.check(device, old, perDevice);
        },
        device -> device.string("name"));
    DeviceLists.set(
        spec,
        "sharedCounters",
        MOST_COUNTER_SETS,
        set -> DeviceFields.counters(set, "name"),
        set -> set.string("name"));
  }

  private static void place(Part spec) {
    List<String> places = new ArrayList<>();
    if (spec.has("nodeName")) {
      if (spec.string("nodeName").isEmpty()) {
        spec.invalid("nodeName", "must be either unset or set to a non-empty string");
      } else {
        places.add("`nodeName`");
        spec.faults("nodeName", NameFormats.dns1123Subdomain(spec.string("nodeName")));
      }
    }
    spec.find("nodeSelector")
        .ifPresent(selector -> {
          places.add("`nodeSelector`");
          NodeSelectorFields.check(selector);
          if (selector.array("nodeSelectorTerms").size() != 1) {
            selector.invalid(
                "nodeSelectorTerms",
                NodeSelectorFields.shown(selector.value().objects("nodeSelectorTerms")),
                "must have exactly one node selector term");
          }
        });
    for (String all : new String[] {"allNodes", "perDeviceNodeSelection"}) {
      if (spec.bool(all)) {
        places.add("`" + all + "`");
      } else if (spec.has(all)) {
        spec.invalid(all, "must be either unset or set to true");
      }
    }
    if (places.isEmpty()) {
      spec.add(FieldError.required(spec.path(), ONE_PLACE));
    } else if (places.size() > 1) {
      spec.add(
          FieldError.invalid(
              spec.path(),
              "{" + String.join(", ", places) + "}",
              ONE_PLACE + ", but multiple fields are set"));
    }
  }
}
