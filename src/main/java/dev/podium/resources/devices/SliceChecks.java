package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.List;

/// Whether a slice says whose devices it tells of, and where they are.
///
/// Upstream: validateResourceSliceSpec in pkg/apis/resource/validation/validation.go.
final class SliceChecks {
  private static final int MOST_DEVICES = 128;
  private static final String ONE_PLACE =
      "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is"
          + " required";

  private SliceChecks() {}

  static void onCreate(ApiObject slice, List<FieldError> errors) {
    spec(Part.of(slice, errors).at("spec"));
  }

  static void onUpdate(ApiObject slice, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(slice, errors).at("spec");
    spec(spec);
    spec.at("pool").immutable("name", old.spec().object("pool"));
    spec.immutable("driver", old.spec());
    spec.immutable("nodeName", old.spec());
  }

  private static void spec(Part spec) {
    DeviceChecks.driver(spec);
    Part pool = spec.at("pool");
    DeviceChecks.poolName(pool, "name");
    if (pool.integer("resourceSliceCount") <= 0) {
      pool.invalid(
          "resourceSliceCount", pool.integer("resourceSliceCount"), "must be greater than zero");
    }
    if (pool.integer("generation") < 0) {
      pool.invalid("generation", "must be greater than or equal to zero");
    }
    place(spec);
    DeviceChecks.atMost(spec, "devices", MOST_DEVICES);
    DeviceChecks.unique(spec, "devices");
    spec.items("devices").forEach(device -> DeviceChecks.label(device, "name"));
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
            selector.invalid("nodeSelectorTerms", "must have exactly one node selector term");
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
