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
import java.util.Comparator;
import java.util.List;

/// FlowSchema: which requests belong together, and at which priority level.
///
/// Upstream: pkg/registry/flowcontrol/flowschema/strategy.go, pkg/apis/flowcontrol/v1/defaults.go.
final class FlowSchemas {
  private static final int USUAL_PRECEDENCE = 1000;

  private FlowSchemas() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(FlowControlKinds.VERSION, "FlowSchema", "flowschemas")
        .clusterScoped()
        .generation()
        .defaults(FlowSchemas::defaults)
        .validate(FlowSchemaChecks::check)
        .validateUpdate((schema, old, errors) -> {
          FlowSchemaChecks.check(schema, errors);
          FixedSpecs.check(schema, old, errors);
        })
        .prepareCreate((schema, _) -> schema.set("status", JsonObject.EMPTY))
        .table(
            TableLayout.of(
                    FlowSchemas::cells,
                    TableLayout.name(),
                    TableLayout.string("PriorityLevel"),
                    TableLayout.string("MatchingPrecedence"),
                    TableLayout.string("DistinguisherMethod"),
                    TableLayout.age(),
                    TableLayout.string("MissingPL"))
                .sorted(
                    Comparator.comparingLong(FlowSchemas::precedence)
                        .thenComparing(ApiObject::name)))
        .status(Subresource.keepsMetadata(), FlowControlStatus::check)
        .owns("status", Ownable.except("metadata", "spec"))
        .build();
  }

  private static void defaults(ObjectDraft schema) {
    ObjectDraft spec = schema.object("spec");
    if (spec.findLong("matchingPrecedence").orElse(0) == 0) {
      spec.set("matchingPrecedence", USUAL_PRECEDENCE);
    }
  }

  private static long precedence(ApiObject schema) {
    return schema.spec().integer("matchingPrecedence");
  }

  private static List<Object> cells(ApiObject schema, Instant now) {
    JsonObject spec = schema.spec();
    return List.of(
        schema.name(),
        spec.string("priorityLevelConfiguration", "name"),
        spec.integer("matchingPrecedence"),
        Cells.orNone(spec.string("distinguisherMethod", "type")),
        Cells.age(schema, now),
        dangling(schema));
  }

  /// Whether its priority level is missing, as far as that is known.
  private static String dangling(ApiObject schema) {
    return schema.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals("Dangling"))
        .map(condition -> condition.string("status"))
        .findFirst()
        .orElse("?");
  }
}
