package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// ResourceQuota: how much a namespace may hold altogether.
///
/// Upstream: pkg/registry/core/resourcequota/strategy.go, ValidateResourceQuota,
/// printResourceQuota.
final class ResourceQuotas {
  private ResourceQuotas() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "ResourceQuota", "resourcequotas")
        .shortNames("quota")
        .returnsDeletedObject()
        .prepareCreate((quota, _) -> quota.set("status", JsonObject.EMPTY))
        .validate((quota, errors) -> QuotaScopes.check(checkSpec(quota, errors)))
        .validateUpdate(ResourceQuotas::validateUpdate)
        .status(ResourceQuotas::validateStatus)
        .table(
            TableLayout.of(
                ResourceQuotas::cells,
                TableLayout.name(),
                TableLayout.string("Request"),
                TableLayout.string("Limit"),
                TableLayout.age()))
        .build();
  }

  private static Part checkSpec(ApiObject quota, List<FieldError> errors) {
    Part spec = Part.of(quota, errors).at("spec");
    amounts(spec, "hard");
    return spec;
  }

  private static void amounts(Part parent, String field) {
    parent
        .at(field)
        .value()
        .forEach((resource, value) -> {
          FieldPath path = parent.child(field).key(resource);
          QuotaResources.name(resource, path, parent.errors());
          ResourceFields.amount(resource, Quantity.parse(value.toString()), path, parent.errors());
        });
  }

  private static void validateUpdate(ApiObject quota, ApiObject old, List<FieldError> errors) {
    Part spec = checkSpec(quota, errors);
    QuotaScopes.check(spec);
    List<String> scopes = spec.strings("scopes");
    if (!new HashSet<>(scopes).equals(new HashSet<>(old.spec().strings("scopes")))) {
      spec.invalid("scopes", FieldChecks.IMMUTABLE);
    }
  }

  private static void validateStatus(ApiObject quota, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(quota, errors).at("status");
    amounts(status, "hard");
    amounts(status, "used");
  }

  private static List<Object> cells(ApiObject quota, Instant now) {
    return List.of(quota.name(), used(quota, false), used(quota, true), Cells.age(quota, now));
  }

  private static String used(ApiObject quota, boolean limits) {
    JsonObject hard = quota.status().object("hard");
    JsonObject used = quota.status().object("used");
    return new TreeSet<>(hard.keys())
        .stream()
            .filter(resource -> resource.startsWith("limits.") == limits)
            .map(resource ->
                resource
                    + ": "
                    + used.findString(resource).orElse("0")
                    + "/"
                    + hard.string(resource))
            .collect(Collectors.joining(", "));
  }
}
