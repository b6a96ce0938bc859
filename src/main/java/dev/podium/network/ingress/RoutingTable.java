package dev.podium.network.ingress;

import dev.podium.network.ingress.PathRule.Backend;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What all served Ingresses say together.
///
/// @param byHost the rules of a host in the order that they are tried; `*.example.com` stands for
///   any one name in its place, the empty host for all
/// @param fallback for what no rule matches
record RoutingTable(Map<String, List<PathRule>> byHost, Optional<PathRule> fallback) {
  static final RoutingTable EMPTY = new RoutingTable(Map.of(), Optional.empty());

  private static final String ANNOTATION = "nginx.ingress.kubernetes.io/";

  /// @param ingresses the oldest first, whose rules win
  static RoutingTable of(List<ApiObject> ingresses) {
    Map<String, List<PathRule>> byHost = new HashMap<>();
    Optional<PathRule> fallback = Optional.empty();
    List<ApiObject> sorted =
        ingresses.stream().sorted(Comparator.comparing(ApiObject::creationTimestamp)).toList();
    for (ApiObject ingress : sorted) {
      collect(ingress, byHost);
      if (fallback.isEmpty() && ingress.spec().object("defaultBackend").has("service")) {
        Backend backend = Backend.of(ingress.namespace(), ingress.spec().object("defaultBackend"));
        fallback = Optional.of(PathRule.of(JsonObject.EMPTY, backend, false, ""));
      }
    }
    byHost.values().forEach(rules -> rules.sort(PathRule.ORDER));
    return new RoutingTable(byHost, fallback);
  }

  private static void collect(ApiObject ingress, Map<String, List<PathRule>> byHost) {
    String rewrite = ingress.annotation(ANNOTATION + "rewrite-target").orElse("");
    boolean regex =
        !rewrite.isEmpty()
            || ingress.annotation(ANNOTATION + "use-regex").orElse("").equals("true");
    for (JsonObject rule : ingress.spec().objects("rules")) {
      List<PathRule> rules =
          byHost.computeIfAbsent(
              rule.string("host").toLowerCase(Locale.ROOT), _ -> new ArrayList<>());
      for (JsonObject path : rule.object("http").objects("paths")) {
        Backend backend = Backend.of(ingress.namespace(), path.object("backend"));
        rules.add(PathRule.of(path, backend, regex, rewrite));
      }
    }
  }

  /// @param host as the client names it, perhaps with a port
  Optional<PathRule> find(String host, String path) {
    String name = host.replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT);
    String wildcard = name.contains(".") ? "*" + name.substring(name.indexOf('.')) : "*";
    for (String candidate : List.of(name, wildcard, "")) {
      List<PathRule> rules = byHost.get(candidate);
      if (rules != null) {
        Optional<PathRule> found = rules.stream().filter(r -> r.matches(path)).findFirst();
        if (found.isPresent() || !candidate.isEmpty()) {
          return found.or(() -> fallback);
        }
      }
    }
    return fallback;
  }
}
