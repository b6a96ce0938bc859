package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.EndpointAddresses;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Endpoints: the addresses behind a Service, as they were before there were EndpointSlices.
///
/// Upstream: pkg/registry/core/endpoint/strategy.go, ValidateEndpoints, formatEndpoints.
final class EndpointsKind {
  private static final int SHOWN = 3;

  private EndpointsKind() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Endpoints", "endpoints")
        .shortNames("ep")
        .createsOnUpdate()
        .deprecated("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        .defaults(EndpointsKind::setDefaults)
        .validate((endpoints, errors) -> validate(endpoints, Optional.empty(), errors))
        .validateUpdate((endpoints, old, errors) -> validate(endpoints, Optional.of(old), errors))
        .warn((endpoints, _) -> warnings(endpoints))
        .table(
            TableLayout.of(
                (endpoints, now) ->
                    List.of(endpoints.name(), addresses(endpoints), Cells.age(endpoints, now)),
                TableLayout.name(),
                TableLayout.string("Endpoints"),
                TableLayout.age()))
        .build();
  }

  private static void setDefaults(ObjectDraft endpoints) {
    for (ObjectDraft subset : endpoints.objects("subsets")) {
      subset.objects("ports").forEach(port -> port.setDefaultString("protocol", "TCP"));
    }
  }

  private static void validate(
      ApiObject endpoints, Optional<ApiObject> old, List<FieldError> errors) {
    // Subsets that an older server took are not held against a change of something else.
    if (old.filter(o -> subsets(o).equals(subsets(endpoints))).isPresent()) {
      return;
    }
    for (Part subset : Part.of(endpoints, errors).items("subsets")) {
      if (subset.array("addresses").isEmpty() && subset.array("notReadyAddresses").isEmpty()) {
        subset.add(
            FieldError.required(subset.path(), "must specify `addresses` or `notReadyAddresses`"));
      }
      subset.items("addresses").forEach(EndpointsKind::address);
      subset.items("notReadyAddresses").forEach(EndpointsKind::address);
      List<Part> ports = subset.items("ports");
      ports.forEach(port -> port(port, ports.size() > 1));
    }
  }

  private static List<JsonObject> subsets(ApiObject endpoints) {
    return endpoints.root().objects("subsets");
  }

  private static void address(Part address) {
    String ip = address.string("ip");
    address.faults("ip", IpFormats.legacyIp(ip));
    if (!address.string("hostname").isEmpty()) {
      address.faults("hostname", NameFormats.dns1123Label(address.string("hostname")));
    }
    address
        .findString("nodeName")
        .ifPresent(node -> address.faults("nodeName", NameFormats.dns1123Subdomain(node)));
    EndpointAddresses.check(ip, address.child("ip"), address.errors());
  }

  private static void port(Part port, boolean needsName) {
    if (!port.string("name").isEmpty()) {
      port.faults("name", NameFormats.dns1123Label(port.string("name")));
    } else if (needsName) {
      port.required("name");
    }
    FieldChecks.portNumber(port.integer("port"), port.child("port"), port.errors());
    FieldChecks.protocol(port.string("protocol"), port.child("protocol"), port.errors());
    port.findString("appProtocol")
        .ifPresent(protocol -> port.faults("appProtocol", LabelFormats.key(protocol)));
  }

  private static List<String> warnings(ApiObject endpoints) {
    List<String> warnings = new ArrayList<>();
    List<JsonObject> subsets = subsets(endpoints);
    for (int i = 0; i < subsets.size(); i++) {
      for (String field : List.of("addresses", "notReadyAddresses")) {
        List<JsonObject> addresses = subsets.get(i).objects(field);
        for (int j = 0; j < addresses.size(); j++) {
          FieldPath path = FieldPath.of("subsets").index(i).child(field).index(j).child("ip");
          warnings.addAll(IpFormats.ipWarnings(path, addresses.get(j).string("ip")));
        }
      }
    }
    return warnings;
  }

  private static String addresses(ApiObject endpoints) {
    List<JsonObject> subsets = subsets(endpoints);
    if (subsets.isEmpty()) {
      return Cells.NONE;
    }
    List<String> all = new ArrayList<>();
    for (JsonObject subset : subsets) {
      List<String> suffixes =
          subset.objects("ports").stream().map(port -> ":" + port.integer("port")).toList();
      for (String suffix : suffixes.isEmpty() ? List.of("") : suffixes) {
        for (JsonObject address : subset.objects("addresses")) {
          String ip = address.string("ip");
          all.add(ip.contains(":") && !suffix.isEmpty() ? "[" + ip + "]" + suffix : ip + suffix);
        }
      }
    }
    String shown = Cells.joined(all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? shown : shown + " + " + (all.size() - SHOWN) + " more...";
  }
}
