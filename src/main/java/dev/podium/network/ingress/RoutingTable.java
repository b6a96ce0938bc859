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
/// @param tls by host
record RoutingTable(
    Map<String, List<PathRule>> byHost, Optional<PathRule> fallback, Map<String, Tls> tls) {
  static final RoutingTable EMPTY = new RoutingTable(Map.of(), Optional.empty(), Map.of());

  private static final String ANNOTATION = "nginx.ingress.kubernetes.io/";

  /// @param secret as `namespace/name`
  /// @param redirects whether those who come without TLS are sent there
  record Tls(String secret, boolean redirects) {}

  /// @param ingresses the oldest first, whose rules win
  static RoutingTable of(List<ApiObject> ingresses) {
    Map<String, List<PathRule>> byHost = new HashMap<>();
    Map<String, Tls> tls = new HashMap<>();
    Optional<PathRule> fallback = Optional.empty();
    List<ApiObject> sorted =
        ingresses.stream().sorted(Comparator.comparing(ApiObject::creationTimestamp)).toList();
    for (ApiObject ingress : sorted) {
      collect(ingress, byHost);
      collectTls(ingress, tls);
      if (fallback.isEmpty() && ingress.spec().object("defaultBackend").has("service")) {
        Backend backend = Backend.of(ingress.namespace(), ingress.spec().object("defaultBackend"));
        fallback = Optional.of(PathRule.of(JsonObject.EMPTY, backend, false, ""));
      }
    }
    byHost.values().forEach(rules -> rules.sort(PathRule.ORDER));
    return new RoutingTable(byHost, fallback, tls);
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

  private static void collectTls(ApiObject ingress, Map<String, Tls> tls) {
    boolean redirects =
        !ingress.annotation(ANNOTATION + "ssl-redirect").orElse("true").equals("false");
    for (JsonObject entry : ingress.spec().objects("tls")) {
      String secret = ingress.namespace() + "/" + entry.string("secretName");
      entry
          .strings("hosts")
          .forEach(
              host -> tls.putIfAbsent(host.toLowerCase(Locale.ROOT), new Tls(secret, redirects)));
    }
  }

  /// What is known of a host that is served by TLS.
  Optional<Tls> findTls(String host) {
    String name = bare(host);
    return Optional.ofNullable(tls.get(name))
        .or(() -> Optional.ofNullable(tls.get(wildcard(name))));
  }

  private static String bare(String host) {
    return host.replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT);
  }

  private static String wildcard(String name) {
    return name.contains(".") ? "*" + name.substring(name.indexOf('.')) : "*";
  }

  /// @param host as the client names it, perhaps with a port
  Optional<PathRule> find(String host, String path) {
    String name = bare(host);
    for (String candidate : List.of(name, wildcard(name), "")) {
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
