package dev.podium.kubelet.node;

import java.util.ArrayList;
import java.util.List;

/// What is peculiar to one of the simulated nodes.
///
/// @param index 0 is the control plane
public record NodeSpec(int index, String name) {
  private static final int FIRST_HOST = 2;

  /// The nodes of a cluster: the control plane, then the workers.
  public static List<NodeSpec> fleet(int nodes) {
    List<NodeSpec> fleet = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      fleet.add(new NodeSpec(i, i == 0 ? "control-plane" : "worker-" + i));
    }
    return fleet;
  }

  public boolean isControlPlane() {
    return index == 0;
  }

  public String internalAddress() {
    return "172.18." + (index + FIRST_HOST) / 256 + "." + (index + FIRST_HOST) % 256;
  }

  /// From a range that is for documentation (RFC 5737), so that nobody has it.
  public String externalAddress() {
    return index < 200 ? "203.0.113." + (index + 10) : "198.51.100." + (index % 250 + 1);
  }

  /// The range of its pods' addresses.
  public String podCidr() {
    return podPrefix() + "0/24";
  }

  /// The range without the last number.
  String podPrefix() {
    int number = 244 * 256 + index;
    return "10." + number / 256 % 256 + "." + number % 256 + ".";
  }
}
