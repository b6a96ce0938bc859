package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The variables that tell of Services.
///
/// Upstream: pkg/kubelet/envvars/envvars.go (FromServices), kubelet_pods.go (getServiceEnvVarMap).
final class ServiceVariables {
  private ServiceVariables() {}

  static Map<String, String> of(Sync sync) {
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
    services.forEach(service -> add(variables, service));
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
