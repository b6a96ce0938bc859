package dev.podium.resources.services;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `spec` of a Service, read.
public record ServiceSpec(JsonObject json) {
  public static final String NO_ADDRESS = "None";

  public static ServiceSpec of(ApiObject service) {
    return new ServiceSpec(service.spec());
  }

  public String type() {
    return json.string("type");
  }

  public boolean isExternalName() {
    return type().equals("ExternalName");
  }

  public boolean isLoadBalancer() {
    return type().equals("LoadBalancer");
  }

  public boolean isClusterIp() {
    return type().equals("ClusterIP");
  }

  public boolean isNodePort() {
    return type().equals("NodePort");
  }

  /// Whether its ports are opened on the nodes.
  public boolean usesNodePorts() {
    return isNodePort() || isLoadBalancer();
  }

  /// Whether it has no cluster address on purpose.
  public boolean isHeadless() {
    return clusterIps().equals(List.of(NO_ADDRESS));
  }

  public String clusterIp() {
    return json.string("clusterIP");
  }

  public List<String> clusterIps() {
    return json.strings("clusterIPs");
  }

  public List<String> ipFamilies() {
    return json.strings("ipFamilies");
  }

  Optional<String> ipFamilyPolicy() {
    return json.findString("ipFamilyPolicy");
  }

  boolean isSingleStack() {
    return ipFamilyPolicy().filter("SingleStack"::equals).isPresent();
  }

  public List<JsonObject> ports() {
    return json.objects("ports");
  }

  public boolean hasSelector() {
    return !json.object("selector").isEmpty();
  }

  public List<String> externalIps() {
    return json.strings("externalIPs");
  }

  /// The node ports in order, without those of health checks.
  Set<Long> nodePorts() {
    Set<Long> ports = new LinkedHashSet<>();
    for (JsonObject port : ports()) {
      if (port.integer("nodePort") != 0) {
        ports.add(port.integer("nodePort"));
      }
    }
    return ports;
  }

  long healthCheckNodePort() {
    return json.integer("healthCheckNodePort");
  }

  /// Upstream: apiservice.ExternallyAccessible.
  public boolean isExternallyAccessible() {
    return usesNodePorts() || isClusterIp() && !externalIps().isEmpty();
  }

  /// Upstream: apiservice.NeedsHealthCheck.
  boolean needsHealthCheck() {
    return isLoadBalancer() && json.string("externalTrafficPolicy").equals("Local");
  }

  boolean allocatesNodePorts() {
    return isNodePort() || isLoadBalancer() && json.bool("allocateLoadBalancerNodePorts");
  }
}
