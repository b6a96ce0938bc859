package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupResource;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.util.List;

/// IPAddress: that an address is taken, and by whom.
///
/// Upstream: pkg/registry/networking/ipaddress/strategy.go, ValidateIPAddress.
final class IpAddresses {
  private IpAddresses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("networking.k8s.io/v1", "IPAddress", "ipaddresses")
        .shortNames("ip")
        .clusterScoped()
        .nameRule((name, _) -> IpFormats.ip(name))
        .validate(IpAddresses::validate)
        .validateUpdate((address, old, errors) ->
            Part.of(address, errors)
                .at("spec")
                .immutable("parentRef", old.spec(), "io.k8s.api.networking.v1.ParentReference"))
        .table(
            TableLayout.of(
                // Upstream's rows have an age too, for which there is no column.
                (address, now) ->
                    List.of(address.name(), parent(address.spec()), Cells.age(address, now)),
                TableLayout.name(),
                TableLayout.string("ParentRef")))
        .build();
  }

  private static String parent(JsonObject spec) {
    return spec.findObject("parentRef")
        .map(parent ->
            new GroupResource(parent.string("group"), parent.string("resource"))
                + "/"
                + parent.string("namespace")
                + "/"
                + parent.string("name"))
        .orElse(Cells.NONE);
  }

  private static void validate(ApiObject address, List<FieldError> errors) {
    Part spec = Part.of(address, errors).at("spec");
    if (!spec.has("parentRef")) {
      spec.required("parentRef");
      return;
    }
    Part parent = spec.at("parentRef");
    if (!parent.string("group").isEmpty()) {
      parent.faults("group", NameFormats.dns1123Subdomain(parent.string("group")));
    }
    for (String field : List.of("resource", "name")) {
      if (parent.requireText(field)) {
        parent.faults(field, NameFormats.pathSegment(parent.string(field)));
      }
    }
    parent.faults("namespace", NameFormats.pathSegment(parent.string("namespace")));
  }
}
