package dev.podium.resources.services;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Service: a name and an address for the pods that a selector finds.
///
/// Upstream: pkg/registry/core/service, printService.
public final class Services {
  private Services() {}

  /// @param firstPort and `lastPort`: the range of node ports, both ends included
  public static ResourceDefinition definition(
      ServiceAddresses addresses, int firstPort, int lastPort, RandomGenerator random) {
    return ResourceDefinition.of("v1", "Service", "services")
        .shortNames("svc")
        .categories("all")
        .nameRule(NameRule.LABEL)
        .createsOnUpdate()
        .returnsDeletedObject()
        .selectable("spec.clusterIP")
        .selectable("spec.type")
        .allocation(new ServiceAllocation(addresses, new NodePorts(firstPort, lastPort, random)))
        .defaults(ServiceDefaults::apply)
        .prepareCreate((service, _) -> clearStatus(service))
        .prepareUpdate(TypeChange::apply)
        .validate(ServiceValidation::validate)
        .validateUpdate(ServiceValidation::validateUpdate)
        .checksUpdatesAsNew()
        .warn((service, _) -> ServiceWarnings.of(service))
        .subresource(
            new Subresource(
                "proxy",
                new GroupVersionKind("", "v1", "ServiceProxyOptions"),
                EnumSet.of(Verb.CREATE, Verb.DELETE, Verb.GET, Verb.PATCH, Verb.UPDATE),
                new Subresource.Connect()))
        .status(ServiceValidation::validateStatus)
        .table(
            TableLayout.of(
                Services::cells,
                TableLayout.name(),
                TableLayout.string("Type"),
                TableLayout.string("Cluster-IP"),
                TableLayout.string("External-IP"),
                TableLayout.string("Port(s)"),
                TableLayout.age(),
                TableLayout.string("Selector").wide()))
        .build();
  }

  private static void clearStatus(ObjectDraft service) {
    service.set("status", JsonObject.of("loadBalancer", JsonObject.EMPTY));
  }

  private static List<Object> cells(ApiObject service, Instant now) {
    ServiceSpec spec = ServiceSpec.of(service);
    return List.of(
        service.name(),
        spec.type(),
        spec.clusterIps().isEmpty() ? Cells.NONE : spec.clusterIps().getFirst(),
        externalAddresses(service, spec),
        Cells.orNone(spec.ports().stream().map(Services::port).collect(Collectors.joining(","))),
        Cells.age(service, now),
        Cells.labels(spec.json().stringMap("selector")));
  }

  private static String port(JsonObject port) {
    String number = Long.toString(port.integer("port"));
    long nodePort = port.integer("nodePort");
    return (nodePort > 0 ? number + ":" + nodePort : number) + "/" + port.string("protocol");
  }

  /// Upstream: getServiceExternalIP.
  private static String externalAddresses(ApiObject service, ServiceSpec spec) {
    return switch (spec.type()) {
      case "ClusterIP", "NodePort" -> Cells.orNone(Cells.joined(spec.externalIps()));
      case "LoadBalancer" -> {
        List<String> ways = new ArrayList<>();
        String balancer = BalancerIngress.cell(service.status());
        if (!balancer.isEmpty()) {
          ways.add(balancer);
        }
        ways.addAll(spec.externalIps());
        yield ways.isEmpty() ? "<pending>" : Cells.joined(ways);
      }
      case "ExternalName" -> spec.json().string("externalName");
      default -> Cells.UNKNOWN;
    };
  }
}
