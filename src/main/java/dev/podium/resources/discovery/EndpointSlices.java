package dev.podium.resources.discovery;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// EndpointSlice: some of the addresses behind a Service.
///
/// Upstream: pkg/registry/discovery/endpointslice/strategy.go, ValidateEndpointSlice,
/// printEndpointSlice.
public final class EndpointSlices {
  private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");
  private static final int MOST_ENDPOINTS = 1000;
  private static final int MOST_ADDRESSES = 100;
  private static final int MOST_PORTS = 20000;
  private static final int MOST_HINTS = 8;
  private static final int SHOWN = 3;

  private EndpointSlices() {}

  public static ResourceDefinition definition() {
    return ResourceDefinition.of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices")
        .generation(EndpointSlices::changed)
        .defaults(EndpointSlices::setDefaults)
        .validate(EndpointSlices::validate)
        .validateUpdate(EndpointSlices::validateUpdate)
        .warn((slice, _) -> warnings(slice))
        .table(
            TableLayout.of(
                (slice, now) ->
                    List.of(
                        slice.name(),
                        slice.root().string("addressType"),
                        cell(ports(slice)),
                        cell(addresses(slice)),
                        Cells.age(slice, now)),
                TableLayout.name(),
                TableLayout.string("AddressType"),
                TableLayout.string("Ports"),
                TableLayout.string("Endpoints"),
                TableLayout.age()))
        .build();
  }

  /// Labels count here, unlike elsewhere: they say whose slice it is.
  private static boolean changed(ApiObject slice, ApiObject old) {
    return !slice.root().without("metadata").equals(old.root().without("metadata"))
        || !slice.labels().equals(old.labels());
  }

  private static void setDefaults(ObjectDraft slice) {
    for (ObjectDraft port : slice.objects("ports")) {
      port.setDefault("name", "").setDefault("protocol", "TCP");
    }
    slice.objects("endpoints").forEach(endpoint -> endpoint.object("conditions"));
  }

  private static void validate(ApiObject slice, List<FieldError> errors) {
    Part root = Part.of(slice, errors);
    typeAndPorts(root);
    endpoints(root);
  }

  private static void typeAndPorts(Part root) {
    root.oneOf("addressType", TYPES);
    ports(root);
  }

  private static void endpoints(Part root) {
    List<Part> endpoints = root.items("endpoints");
    if (endpoints.size() > MOST_ENDPOINTS) {
      root.add(FieldError.tooMany(root.child("endpoints"), endpoints.size(), MOST_ENDPOINTS));
    } else {
      endpoints.forEach(endpoint -> endpoint(endpoint, root.string("addressType")));
    }
  }

  private static void endpoint(Part endpoint, String type) {
    List<String> addresses = endpoint.strings("addresses");
    if (addresses.isEmpty()) {
      endpoint.required("addresses", "must contain at least 1 address");
    } else if (addresses.size() > MOST_ADDRESSES) {
      endpoint.add(
          FieldError.tooMany(endpoint.child("addresses"), addresses.size(), MOST_ADDRESSES));
    }
    for (int i = 0; i < addresses.size(); i++) {
      address(endpoint, i, addresses.get(i), type);
    }
    endpoint
        .findString("nodeName")
        .ifPresent(node -> endpoint.faults("nodeName", NameFormats.dns1123Subdomain(node)));
    topology(endpoint);
    endpoint
        .findString("hostname")
        .ifPresent(host -> endpoint.faults("hostname", NameFormats.dns1123Label(host)));
    endpoint.find("hints").ifPresent(EndpointSlices::hints);
  }

  private static void address(Part endpoint, int i, String address, String type) {
    FieldPath path = endpoint.child("addresses").index(i);
    switch (type) {
      case "IPv4", "IPv6" -> {
        List<String> faults = IpFormats.legacyIp(address);
        FieldChecks.format(address, faults, path, endpoint.errors());
        if (!faults.isEmpty()) {
          return;
        }
        if (!IpAddress.require(address).family().equals(type)) {
          // Upstream's path names the list here.
          endpoint.invalid("addresses", address, "must be an " + type + " address");
        }
        EndpointAddresses.check(address, path, endpoint.errors());
      }
      case "FQDN" -> domainName(address, path, endpoint);
      default -> {}
    }
  }

  /// Upstream: IsFullyQualifiedDomainName.
  private static void domainName(String address, FieldPath path, Part endpoint) {
    String name = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
    List<String> faults = NameFormats.dns1123Subdomain(name);
    if (address.isEmpty()) {
      endpoint.add(FieldError.required(path, ""));
    } else if (!faults.isEmpty()) {
      endpoint.add(FieldError.invalid(path, name, String.join(",", faults)));
    } else if (!name.contains(".")) {
      endpoint.add(
          FieldError.invalid(
              path, name, "should be a domain with at least two segments separated by dots"));
    }
  }

  private static void topology(Part endpoint) {
    JsonObject topology = endpoint.at("deprecatedTopology").value();
    FieldPath path = endpoint.child("deprecatedTopology");
    if (topology.size() > 16) {
      endpoint.add(FieldError.tooMany(path, topology.size(), 16));
    }
    FieldChecks.labels(topology, path, endpoint.errors());
  }

  private static void hints(Part hints) {
    hints(hints, "forZones");
    hints(hints, "forNodes");
  }

  private static void hints(Part hints, String field) {
    List<Part> entries = hints.items(field);
    if (entries.size() > MOST_HINTS) {
      hints.add(FieldError.tooMany(hints.child(field), entries.size(), MOST_HINTS));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Part entry : entries) {
      String name = entry.string("name");
      if (!seen.add(name)) {
        entry.duplicate("name", name);
      }
      entry.faults(
          "name",
          field.equals("forZones") ? LabelFormats.value(name) : NameFormats.dns1123Subdomain(name));
    }
  }

  private static void ports(Part root) {
    List<Part> ports = root.items("ports");
    if (ports.size() > MOST_PORTS) {
      root.add(FieldError.tooMany(root.child("ports"), ports.size(), MOST_PORTS));
      return;
    }
    Set<String> names = new HashSet<>();
    for (Part port : ports) {
      String name = port.string("name");
      if (!name.isEmpty()) {
        port.faults("name", NameFormats.dns1123Label(name));
      }
      if (!names.add(name)) {
        port.duplicate("name", name);
      }
      FieldChecks.protocol(port.string("protocol"), port.child("protocol"), port.errors());
      port.findString("appProtocol")
          .ifPresent(protocol -> port.faults("appProtocol", LabelFormats.key(protocol)));
    }
  }

  private static void validateUpdate(ApiObject slice, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(slice, errors);
    typeAndPorts(root);
    // Endpoints that stay may be of a time when more was let pass.
    if (!root.array("endpoints").equals(old.root().array("endpoints"))) {
      endpoints(root);
    }
    root.immutable("addressType", old.root());
  }

  private static List<String> warnings(ApiObject slice) {
    List<String> warnings = new ArrayList<>();
    if (slice.root().string("addressType").equals("FQDN")) {
      return List.of("spec.addressType: FQDN endpoints are deprecated");
    }
    List<JsonObject> endpoints = slice.root().objects("endpoints");
    for (int i = 0; i < endpoints.size(); i++) {
      List<String> addresses = endpoints.get(i).strings("addresses");
      for (int j = 0; j < addresses.size(); j++) {
        FieldPath path = FieldPath.of("endpoints").index(i).child("addresses").index(j);
        warnings.addAll(IpFormats.ipWarnings(path, addresses.get(j)));
      }
    }
    return warnings;
  }

  private static List<String> ports(ApiObject slice) {
    return slice.root().objects("ports").stream()
        .map(port ->
            port.findLong("port").isPresent()
                ? Long.toString(port.integer("port"))
                : port.findString("name").orElse("*"))
        .toList();
  }

  private static List<String> addresses(ApiObject slice) {
    return slice.root().objects("endpoints").stream()
        .flatMap(endpoint -> endpoint.strings("addresses").stream())
        .toList();
  }

  /// Upstream: listWithMoreString.
  private static String cell(List<String> all) {
    String shown = Cells.joined(all.subList(0, Math.min(SHOWN, all.size())));
    if (all.size() > SHOWN) {
      return shown + " + " + (all.size() - SHOWN) + " more...";
    }
    return shown.isEmpty() ? Cells.UNSET : shown;
  }
}
