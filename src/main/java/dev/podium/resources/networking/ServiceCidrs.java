package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.Hooks;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.services.ServiceAddresses;
import java.util.List;
import java.util.Optional;

/// ServiceCIDR: a range that Services get their addresses from.
///
/// Upstream: pkg/registry/networking/servicecidr/strategy.go, ValidateServiceCIDR.
final class ServiceCidrs {
  private static final String ONE_OF_EACH =
      "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";

  private ServiceCidrs() {}

  static ResourceDefinition definition(ServiceAddresses addresses) {
    return ResourceDefinition.of("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs")
        .clusterScoped()
        .allocation(new Ranges(addresses))
        .prepareCreate((range, _) -> range.set("status", JsonObject.EMPTY))
        .validate((range, errors) -> validate(Part.of(range, errors).at("spec")))
        .validateUpdate(ServiceCidrs::validateUpdate)
        .status()
        .table(
            TableLayout.of(
                (range, now) ->
                    List.of(
                        range.name(),
                        Cells.joined(range.spec().strings("cidrs")),
                        Cells.age(range, now)),
                TableLayout.name(),
                TableLayout.string("CIDRs"),
                TableLayout.age()))
        .build();
  }

  private static void validate(Part spec) {
    List<String> ranges = spec.strings("cidrs");
    if (ranges.isEmpty()) {
      spec.required("cidrs", "at least one CIDR required");
      return;
    }
    if (ranges.size() > 2) {
      spec.invalid("cidrs", JsonObject.of("CIDRs", ranges), "may only hold up to 2 values");
      return;
    }
    for (int i = 0; i < ranges.size(); i++) {
      FieldChecks.format(
          ranges.get(i),
          IpFormats.cidr(ranges.get(i)),
          spec.child("cidrs").index(i),
          spec.errors());
    }
    List<String> families =
        ranges.stream().flatMap(r -> Cidr.parse(r).stream()).map(r -> r.first().family()).toList();
    if (families.size() == 2 && families.get(0).equals(families.get(1))) {
      spec.invalid("cidrs", ONE_OF_EACH);
    }
  }

  /// A second range may be added, nothing else.
  private static void validateUpdate(ApiObject range, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(range, errors).at("spec");
    List<String> now = spec.strings("cidrs");
    List<String> before = old.spec().strings("cidrs");
    boolean added = before.size() == 1 && now.size() == 2;
    if (now.size() != before.size() && !added) {
      spec.invalid("cidrs", FieldChecks.IMMUTABLE);
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!now.get(i).equals(before.get(i))) {
        FieldPath path = spec.child("cidrs").index(i);
        spec.add(FieldError.invalid(path, now.get(i), FieldChecks.IMMUTABLE));
      }
    }
    if (added) {
      validate(spec);
    }
  }

  /// Services get addresses of a range as long as there is a ServiceCIDR for it.
  private record Ranges(ServiceAddresses addresses) implements Hooks.Allocation {
    @Override
    public Hooks.Reservation before(
        ObjectDraft range, Optional<ApiObject> old, WriteContext context) {
      List<String> before = old.map(o -> o.spec().strings("cidrs")).orElse(List.of());
      List<Cidr> added =
          range.object("spec").freeze().strings("cidrs").stream()
              .filter(text -> !before.contains(text))
              .flatMap(text -> Cidr.parse(text).stream())
              .toList();
      return new Hooks.Reservation() {
        @Override
        public void keep() {
          added.forEach(addresses::add);
        }

        @Override
        public void giveBack() {}
      };
    }

    @Override
    public void released(ApiObject range) {
      range.spec().strings("cidrs").stream()
          .flatMap(text -> Cidr.parse(text).stream())
          .forEach(addresses::remove);
    }
  }
}
