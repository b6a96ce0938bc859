package dev.podium.network.services;

import dev.podium.network.Endpoint;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One of the endpoints behind a Service's port.
///
/// @param node on which it is; empty where that is not known
/// @param zones that it is meant for; empty for all
/// @param nodes that it is meant for; empty for all
record Backend(
    Endpoint endpoint,
    String node,
    boolean ready,
    boolean serving,
    boolean terminating,
    Set<String> zones,
    Set<String> nodes) {

  /// Those that the EndpointSlices of a Service have for one of its ports, each once.
  static List<Backend> of(JsonObject servicePort, Collection<ApiObject> slices) {
    Map<Endpoint, Backend> all = new LinkedHashMap<>();
    for (ApiObject slice : slices) {
      for (JsonObject port : slice.root().objects("ports")) {
        if (isSame(port, servicePort) && port.has("port")) {
          slice.root().objects("endpoints").forEach(e -> add(all, e, (int) port.integer("port")));
        }
      }
    }
    return new ArrayList<>(all.values());
  }

  private static boolean isSame(JsonObject port, JsonObject servicePort) {
    return port.string("name").equals(servicePort.string("name"))
        && port.findString("protocol").orElse("TCP").equals(servicePort.string("protocol"));
  }

  private static void add(Map<Endpoint, Backend> all, JsonObject endpoint, int port) {
    for (String address : endpoint.strings("addresses")) {
      Backend backend = of(endpoint, new Endpoint(address, port));
      all.merge(backend.endpoint(), backend, (old, fresh) -> old.ready() ? old : fresh);
    }
  }

  /// Conditions that nobody knows count as good ones (discovery/v1 types).
  private static Backend of(JsonObject endpoint, Endpoint at) {
    JsonObject conditions = endpoint.object("conditions");
    boolean ready = !conditions.has("ready") || conditions.bool("ready");
    return new Backend(
        at,
        endpoint.string("nodeName"),
        ready,
        conditions.has("serving") ? conditions.bool("serving") : ready,
        conditions.bool("terminating"),
        names(endpoint.object("hints").objects("forZones")),
        names(endpoint.object("hints").objects("forNodes")));
  }

  private static Set<String> names(List<JsonObject> hints) {
    return hints.stream().map(hint -> hint.string("name")).collect(Collectors.toUnmodifiableSet());
  }

  /// The ready ones; where there are none, those that end but still serve.
  static List<Backend> usable(List<Backend> all) {
    List<Backend> ready = all.stream().filter(Backend::ready).toList();
    return ready.isEmpty()
        ? all.stream().filter(b -> b.serving() && b.terminating()).toList()
        : ready;
  }
}
