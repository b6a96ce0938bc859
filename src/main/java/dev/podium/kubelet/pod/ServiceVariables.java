package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The variables that tell of Services. Safe for use by any thread.
///
/// Upstream: pkg/kubelet/envvars/envvars.go (FromServices), kubelet_pods.go (getServiceEnvVarMap).
public final class ServiceVariables {
  /// More than these are not kept.
  private static final int MOST = 10_000;

  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

  Map<String, String> of(Sync sync) {
    List<ApiObject> services = new ArrayList<>();
    sync.world().services("default").stream()
        .filter(service -> service.name().equals("kubernetes"))
        .forEach(services::add);
    if (sync.pod().spec().findBoolean("enableServiceLinks").orElse(true)) {
      sync.world().services(sync.pod().namespace()).stream()
          .filter(service -> !services.contains(service))
          .forEach(services::add);
    }
    Map<String, String> variables = new LinkedHashMap<>();
    services.forEach(service -> variables.putAll(of(service)));
    return variables;
  }

  /// The same texts for all containers.
  private Map<String, String> of(ApiObject service) {
    if (known.size() > MOST) {
      known.clear();
    }
    String version = service.uid() + "/" + service.metadata().string("resourceVersion");
    return known.computeIfAbsent(version, _ -> variables(service));
  }

  private static Map<String, String> variables(ApiObject service) {
    Map<String, String> variables = new LinkedHashMap<>();
    add(variables, service);
    return variables;
  }

  private static void add(Map<String, String> variables, ApiObject service) {
    String address = service.spec().string("clusterIP");
    List<JsonObject> ports = service.spec().objects("ports");
    if (address.isEmpty() || address.equals("None") || ports.isEmpty()) {
      return;
    }
    String name = name(service.name());
    variables.put(name + "_SERVICE_HOST", address);
    variables.put(name + "_SERVICE_PORT", "" + ports.getFirst().integer("port"));
    for (JsonObject port : ports) {
      if (!port.string("name").isEmpty()) {
        variables.put(
            name + "_SERVICE_PORT_" + name(port.string("name")), "" + port.integer("port"));
      }
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    for (JsonObject port : ports) {
      String protocol = port.findString("protocol").orElse("TCP");
      long number = port.integer("port");
      String url = protocol.toLowerCase(Locale.ROOT) + "://" + host + ":" + number;
      variables.putIfAbsent(name + "_PORT", url);
      String prefix = "%s_PORT_%d_%s".formatted(name, number, protocol);
      variables.put(prefix, url);
      variables.put(prefix + "_PROTO", protocol.toLowerCase(Locale.ROOT));
      variables.put(prefix + "_PORT", "" + number);
      variables.put(prefix + "_ADDR", address);
    }
  }

  private static String name(String text) {
    return text.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
