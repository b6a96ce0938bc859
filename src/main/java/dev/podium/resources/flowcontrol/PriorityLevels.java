package dev.podium.resources.flowcontrol;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import java.time.Instant;
import java.util.List;

/// PriorityLevelConfiguration: how many requests of a level run at once, and where others wait.
///
/// Upstream: pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go,
/// pkg/apis/flowcontrol/v1/defaults.go.
final class PriorityLevels {
  private PriorityLevels() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            FlowControlKinds.VERSION, "PriorityLevelConfiguration", "prioritylevelconfigurations")
        .clusterScoped()
        .generation()
        .defaults(PriorityLevels::defaults)
        .validate(PriorityLevelChecks::check)
        .validateUpdate((level, old, errors) -> {
          PriorityLevelChecks.check(level, errors);
          FixedSpecs.check(level, old, errors);
        })
        .prepareCreate((level, _) -> level.set("status", JsonObject.EMPTY))
        .table(
            TableLayout.of(
                PriorityLevels::cells,
                TableLayout.name(),
                TableLayout.string("Type"),
                TableLayout.string("NominalConcurrencyShares"),
                TableLayout.string("Queues"),
                TableLayout.string("HandSize"),
                TableLayout.string("QueueLengthLimit"),
                TableLayout.age()))
        .status(Subresource.keepsMetadata(), FlowControlStatus::check)
        .owns("status", Ownable.except("metadata", "spec"))
        .build();
  }

  private static void defaults(ObjectDraft level) {
    ObjectDraft spec = level.object("spec");
    spec.findObject("exempt")
        .ifPresent(exempt ->
            exempt.setDefault("nominalConcurrencyShares", 0).setDefault("lendablePercent", 0));
    spec.findObject("limited").ifPresent(PriorityLevels::limitedDefaults);
  }

  private static void limitedDefaults(ObjectDraft limited) {
    limited.setDefault("nominalConcurrencyShares", 30).setDefault("lendablePercent", 0);
    limited
        .findObject("limitResponse", "queuing")
        .ifPresent(queuing -> {
          defaultNumber(queuing, "handSize", 8);
          defaultNumber(queuing, "queues", 64);
          defaultNumber(queuing, "queueLengthLimit", 50);
        });
  }

  /// These are plain numbers upstream, for which 0 is the same as absent.
  private static void defaultNumber(ObjectDraft draft, String field, long value) {
    if (draft.findLong(field).orElse(0) == 0) {
      draft.set(field, value);
    }
  }

  private static List<Object> cells(ApiObject level, Instant now) {
    JsonObject limited = level.spec().object("limited");
    JsonObject queuing = limited.object("limitResponse", "queuing");
    return List.of(
        level.name(),
        level.spec().string("type"),
        number(limited, "nominalConcurrencyShares"),
        number(queuing, "queues"),
        number(queuing, "handSize"),
        number(queuing, "queueLengthLimit"),
        Cells.age(level, now));
  }

  private static Object number(JsonObject object, String field) {
    var value = object.findLong(field);
    return value.isPresent() ? (Object) value.getAsLong() : Cells.NONE;
  }
}
