package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupResource;
import dev.podium.object.IpAddress;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.Hooks;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.Part;
import dev.podium.resources.services.ServiceAddresses;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// IPAddress: that an address is taken, and by whom.
///
/// Upstream: pkg/registry/networking/ipaddress/strategy.go, ValidateIPAddress.
final class IpAddresses {
  private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
  private static final String ALLOCATOR = "ipallocator.k8s.io";

  private IpAddresses() {}

  /// @param addresses what an IPAddress that a client makes is kept from
  static ResourceDefinition definition(ServiceAddresses addresses) {
    return ResourceDefinition.of("networking.k8s.io/v1", "IPAddress", "ipaddresses")
        .shortNames("ip")
        .clusterScoped()
        .allocation(new Claimed(addresses))
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
    return spec.findObject("parentRef").map(IpAddresses::named).orElse(Cells.NONE);
  }

  private static String named(JsonObject parent) {
    GroupResource resource = new GroupResource(parent.string("group"), parent.string("resource"));
    String namespace = parent.string("namespace");
    return resource.toString().toLowerCase(Locale.ROOT)
        + (namespace.isEmpty() ? "" : "/" + namespace)
        + "/"
        + parent.string("name");
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

  /// No Service gets an address that a client has made an IPAddress for. Those of Services follow
  /// what the Services have, and hold nothing themselves.
  private record Claimed(ServiceAddresses addresses) implements Hooks.Allocation {
    @Override
    public Hooks.Reservation before(
        ObjectDraft address, Optional<ApiObject> old, WriteContext context) {
      return new Hooks.Reservation() {
        @Override
        public void keep() {
          ApiObject kept = ApiObject.of(address.freeze());
          parsed(kept)
              .ifPresent(ip -> {
                if (kept.labels().getOrDefault(MANAGED_BY, "").equals(ALLOCATOR)) {
                  addresses.free(ip);
                } else {
                  addresses.keep(ip);
                }
              });
        }

        @Override
        public void giveBack() {}
      };
    }

    @Override
    public void released(ApiObject address) {
      parsed(address).ifPresent(addresses::free);
    }

    private static Optional<IpAddress> parsed(ApiObject address) {
      return IpAddress.parse(address.name());
    }
  }
}
