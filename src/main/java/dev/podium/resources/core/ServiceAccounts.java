package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// ServiceAccount: the identity of processes in pods.
///
/// Upstream: pkg/registry/core/serviceaccount/strategy.go.
final class ServiceAccounts {
  private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

  private ServiceAccounts() {}

  /// @param issueToken what a POST to `token` does
  static ResourceDefinition definition(Subresource.Operation issueToken) {
    return ResourceDefinition.of("v1", "ServiceAccount", "serviceaccounts")
        .shortNames("sa")
        .returnsDeletedObject()
        .checksUpdatesAsNew()
        .warn(ServiceAccounts::warnings)
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

  private static List<String> warnings(ApiObject account, Optional<ApiObject> old) {
    boolean known = old.filter(before -> before.annotation(MOUNTABLE).isPresent()).isPresent();
    return known || account.annotation(MOUNTABLE).isEmpty()
        ? List.of()
        : List.of(
            "metadata.annotations["
                + MOUNTABLE
                + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted"
                + " secrets");
  }
}
