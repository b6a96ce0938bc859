package dev.podium.controllers.flowcontrol;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Says of every flow schema whether the priority level that it names exists.
///
/// Upstream: apiserver's pkg/util/flowcontrol/apf_controller.go (syncOne).
public final class FlowSchemaReferences implements Reconciler {
  private static final String DANGLING = "Dangling";
  private static final String FIELD_MANAGER = "api-priority-and-fairness-config-consumer-v1";

  private final ApiClient client;
  private final Informer schemas;
  private final Informer levels;
  private final InstantSource clock;

  private FlowSchemaReferences(
      ApiClient client, Informer schemas, Informer levels, InstantSource clock) {
    this.client = client;
    this.schemas = schemas;
    this.levels = levels;
    this.clock = clock;
  }

  /// @param client the API server's own
  public static void register(ControlLoops loops, ApiClient client, InstantSource clock) {
    Informer schemas = loops.informer(Kinds.FLOW_SCHEMA);
    Informer levels = loops.informer(Kinds.PRIORITY_LEVEL_CONFIGURATION);
    loops
        .controller(
            "priority-and-fairness-config",
            new FlowSchemaReferences(
                client.withFieldManager(FIELD_MANAGER), schemas, levels, clock))
        .on(schemas)
        .on(
            levels,
            delta ->
                schemas.list("").stream()
                    .filter(schema -> level(schema).equals(delta.latest().name()))
                    .map(Key::of));
  }

  private static String level(ApiObject schema) {
    return schema.spec().string("priorityLevelConfiguration", "name");
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> schema = schemas.find(key);
    if (schema.isEmpty()) {
      return Outcome.DONE;
    }
    JsonObject condition = condition(level(schema.get()));
    boolean known =
        schema.get().status().objects("conditions").stream()
            .anyMatch(old -> old.without("lastTransitionTime").equals(condition));
    if (!known) {
      JsonObject dated = condition.with("lastTransitionTime", Timestamps.format(clock.instant()));
      client.applyStatus(
          Kinds.FLOW_SCHEMA, "", key.name(), JsonObject.of("conditions", List.of(dated)));
    }
    return Outcome.DONE;
  }

  private JsonObject condition(String level) {
    boolean found = levels.find("", level).isPresent();
    return JsonObject.of(
        "type",
        DANGLING,
        "status",
        found ? "False" : "True",
        "reason",
        found ? "Found" : "NotFound",
        "message",
        "This FlowSchema references the PriorityLevelConfiguration object named "
            + GoText.quote(level)
            + (found ? " and it exists" : " but there is no such object"));
  }
}
