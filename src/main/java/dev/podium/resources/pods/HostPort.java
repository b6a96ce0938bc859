package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.HashSet;
import java.util.Set;

/// A port of the node that a container takes.
public record HostPort(String address, String protocol, long port) {
  public static Set<HostPort> of(ApiObject pod) {
    Set<HostPort> ports = new HashSet<>();
    for (JsonObject container : pod.spec().objects("containers")) {
      for (JsonObject port : container.objects("ports")) {
        long number = port.integer("hostPort");
        if (number > 0) {
          String address = port.string("hostIP");
          ports.add(
              new HostPort(
                  address.isEmpty() ? "0.0.0.0" : address, port.string("protocol"), number));
        }
      }
    }
    return ports;
  }

  public boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (address.equals(other.address)
            || address.equals("0.0.0.0")
            || other.address.equals("0.0.0.0"));
  }
}
