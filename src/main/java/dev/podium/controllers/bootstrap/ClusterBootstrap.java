package dev.podium.controllers.bootstrap;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.JsonObject;
import java.util.List;

/// Makes what every cluster begins with: system namespaces, the `kubernetes` Service, priority
/// classes, roles.
///
/// Upstream does this in the API server's post-start hooks
/// (controlplane/controller/systemnamespaces, kubernetesservice,
/// scheduling/bootstrap-system-priority-classes, rbac/bootstrap-roles). What exists is left alone,
/// so that it may run at every start.
public final class ClusterBootstrap {
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final ApiClient client;
  private final Cidr serviceRange;
  private final String serverAddress;
  private final int serverPort;

  /// @param serviceRange of which the `kubernetes` Service has the first address
  /// @param serverAddress where that Service leads: the address of the control-plane node
  public ClusterBootstrap(
      ApiClient client, Cidr serviceRange, String serverAddress, int serverPort) {
    this.client = client;
    this.serviceRange = serviceRange;
    this.serverAddress = serverAddress;
    this.serverPort = serverPort;
  }

  public void run() {
    for (String namespace : NAMESPACES) {
      ensure(ApiObject.named(Kinds.NAMESPACE, "", namespace));
    }
    ensure(
        priorityClass(
            "system-cluster-critical",
            2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to"
                + " another node if necessary."));
    ensure(
        priorityClass(
            "system-node-critical",
            2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."));
    new RbacDefaults().objects().forEach(this::ensure);
    new FlowControlDefaults().objects().forEach(this::ensure);
    ensure(
        ApiObject.named(Kinds.SERVICE_CIDR, "", "kubernetes")
            .with("spec", JsonObject.of("cidrs", List.of(serviceRange.toString()))));
    ensure(service());
    ensure(endpoints());
    ensure(endpointSlice());
  }

  /// Says which authority's certificates clients are known by, as API servers behind this one need
  /// it. Upstream: controlplane/controller/clusterauthenticationtrust.
  ///
  /// @param pem the certificate of that authority
  public void publishClientAuthority(String pem) {
    ensure(
        ApiObject.named(Kinds.CONFIG_MAP, "kube-system", "extension-apiserver-authentication")
            .with("data", JsonObject.of("client-ca-file", pem)));
  }

  private void ensure(ApiObject object) {
    if (!client.serves(object.groupVersionKind())) {
      return;
    }
    try {
      client.create(object);
    } catch (ApiException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  private static ApiObject priorityClass(String name, int value, String description) {
    return ApiObject.named(Kinds.PRIORITY_CLASS, "", name)
        .with("value", value)
        .with("description", description);
  }

  private ApiObject service() {
    return ApiObject.named(Kinds.SERVICE, "default", "kubernetes")
        .editMetadata(metadata ->
            metadata.object("labels").set("component", "apiserver").set("provider", "kubernetes"))
        .with(
            "spec",
            JsonObject.of(
                "clusterIP",
                serviceRange.address(1).toString(),
                "type",
                "ClusterIP",
                "ports",
                List.of(
                    JsonObject.of(
                        "name",
                        "https",
                        "port",
                        443,
                        "protocol",
                        "TCP",
                        "targetPort",
                        serverPort))));
  }

  private ApiObject endpoints() {
    return ApiObject.named(Kinds.ENDPOINTS, "default", "kubernetes")
        .editMetadata(metadata ->
            metadata.object("labels").set("endpointslice.kubernetes.io/skip-mirror", "true"))
        .with(
            "subsets",
            List.of(
                JsonObject.of(
                    "addresses",
                    List.of(JsonObject.of("ip", serverAddress)),
                    "ports",
                    List.of(port()))));
  }

  private ApiObject endpointSlice() {
    return ApiObject.named(Kinds.ENDPOINT_SLICE, "default", "kubernetes")
        .editMetadata(
            metadata -> metadata.object("labels").set("kubernetes.io/service-name", "kubernetes"))
        .with("addressType", "IPv4")
        .with(
            "endpoints",
            List.of(
                JsonObject.of(
                    "addresses",
                    List.of(serverAddress),
                    "conditions",
                    JsonObject.of("ready", true))))
        .with("ports", List.of(port()));
  }

  private JsonObject port() {
    return JsonObject.of("name", "https", "port", serverPort, "protocol", "TCP");
  }
}
