package dev.podium.resources.scheduling;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PriorityClass: how much a pod matters.
///
/// Upstream: pkg/registry/scheduling/priorityclass/strategy.go, ValidatePriorityClass.
public final class PriorityClasses {
  private static final long HIGHEST = 1_000_000_000;
  private static final Map<String, Long> SYSTEM =
      Map.of("system-node-critical", 2 * HIGHEST + 1000, "system-cluster-critical", 2 * HIGHEST);

  private PriorityClasses() {}

  public static ResourceDefinition definition() {
    return ResourceDefinition.of("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses")
        .shortNames("pc")
        .clusterScoped()
        .generation((_, _) -> false)
        .defaults(object ->
            object.setDefault("value", 0).setDefault("preemptionPolicy", "PreemptLowerPriority"))
        .undeletable(name ->
            SYSTEM.containsKey(name)
                ? Optional.of("this is a system priority class and cannot be deleted")
                : Optional.empty())
        .validate(PriorityClasses::validate)
        .validateUpdate(PriorityClasses::validateUpdate)
        .table(
            TableLayout.of(
                (object, now) -> {
                  JsonObject root = object.root();
                  return List.of(
                      object.name(),
                      root.integer("value"),
                      root.bool("globalDefault"),
                      Cells.age(object, now),
                      root.string("preemptionPolicy"));
                },
                TableLayout.name(),
                TableLayout.integer("Value"),
                TableLayout.Column.of("Global-Default", "boolean"),
                TableLayout.age(),
                TableLayout.string("PreemptionPolicy")))
        .build();
  }

  private static void validate(ApiObject object, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    if (object.name().startsWith("system-")) {
      systemFault(object)
          .ifPresent(why ->
              errors.add(
                  FieldError.forbidden(
                      FieldPath.of("metadata", "name"),
                      "priority class names with 'system-' prefix are reserved for system use"
                          + " only. error: "
                          + why)));
    } else if (root.integer("value") > HIGHEST) {
      root.forbidden("value", "maximum allowed value of a user defined priority is " + HIGHEST);
    }
    root.oneOf("preemptionPolicy", List.of("PreemptLowerPriority", "Never"));
  }

  /// Upstream: IsKnownSystemPriorityClass.
  private static Optional<String> systemFault(ApiObject object) {
    Long value = SYSTEM.get(object.name());
    if (value == null) {
      return Optional.of(object.name() + " is not a known system priority class");
    }
    if (object.root().integer("value") != value) {
      return Optional.of("value of " + object.name() + " PriorityClass must be " + value);
    }
    return object.root().bool("globalDefault")
        ? Optional.of("globalDefault of " + object.name() + " PriorityClass must be false")
        : Optional.empty();
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    if (root.integer("value") != old.root().integer("value")) {
      root.forbidden("value", "may not be changed in an update.");
    }
    root.immutable("preemptionPolicy", old.root());
  }
}
