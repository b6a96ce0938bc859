package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import java.util.List;

/// ComponentStatus: what the API server found when it asked the other parts of the control plane
/// how they are. They are parts of this process, so they are well whenever it answers.
///
/// Upstream: pkg/registry/core/componentstatus/rest.go.
final class ComponentStatuses {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "ComponentStatus");

  private ComponentStatuses() {}

  static ResourceDefinition definition() {
    List<ApiObject> all =
        List.of(healthy("scheduler"), healthy("controller-manager"), healthy("etcd-0"));
    return ResourceDefinition.of("v1", "ComponentStatus", "componentstatuses")
        .shortNames("cs")
        .clusterScoped()
        .verbs(Verb.GET, Verb.LIST)
        .deprecated("v1 ComponentStatus is deprecated in v1.19+")
        .readFrom(_ -> all)
        .table(
            TableLayout.of(
                (status, _) -> {
                  JsonObject condition =
                      status.root().objects("conditions").stream()
                          .findFirst()
                          .orElse(JsonObject.EMPTY);
                  boolean healthy = condition.string("status").equals("True");
                  return List.of(
                      status.name(),
                      healthy ? "Healthy" : "Unhealthy",
                      condition.string("message"),
                      condition.string("error"));
                },
                TableLayout.name(),
                TableLayout.string("Status"),
                TableLayout.string("Message"),
                TableLayout.string("Error")))
        .build();
  }

  private static ApiObject healthy(String name) {
    return ApiObject.named(KIND, "", name)
        .with(
            "conditions",
            List.of(JsonObject.of("type", "Healthy", "status", "True", "message", "ok")));
  }
}
