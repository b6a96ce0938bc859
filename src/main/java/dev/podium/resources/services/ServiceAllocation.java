package dev.podium.resources.services;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.Hooks;
import dev.podium.registry.WriteContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives a Service its addresses and node ports, and takes back those that it needs no longer.
///
/// Upstream: pkg/registry/core/service/storage/storage.go (beginCreate, beginUpdate) and alloc.go.
final class ServiceAllocation implements Hooks.Allocation {
  private static final FieldPath PORTS = FieldPath.of("spec", "ports");

  private final ServiceAddresses addresses;
  private final NodePorts ports;

  ServiceAllocation(ServiceAddresses addresses, NodePorts ports) {
    this.addresses = addresses;
    this.ports = ports;
  }

  @Override
  public Hooks.Reservation before(
      ObjectDraft service, Optional<ApiObject> old, WriteContext context) {
    String name = service.object("metadata").string("name");
    ObjectDraft spec = service.object("spec");
    Reservations taken = new Reservations(addresses, ports, name);
    try {
      if (old.isPresent()) {
        update(spec, ServiceSpec.of(old.get()), name, taken);
      } else {
        create(spec, name, taken);
      }
      return taken;
    } catch (ApiException e) {
      taken.giveBack();
      throw e;
    }
  }

  @Override
  public void released(ApiObject service) {
    ServiceSpec spec = ServiceSpec.of(service);
    spec.clusterIps().forEach(text -> IpAddress.parse(text).ifPresent(addresses::release));
    spec.nodePorts().forEach(ports::release);
    if (spec.needsHealthCheck()) {
      ports.release(spec.healthCheckNodePort());
    }
  }

  private void create(ObjectDraft spec, String name, Reservations taken) {
    LinkedAddresses.onCreate(spec);
    new IpFamilies(addresses.families(), name).fill(spec, Optional.empty());
    allocateAddresses(spec, taken);
    if (view(spec).usesNodePorts()) {
      allocatePorts(spec, taken);
    }
    if (view(spec).needsHealthCheck()) {
      allocateHealthCheckPort(spec, taken);
    }
  }

  private void update(ObjectDraft spec, ServiceSpec old, String name, Reservations taken) {
    AllocatedValues.carryOver(spec, old);
    LinkedAddresses.onUpdate(spec, old);
    new IpFamilies(addresses.families(), name).fill(spec, Optional.of(old));
    updateAddresses(spec, old, taken);
    updatePorts(spec, old, taken);
    updateHealthCheckPort(spec, old, taken);
  }

  private static ServiceSpec view(ObjectDraft spec) {
    return new ServiceSpec(spec.freeze());
  }

  private static void allocateAddresses(ObjectDraft spec, Reservations taken) {
    ServiceSpec service = view(spec);
    List<String> asked = service.clusterIps();
    if (service.isExternalName()
        || !asked.isEmpty() && asked.getFirst().equals(ServiceSpec.NO_ADDRESS)) {
      return;
    }
    List<String> given = new ArrayList<>(asked);
    for (int i = 0; i < service.ipFamilies().size(); i++) {
      if (i < asked.size() && !asked.get(i).isEmpty()) {
        taken.takeAddress(asked.get(i), asked);
      } else {
        String any = taken.takeAnyAddress(service.ipFamilies().get(i));
        if (i < given.size()) {
          given.set(i, any);
        } else {
          given.add(any);
        }
      }
    }
    if (!given.isEmpty()) {
      spec.set("clusterIP", given.getFirst()).set("clusterIPs", given);
    }
  }

  private static void updateAddresses(ObjectDraft spec, ServiceSpec old, Reservations taken) {
    ServiceSpec service = view(spec);
    if (IpFamilies.sameDualStackPreference(service, old)) {
      return;
    }
    if (old.isExternalName() && !service.isExternalName()) {
      allocateAddresses(spec, taken);
      return;
    }
    if (!old.clusterIps().isEmpty() && old.clusterIps().getFirst().equals("None")) {
      return;
    }
    if (!old.isExternalName() && service.isExternalName()) {
      old.clusterIps().forEach(taken::releaseAddress);
      return;
    }
    int before = old.ipFamilies().size();
    int now = service.ipFamilies().size();
    if (before == 1 && now == 2) {
      takeSecond(spec, service, taken);
    } else if (before == 2 && now == 1) {
      taken.releaseAddress(old.clusterIps().get(1));
    }
  }

  private static void takeSecond(ObjectDraft spec, ServiceSpec service, Reservations taken) {
    List<String> given = new ArrayList<>(service.clusterIps());
    if (given.size() < 2) {
      given.add(taken.takeAnyAddress(service.ipFamilies().get(1)));
    } else {
      taken.takeAddress(given.get(1), service.clusterIps());
    }
    spec.set("clusterIPs", given);
  }

  /// Ports of one number share a node port, whatever their protocols.
  private static void allocatePorts(ObjectDraft spec, Reservations taken) {
    ServiceSpec service = view(spec);
    Map<Long, Long> byPort = new HashMap<>();
    List<ObjectDraft> ports = spec.objects("ports");
    for (int i = 0; i < ports.size(); i++) {
      ObjectDraft port = ports.get(i);
      long asked = port.findLong("nodePort").orElse(0);
      if (asked == 0 && !service.allocatesNodePorts()) {
        continue;
      }
      long number = port.findLong("port").orElse(0);
      long known = byPort.getOrDefault(number, 0L);
      if (known == 0) {
        long nodePort = requested(number, service);
        if (nodePort != 0) {
          taken.takePort(nodePort, PORTS.index(i).child("nodePort"));
        } else {
          nodePort = taken.takeAnyPort("nodePort");
        }
        port.set("nodePort", nodePort);
        byPort.put(number, nodePort);
      } else if (asked == 0) {
        port.set("nodePort", known);
      } else if (asked != known) {
        taken.takePort(asked, PORTS.index(i).child("nodePort"));
      }
    }
  }

  /// The node port that is asked for by any port of that number.
  private static long requested(long number, ServiceSpec service) {
    return service.ports().stream()
        .filter(port -> port.integer("port") == number && port.integer("nodePort") != 0)
        .mapToLong(port -> port.integer("nodePort"))
        .findFirst()
        .orElse(0);
  }

  private static void updatePorts(ObjectDraft spec, ServiceSpec old, Reservations taken) {
    ServiceSpec service = view(spec);
    if (service.usesNodePorts()) {
      replacePorts(spec, service, old, taken);
      Set<Long> kept = view(spec).nodePorts();
      old.nodePorts().stream().filter(port -> !kept.contains(port)).forEach(taken::releasePort);
    } else if (old.usesNodePorts()) {
      old.nodePorts().forEach(taken::releasePort);
    }
  }

  private static void replacePorts(
      ObjectDraft spec, ServiceSpec service, ServiceSpec old, Reservations taken) {
    Set<Long> had = new HashSet<>(old.nodePorts());
    Set<JsonObject> seen = new HashSet<>();
    List<ObjectDraft> ports = spec.objects("ports");
    for (int i = 0; i < ports.size(); i++) {
      ObjectDraft port = ports.get(i);
      long asked = port.findLong("nodePort").orElse(0);
      if (asked == 0 && !service.allocatesNodePorts()) {
        continue;
      }
      if (asked == 0) {
        asked = taken.takeAnyPort("nodePort");
        port.set("nodePort", asked);
      } else if (had.add(asked)) {
        taken.takePort(asked, PORTS.index(i).child("nodePort"));
      }
      String protocol = port.string("protocol");
      if (!seen.add(JsonObject.of("protocol", protocol, "nodePort", asked))) {
        throw ApiException.of(500, "", "duplicate nodePort: {" + protocol + " " + asked + "}");
      }
    }
  }

  private static void allocateHealthCheckPort(ObjectDraft spec, Reservations taken) {
    long asked = view(spec).healthCheckNodePort();
    if (asked != 0) {
      taken.takeHealthCheckPort(asked);
    } else {
      spec.set("healthCheckNodePort", taken.takeAnyPort("HealthCheck NodePort 0"));
    }
  }

  private static void updateHealthCheckPort(ObjectDraft spec, ServiceSpec old, Reservations taken) {
    boolean needs = view(spec).needsHealthCheck();
    if (needs && !old.needsHealthCheck()) {
      allocateHealthCheckPort(spec, taken);
    } else if (!needs && old.needsHealthCheck()) {
      taken.releasePort(old.healthCheckNodePort());
    }
  }
}
