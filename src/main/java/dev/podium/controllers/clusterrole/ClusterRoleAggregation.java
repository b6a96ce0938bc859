package dev.podium.controllers.clusterrole;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes into every aggregated ClusterRole the rules of those that its selectors find.
///
/// Upstream: pkg/controller/clusterroleaggregation.
public final class ClusterRoleAggregation implements Reconciler {
  private final ApiClient client;
  private final Informer roles;

  private ClusterRoleAggregation(ApiClient client, Informer roles) {
    this.client = client;
    this.roles = roles;
  }

  public static void register(ControlLoops loops, ApiClient client) {
    Informer roles = loops.informer(Kinds.CLUSTER_ROLE);
    ClusterRoleAggregation aggregation =
        new ClusterRoleAggregation(
            client.asController("clusterrole-aggregation-controller"), roles);
    loops
        .controller("clusterrole-aggregation", aggregation)
        .on(
            roles,
            _ -> roles.list("").stream().filter(ClusterRoleAggregation::aggregates).map(Key::of))
        .workers(5);
  }

  private static boolean aggregates(ApiObject role) {
    return role.root().has("aggregationRule");
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = roles.find(key).filter(ClusterRoleAggregation::aggregates);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject role = found.get();
    List<JsonObject> rules = List.copyOf(sum(role));
    if (!rules.equals(role.root().objects("rules"))) {
      client.update(
          Kinds.CLUSTER_ROLE,
          "",
          role.name(),
          current -> rules.isEmpty() ? current.without("rules") : current.with("rules", rules));
    }
    return Outcome.DONE;
  }

  /// The distinct rules of all selected roles, by selector and then by name.
  private Set<JsonObject> sum(ApiObject role) {
    Set<JsonObject> rules = new LinkedHashSet<>();
    for (JsonObject selector : role.root().objects("aggregationRule", "clusterRoleSelectors")) {
      roles.select("", LabelSelector.ofJson(selector)).stream()
          .filter(other -> !other.name().equals(role.name()))
          .sorted(Comparator.comparing(ApiObject::name))
          .forEach(other -> rules.addAll(other.root().objects("rules")));
    }
    return rules;
  }
}
