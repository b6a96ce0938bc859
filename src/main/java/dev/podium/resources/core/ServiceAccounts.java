package dev.podium.resources.core;

import dev.podium.object.GroupVersionKind;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.util.List;
import java.util.Set;

/// ServiceAccount: the identity of processes in pods.
///
/// Upstream: pkg/registry/core/serviceaccount/strategy.go.
final class ServiceAccounts {
  private ServiceAccounts() {}

  /// @param issueToken what a POST to `token` does
  static ResourceDefinition definition(Subresource.Operation issueToken) {
    return ResourceDefinition.of("v1", "ServiceAccount", "serviceaccounts")
        .shortNames("sa")
        .returnsDeletedObject()
        .checksUpdatesAsNew()
        .subresource(
            new Subresource(
                "token",
                new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                Set.of(Verb.CREATE),
                new Subresource.Action(issueToken)))
        .table(
            TableLayout.of(
                (object, now) -> List.of(object.name(), Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.age()))
        .build();
  }
}
